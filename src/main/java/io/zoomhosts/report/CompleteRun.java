package io.zoomhosts.report;

import java.time.Instant;

/** A run that the ledger knows as complete: what its event says. */
public record CompleteRun(
        String id, Instant startedAt, long hosts, int pages, long duplicates, long rejected, Totals totals)
        implements Figures {}
