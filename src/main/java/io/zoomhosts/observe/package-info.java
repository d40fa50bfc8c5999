/** What an operator sees of the service: metrics, health and traces. */
package io.zoomhosts.observe;
