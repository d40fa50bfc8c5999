package io.zoomhosts.observe;

import io.zoomhosts.report.Report;
import io.zoomhosts.report.Window;
import io.zoomhosts.run.Run;
import io.zoomhosts.run.RunListener;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Remembers when the newest complete run of each report and variant started, from the ledger and from the runs of this
 * process. Thread-safe.
 */
public final class NewestRuns implements RunListener {

    private final Map<String, Instant> startedAt = new ConcurrentHashMap<>();

    /** Records the start of a complete run of the window. */
    public void complete(Window window, Instant started) {
        startedAt.merge(
                name(window.report(), window.variant()), started, (one, other) -> one.isAfter(other) ? one : other);
    }

    @Override
    public void onEnd(Run run) {
        if (run.outcome().isComplete()) {
            complete(run.window(), run.startedAt());
        }
    }

    /** When the newest complete run started; empty if none is known. */
    Optional<Instant> startedAt(Report report, String variant) {
        return Optional.ofNullable(startedAt.get(name(report, variant)));
    }

    private static String name(Report report, String variant) {
        return report.name() + "/" + variant;
    }
}
