package io.zoomhosts.run;

import java.time.Instant;

/**
 * A complete run in the ledger, from its run event.
 *
 * @param settled whether its rows were final
 */
public record CompleteRun(String id, Instant startedAt, boolean settled, Counts counts) {}
