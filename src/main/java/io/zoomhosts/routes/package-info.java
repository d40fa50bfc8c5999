/** Reads, checks and reloads the route files. */
package io.zoomhosts.routes;
