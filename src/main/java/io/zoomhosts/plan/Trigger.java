package io.zoomhosts.plan;

import io.zoomhosts.account.Account;
import java.time.Instant;
import java.util.List;

/**
 * What starts a collection.
 *
 * @param time when it was due; part of the id of each of its runs
 * @param accounts that are collected
 */
public record Trigger(Instant time, Kind kind, List<Account> accounts) {

    /** Why there is one. */
    public enum Kind {
        /** The clock: collects what may have changed, too. */
        SCHEDULE,
        /** The start of the process: collects what is missing. */
        START,
        /** Some time after a failure: collects what is missing. */
        RETRY
    }
}
