package io.zoomhosts.run;

import io.zoomhosts.account.AccountOwner;
import io.zoomhosts.report.HostReport;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs that have begun, with the system clock. */
public final class OpenRuns {

    private OpenRuns() {}

    /** @param transactionTimeout time limit of an attempt */
    public static Run open(Duration transactionTimeout) {
        RunLimits limits = new RunLimits(10, false, Duration.ofMillis(1), transactionTimeout, Clock.systemUTC());
        Runs runs = new Runs(
                limits,
                (report, since) -> Map.of(),
                List.of(),
                any -> RunTrace.NONE,
                any -> Optional.empty(),
                AccountOwner.OF_ALL,
                () -> false);
        return runs.open(new DueWindow(
                HostReport.account("A"), HostReport.window("active", "2026-10-01", "2026-10-31"), Instant.now()));
    }
}
