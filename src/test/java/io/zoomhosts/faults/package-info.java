/**
 * Faults of Zoom, of Kafka and of the process, and the kill test. {@code docs/reliability.md} has them as tables.
 */
package io.zoomhosts.faults;
