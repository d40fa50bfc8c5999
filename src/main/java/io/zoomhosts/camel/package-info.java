/** Extensions of Camel that the routes use. */
package io.zoomhosts.camel;
