/** How the program's HTTP clients behave, whoever uses them: the engine for Zoom, and steps of a user's for anybody else. */
package io.zoomhosts.http;
