/**
 * Tests of the promises of README and the settings, each on a real broker.
 */
package io.zoomhosts.promises;
