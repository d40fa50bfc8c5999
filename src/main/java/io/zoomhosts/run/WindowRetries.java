package io.zoomhosts.run;

import io.zoomhosts.failure.BackOff;
import io.zoomhosts.failure.Failure;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** How often a window was tried again for each kind of failure, and how long the next attempt waits. Not thread-safe. */
final class WindowRetries {

    private final Duration first;
    private final Map<Failure, Integer> retries = new EnumMap<>(Failure.class);
    private int attempts;
    private Duration delay = Duration.ZERO;
    private boolean fenced;

    /** @param first the wait before the first retry */
    WindowRetries(Duration first) {
        this.first = first;
    }

    /** An attempt begins. */
    void begin() {
        attempts++;
        delay = Duration.ZERO;
        fenced = false;
    }

    /** Counts a failed attempt: whether the window is tried again, after {@link #delay}. */
    boolean next(Failure failure) {
        int retry = retries.merge(failure, 1, Integer::sum);
        if (retry > failure.windowRetries()) {
            return false;
        }
        delay = BackOff.before(first, retry);
        fenced = failure == Failure.FENCED;
        if (fenced) {
            // Two that took the window from each other are not to do so again at the same time.
            delay = delay.plusMillis(ThreadLocalRandom.current().nextLong(delay.toMillis() + 1));
        }
        return true;
    }

    int attempts() {
        return attempts;
    }

    Duration delay() {
        return delay;
    }

    /** Whether the last attempt ended because another process took the window. */
    boolean isFenced() {
        return fenced;
    }

    /** Whether an attempt has failed. */
    boolean hasFailed() {
        return !retries.isEmpty();
    }
}
