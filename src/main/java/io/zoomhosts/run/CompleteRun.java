package io.zoomhosts.run;

import java.time.Instant;

/** A complete run in the ledger, from its run event. */
public record CompleteRun(String id, Instant startedAt, Counts counts) {}
