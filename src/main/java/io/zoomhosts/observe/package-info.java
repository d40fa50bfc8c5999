/** What an operator sees of the service: metrics and health. */
package io.zoomhosts.observe;
