/**
 * The heart: which windows there are, what one run of a window has seen, and whether that is the whole truth. Mostly
 * plain values; {@link io.zoomhosts.report.Runs} and {@link io.zoomhosts.report.Planner} are what the routes call.
 */
package io.zoomhosts.report;
