/** Metrics, health checks and traces, and the run's id in the log. */
package io.zoomhosts.observe;
