package io.zoomhosts.run;

import io.zoomhosts.report.Report;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** The record of the complete runs, by this process and others. */
@FunctionalInterface
public interface Ledger {

    /**
     * The newest complete run of each window that the schedule may still ask for, by {@link Run#key}: a view, which must not be
     * changed. It may receive later runs at any time.
     *
     * @param since runs that ended before this instant may be omitted
     */
    Map<String, CompleteRun> completeRuns(Report report, Instant since);

    /**
     * The newest complete run of a window, if it started at this instant or later. It is found if it was committed before the call
     * starts. Call it only while no other process can commit the window.
     *
     * @param key of the window: {@link Run#key}
     */
    default Optional<CompleteRun> completeSince(Report report, String key, Instant since) {
        return Optional.ofNullable(completeRuns(report, since).get(key))
                .filter(run -> !run.startedAt().isBefore(since));
    }
}
