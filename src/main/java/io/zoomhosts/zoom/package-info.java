/**
 * Zoom's API: access tokens, requests for pages, what each answer means, and when a request is repeated. Knows no report by
 * name.
 */
package io.zoomhosts.zoom;
