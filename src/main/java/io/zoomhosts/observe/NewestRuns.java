package io.zoomhosts.observe;

import io.zoomhosts.report.CompleteRun;
import io.zoomhosts.report.Ledger;
import io.zoomhosts.report.Run;
import io.zoomhosts.report.RunListener;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Since when the newest complete run of each type is: what the ledger says whenever it is asked, and what this process has
 * completed since. Thread-safe.
 */
public final class NewestRuns implements Ledger, RunListener {

    private final Ledger ledger;
    private final Map<String, Instant> startedAt = new ConcurrentHashMap<>();

    /** @param ledger that is asked whenever this is */
    public NewestRuns(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public Map<String, CompleteRun> completeRuns(Instant since) {
        Map<String, CompleteRun> complete = ledger.completeRuns(since);
        complete.forEach((window, run) -> note(window.substring(0, window.indexOf('/')), run.startedAt()));
        return complete;
    }

    @Override
    public void onEnd(Run run) {
        if (!run.isFailed()) {
            note(run.window().type(), run.startedAt());
        }
    }

    private void note(String type, Instant started) {
        startedAt.merge(type, started, (one, other) -> one.isAfter(other) ? one : other);
    }

    /** When the newest complete run began; empty while none is known. */
    Optional<Instant> startedAt(String type) {
        return Optional.ofNullable(startedAt.get(type));
    }
}
