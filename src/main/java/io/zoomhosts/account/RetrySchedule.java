package io.zoomhosts.account;

import io.zoomhosts.failure.BackOff;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Schedules the retry of an account's missing windows, independent of the cron schedule. The pause after a failure doubles
 * with consecutive failures, up to an hour. After a daily limit, the retry is due when Zoom accepts requests again.
 * Thread-safe.
 */
public final class RetrySchedule {

    /** The first pause as a multiple of {@code zoom.retry-delay}: 30 s with the default of 1 s. */
    private static final int FIRST_PAUSE = 30;

    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    private final Clock clock;
    private final Duration firstPause;
    private Duration pause;
    private Instant parkedUntil = Instant.MIN;
    private final Map<String, Instant> parkedReports = new HashMap<>();
    private Instant dueAt;

    RetrySchedule(Duration retryDelay, Clock clock) {
        this.clock = clock;
        // Not multipliedBy: it calculates with BigDecimal, whose first use takes Java 25 20 ms.
        this.firstPause = Duration.ofMillis(FIRST_PAUSE * retryDelay.toMillis());
        this.pause = firstPause;
    }

    /** Schedules the retry at an instant before which Zoom accepts no request. It may be hours away. */
    public synchronized void park(Instant until) {
        parkedUntil = until;
        dueAt = until;
    }

    /**
     * Schedules the retry of one report at an instant before which Zoom does not accept as many requests as it needs. The retry of
     * other reports does not wait for it.
     */
    public synchronized void park(String report, Instant until) {
        parkedReports.put(report, until);
    }

    /** When a report can be collected again; null if now. */
    public synchronized Instant parkedUntil(String report) {
        Instant until = parkedReports.getOrDefault(report, Instant.MIN);
        return clock.instant().isBefore(until) ? until : null;
    }

    /** When Zoom accepts requests again; null if it does so now. */
    public synchronized Instant parkedUntil() {
        return clock.instant().isBefore(parkedUntil) ? parkedUntil : null;
    }

    /** Schedules a retry after a failed window. The pause doubles with each retry. */
    public synchronized void retryLater() {
        retryAfter(pause);
    }

    /**
     * Schedules a retry after the first pause, because Kafka is unavailable. No request was sent to Zoom, so the pause can
     * stay short.
     *
     * @return the pause
     */
    public synchronized Duration retrySoon() {
        retryAfter(firstPause);
        return firstPause;
    }

    private void retryAfter(Duration wait) {
        Instant next = clock.instant().plus(wait);
        if (dueAt == null || dueAt.isBefore(next)) {
            dueAt = next;
        }
    }

    /** Takes the retry if it is due: returns true once per scheduled retry. Doubles the next pause. */
    public synchronized boolean takeDue() {
        Instant now = clock.instant();
        boolean reportDue = parkedReports.values().removeIf(until -> !now.isBefore(until));
        if (dueAt == null || now.isBefore(dueAt)) {
            return reportDue;
        }
        dueAt = null;
        pause = BackOff.atMost(LONGEST_PAUSE, pause.multipliedBy(2));
        return true;
    }

    /** Resets the pause, because a window is complete. */
    public synchronized void completed() {
        pause = firstPause;
    }
}
