/**
 * Zoom's API: access tokens, page requests, the meaning of each answer, and retries. Contains no knowledge about particular
 * reports.
 */
package io.zoomhosts.zoom;
