package io.zoomhosts.observe;

import io.zoomhosts.account.Account;
import io.zoomhosts.report.Report;
import io.zoomhosts.report.Window;
import io.zoomhosts.run.LedgerListener;
import io.zoomhosts.run.Run;
import io.zoomhosts.run.RunListener;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Remembers when the newest complete run of each account's newest windows started, from the ledger, which has the runs of all
 * processes, and from the runs of this process. Of older windows it remembers nothing but that they were at work. Thread-safe.
 */
public final class NewestRuns implements RunListener, LedgerListener {

    /** The windows to remember of a report and variant, by their last day: the newest one, and some that it replaced lately. */
    private static final int WINDOWS = 3;

    /** A report and variant of an account. */
    private record Name(String accountId, String report, String variant) {

        private Name(String accountId, Window window) {
            this(accountId, window.report().name(), window.variant());
        }
    }

    private record Series(Name name, String part) {

        private Series(String accountId, Window window) {
            this(new Name(accountId, window), window.part());
        }
    }

    private record Complete(Window window, Instant startedAt) {

        static Complete newer(Complete one, Complete other) {
            return one.startedAt.isAfter(other.startedAt) ? one : other;
        }
    }

    private final Map<Name, Instant> startedAt = new ConcurrentHashMap<>();

    /** By the last day. */
    private final Map<Series, NavigableMap<LocalDate, Complete>> complete = new ConcurrentHashMap<>();

    @Override
    public void complete(String accountId, Window window, Instant started) {
        startedAt.merge(new Name(accountId, window), started, (one, other) -> one.isAfter(other) ? one : other);
        NavigableMap<LocalDate, Complete> windows =
                complete.computeIfAbsent(new Series(accountId, window), any -> new ConcurrentSkipListMap<>());
        windows.merge(window.to(), new Complete(window, started), Complete::newer);
        while (windows.size() > WINDOWS) {
            windows.pollFirstEntry();
        }
    }

    @Override
    public void onEnd(Run run) {
        if (run.outcome().isComplete()) {
            complete(run.accountId(), run.window(), run.startedAt());
        }
    }

    /** When the newest complete run started, of any window; empty if none is known. */
    Optional<Instant> startedAt(Account account, Report report, String variant) {
        return Optional.ofNullable(startedAt.get(new Name(account.id(), report.name(), variant)));
    }

    /**
     * Whether this window, or one that ends later, is complete by a run that started after a trigger, or after its rows were
     * final.
     */
    boolean isCollected(Account account, Window window, Instant trigger) {
        return complete
                .getOrDefault(new Series(account.id(), window), new ConcurrentSkipListMap<>())
                .tailMap(window.to())
                .values()
                .stream()
                .anyMatch(run -> !run.startedAt().isBefore(trigger)
                        || !run.startedAt().isBefore(run.window().settledAt(account.zone())));
    }
}
