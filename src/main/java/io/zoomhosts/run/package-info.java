/**
 * One run: the collection of one window, attempt after attempt, and how it ended. {@link io.zoomhosts.run.Runs} is what
 * the routes call; the rest are plain values. Without Kafka, and but for the annotations of that class without Camel.
 */
package io.zoomhosts.run;
