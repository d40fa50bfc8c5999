package io.zoomhosts.observe;

import io.zoomhosts.report.Report;
import io.zoomhosts.report.Window;
import io.zoomhosts.run.Run;
import io.zoomhosts.run.RunListener;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Remembers when the newest complete run of each window started, from the ledger and from the runs of this process.
 * Thread-safe.
 */
public final class NewestRuns implements RunListener {

    /** The windows to remember, by their last day. Older ones no longer matter, and there is a new one each day. */
    private static final int MONTHS = 7;

    private record Complete(Window window, Instant startedAt) {

        static Complete newer(Complete one, Complete other) {
            return one.startedAt.isAfter(other.startedAt) ? one : other;
        }
    }

    /** By report and variant. */
    private final Map<String, Instant> startedAt = new ConcurrentHashMap<>();

    /** By report and whatever else names a window besides its days; then by the last day. */
    private final Map<String, NavigableMap<LocalDate, Complete>> complete = new ConcurrentHashMap<>();

    /** Records the start of a complete run of the window. */
    public void complete(Window window, Instant started) {
        startedAt.merge(
                name(window.report(), window.variant()), started, (one, other) -> one.isAfter(other) ? one : other);
        NavigableMap<LocalDate, Complete> windows =
                complete.computeIfAbsent(series(window), any -> new ConcurrentSkipListMap<>());
        windows.merge(window.to(), new Complete(window, started), Complete::newer);
        windows.headMap(windows.lastKey().minusMonths(MONTHS)).clear();
    }

    @Override
    public void onEnd(Run run) {
        if (run.outcome().isComplete()) {
            complete(run.window(), run.startedAt());
        }
    }

    /** When the newest complete run started, of any window; empty if none is known. */
    Optional<Instant> startedAt(Report report, String variant) {
        return Optional.ofNullable(startedAt.get(name(report, variant)));
    }

    /**
     * Whether this window, or one that ends later, is complete by a run that started after a trigger, or after its rows were
     * final.
     *
     * @param zone of the account
     */
    boolean isCollected(Window window, Instant trigger, ZoneId zone) {
        return complete
                .getOrDefault(series(window), new ConcurrentSkipListMap<>())
                .tailMap(window.to())
                .values()
                .stream()
                .anyMatch(run -> !run.startedAt().isBefore(trigger)
                        || !run.startedAt().isBefore(run.window().settledAt(zone)));
    }

    private static String name(Report report, String variant) {
        return report.name() + "/" + variant;
    }

    private static String series(Window window) {
        return window.report().name() + "/" + window.key().replace(window.from() + "/" + window.to(), "");
    }
}
