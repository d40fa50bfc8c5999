/**
 * Several instances share the accounts by Kafka's group membership. This only saves duplicate work: that no window is complete
 * twice rests on its transactional id.
 */
package io.zoomhosts.instances;
