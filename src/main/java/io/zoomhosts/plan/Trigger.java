package io.zoomhosts.plan;

import io.zoomhosts.account.Account;
import java.time.Instant;
import java.util.List;

/**
 * The start of a collection.
 *
 * @param time when it was due; part of the id of each of its runs
 * @param accounts the accounts to collect
 */
public record Trigger(Instant time, Kind kind, List<Account> accounts) {

    /** What caused the trigger. */
    public enum Kind {
        /** The cron schedule: collects the missing windows and the windows that may have changed. */
        SCHEDULE,
        /** The start of the process: collects the missing windows. */
        START,
        /** A retry after a failure: collects the missing windows. */
        RETRY
    }
}
