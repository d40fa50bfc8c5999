/**
 * Kinds of failure, with messages that may be logged and published, and their retries. Depends on no other package of
 * zoom-hosts.
 */
package io.zoomhosts.failure;
