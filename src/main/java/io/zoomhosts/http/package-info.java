/** The behaviour of all HTTP clients: those of the engine for Zoom, and those of a user's steps. */
package io.zoomhosts.http;
