package io.zoomhosts.report;

import java.time.Instant;
import java.util.Map;

/** What was collected so far. */
@FunctionalInterface
public interface Ledger {

    /** Start of the newest complete run of each window, by {@link Window#key}. */
    Map<String, Instant> completeRuns();
}
