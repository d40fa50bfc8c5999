/**
 * Runs: the collection of one window, its attempts and its outcome. The routes call {@link io.zoomhosts.run.Runs} and the block
 * {@link io.zoomhosts.run.InTime}; the other classes are plain Java without Camel. The package does not depend on Kafka.
 */
package io.zoomhosts.run;
