package io.zoomhosts.report;

import java.time.Instant;
import java.util.Map;

/** What was collected so far, by this process or another. */
@FunctionalInterface
public interface Ledger {

    /**
     * The newest complete run of each window, by {@link Window#key}.
     *
     * @param since runs that ended before may be left out
     */
    Map<String, CompleteRun> completeRuns(Instant since);
}
