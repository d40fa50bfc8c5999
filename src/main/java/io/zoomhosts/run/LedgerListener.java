package io.zoomhosts.run;

import io.zoomhosts.report.Window;
import java.time.Instant;

/** Receives complete runs that the {@link Ledger} reads, by this process and others. Called by one thread for each report. */
@FunctionalInterface
public interface LedgerListener {

    /** A listener that does nothing. */
    LedgerListener NONE = (accountId, window, startedAt) -> {};

    /** The ledger contains a complete run of the window. Runs of a window may arrive in any order, and more than once. */
    void complete(String accountId, Window window, Instant startedAt);
}
