/**
 * Zoom's API: access tokens, requests for pages, what each answer means, and when to ask again. Knows no report by name.
 */
package io.zoomhosts.zoom;
