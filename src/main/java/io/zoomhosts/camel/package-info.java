/** What the routes use of Camel in a way of their own. */
package io.zoomhosts.camel;
