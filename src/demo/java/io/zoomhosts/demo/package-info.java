/**
 * The demo: the service with a sandbox Zoom and a Kafka broker in one JVM, and a printer of what arrives in the topics.
 */
package io.zoomhosts.demo;
