/**
 * Tests of faults of Zoom, Kafka and the process, and the kill test. {@code docs/reliability.md} lists the faults.
 */
package io.zoomhosts.faults;
