package io.zoomhosts.run;

import io.zoomhosts.failure.RunException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a collection of a report early: after some windows of it have failed in a row, the others are left to a later collection. A
 * report of days has 180 windows at first. If its scope is missing, each of them would cost requests and time that other reports
 * need. Thread-safe.
 */
final class FailureStreaks {

    private static final Logger LOG = LoggerFactory.getLogger(FailureStreaks.class);

    /** As many windows as seven months of two lists: of a report of months, each window is always attempted. */
    static final int LONGEST = 14;

    /** The failures in a row of one report of one account, in one collection. */
    private record Streak(Instant triggeredAt, int failures, RunException last) {

        private boolean isOf(Run run) {
            return triggeredAt.equals(run.triggeredAt());
        }
    }

    private final Map<String, Streak> streaks = new HashMap<>();

    /** Why a window of a report is left to a later collection. */
    static final class LeftException extends RunException {

        private static final long serialVersionUID = 1L;

        private LeftException(RunException last) {
            super(last.failure(), last.getMessage());
        }
    }

    /** The reason not to attempt the run's window; null if it is to be attempted. */
    synchronized LeftException left(Run run) {
        Streak streak = streaks.get(report(run));
        return streak != null && streak.isOf(run) && streak.failures() >= LONGEST
                ? new LeftException(streak.last())
                : null;
    }

    /** Counts the end of a run. */
    synchronized void ended(Run run) {
        String report = report(run);
        if (run.outcome().isComplete()) {
            streaks.remove(report);
        } else if (run.outcome().isCounted()) {
            Streak before = streaks.get(report);
            int failures = before != null && before.isOf(run) ? before.failures() + 1 : 1;
            streaks.put(report, new Streak(run.triggeredAt(), failures, run.error()));
            if (failures == LONGEST) {
                LOG.warn(
                        "Report {} of account {}: {} windows have failed in a row. Its other windows are left to a later"
                                + " collection. Look at the failures before this line",
                        run.report().name(),
                        run.accountId(),
                        LONGEST);
            }
        }
    }

    private static String report(Run run) {
        return run.accountId() + "/" + run.report().name();
    }
}
