package io.zoomhosts.report;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * When the service collects what is missing without waiting for its schedule. After a failure it does so soon, after the
 * next one in a row later; after a daily limit, when that is over. Thread-safe.
 */
final class Resumption {

    /** The first pause, in {@link RunLimits#retryDelay}s: half a minute as shipped. */
    private static final int FIRST_PAUSE = 30;

    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    private final Clock clock;
    private final Duration firstPause;
    private Duration pause;
    private Instant parkedUntil = Instant.MIN;
    private Instant resumeAt;

    Resumption(RunLimits limits) {
        this.clock = limits.clock();
        this.firstPause = limits.retryDelay().multipliedBy(FIRST_PAUSE);
        this.pause = firstPause;
    }

    /** After Zoom's instant, which may be hours away, it is asked again, and not before. */
    synchronized void park(Instant until) {
        parkedUntil = until;
        resumeAt = until;
    }

    /** Zoom's instant, while it is still to come; null otherwise. */
    synchronized Instant parkedUntil() {
        return clock.instant().isBefore(parkedUntil) ? parkedUntil : null;
    }

    /** A window failed: it is collected again after a pause, which is longer each time. */
    synchronized void retryLater() {
        retryAfter(pause);
    }

    /** Kafka is not there: nothing was asked of Zoom, so the pause stays short. */
    synchronized Duration retrySoon() {
        retryAfter(firstPause);
        return firstPause;
    }

    private void retryAfter(Duration wait) {
        Instant next = clock.instant().plus(wait);
        if (resumeAt == null || resumeAt.isBefore(next)) {
            resumeAt = next;
        }
    }

    /** Whether what is missing is to be collected now: true once for each time that it was held up. */
    synchronized boolean isDue() {
        if (resumeAt == null || clock.instant().isBefore(resumeAt)) {
            return false;
        }
        resumeAt = null;
        pause = BackOff.atMost(LONGEST_PAUSE, pause.multipliedBy(2));
        return true;
    }

    /** A window is complete: the next failure is the first one in a row. */
    synchronized void completed() {
        pause = firstPause;
    }
}
