package io.zoomhosts.account;

import io.zoomhosts.failure.BackOff;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * When the missing windows of an account are collected without waiting for the schedule: soon after a failure, later after
 * the next one in a row; after a daily limit, when that is over. Thread-safe.
 */
public final class RetrySchedule {

    /** The first pause, in retry delays: half a minute as shipped. */
    private static final int FIRST_PAUSE = 30;

    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    private final Clock clock;
    private final Duration firstPause;
    private Duration pause;
    private Instant parkedUntil = Instant.MIN;
    private Instant dueAt;

    RetrySchedule(Duration retryDelay, Clock clock) {
        this.clock = clock;
        this.firstPause = retryDelay.multipliedBy(FIRST_PAUSE);
        this.pause = firstPause;
    }

    /** Zoom takes no request before that instant, which may be hours away. */
    public synchronized void park(Instant until) {
        parkedUntil = until;
        dueAt = until;
    }

    /** Zoom's instant, while it is still to come; null otherwise. */
    public synchronized Instant parkedUntil() {
        return clock.instant().isBefore(parkedUntil) ? parkedUntil : null;
    }

    /** A window failed: it is collected again after a pause, which is longer each time. */
    public synchronized void retryLater() {
        retryAfter(pause);
    }

    /** Kafka is not there: nothing was asked of Zoom, so the pause stays short. */
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

    /** Takes a retry that is due: true once for each time that one was scheduled. The next pause is longer. */
    public synchronized boolean takeDue() {
        if (dueAt == null || clock.instant().isBefore(dueAt)) {
            return false;
        }
        dueAt = null;
        pause = BackOff.atMost(LONGEST_PAUSE, pause.multipliedBy(2));
        return true;
    }

    /** A window is complete: the next failure is the first one in a row. */
    public synchronized void completed() {
        pause = firstPause;
    }
}
