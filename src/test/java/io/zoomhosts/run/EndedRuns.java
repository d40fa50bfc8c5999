package io.zoomhosts.run;

import io.zoomhosts.failure.Failure;
import io.zoomhosts.failure.RunException;
import io.zoomhosts.report.HostReport;
import io.zoomhosts.report.Window;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Runs that have ended. */
public final class EndedRuns {

    private EndedRuns() {}

    /** A run that failed, after all its attempts. */
    public static Run failed(Window window, Failure failure) {
        RunLimits limits = new RunLimits(10, false, Duration.ofMillis(1), Duration.ofMinutes(15), Clock.systemUTC());
        Run run = new Run(new DueWindow(HostReport.account("A"), window, Instant.now()), limits, Instant.now());
        while (run.isOpen()) {
            run.restart();
            run.attemptFailed(new RunException(failure, "why"), false);
        }
        return run;
    }
}
