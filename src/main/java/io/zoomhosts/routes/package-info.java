/** The route files: reading and checking them, and replacing them while the service runs. */
package io.zoomhosts.routes;
