/** A real Kafka broker for tests and the demo: somebody's cluster, a container, or one in the JVM. */
package io.zoomhosts.broker;
