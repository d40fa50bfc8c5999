/** Why something failed, in words that may be logged and published, and how often it is tried again. Depends on nothing. */
package io.zoomhosts.failure;
