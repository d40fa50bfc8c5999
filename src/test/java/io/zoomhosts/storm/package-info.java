/**
 * A storm over three brokers and three instances, and the check of what consumers saw meanwhile: a history checker in the manner of
 * Jepsen.
 */
package io.zoomhosts.storm;
