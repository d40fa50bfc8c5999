package io.zoomhosts.run;

import io.zoomhosts.report.Report;
import java.time.Instant;
import java.util.Map;

/** The record of the complete runs, by this process and others. */
@FunctionalInterface
public interface Ledger {

    /**
     * The newest complete run of each window, by {@link Run#key}.
     *
     * @param since runs that ended before this instant may be omitted
     */
    Map<String, CompleteRun> completeRuns(Report report, Instant since);
}
