package io.zoomhosts.run;

import java.time.Instant;

/** A run that the ledger knows as complete: what its event says. */
public record CompleteRun(String id, Instant startedAt, Counts counts) {}
