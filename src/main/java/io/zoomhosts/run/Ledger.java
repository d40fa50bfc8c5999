package io.zoomhosts.run;

import io.zoomhosts.report.Report;
import java.time.Instant;
import java.util.Map;

/** What was collected so far, by this process or another. */
@FunctionalInterface
public interface Ledger {

    /**
     * The newest complete run of each window, by {@link Run#key}.
     *
     * @param since runs that ended before may be left out
     */
    Map<String, CompleteRun> completeRuns(Report report, Instant since);
}
