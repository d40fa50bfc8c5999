/** The route files of the user: read, checked, and put in the place of those before while the service runs. */
package io.zoomhosts.routes;
