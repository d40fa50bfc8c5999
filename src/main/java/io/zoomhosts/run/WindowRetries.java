package io.zoomhosts.run;

import io.zoomhosts.failure.BackOff;
import io.zoomhosts.failure.Failure;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** Counts a window's retries by kind of failure and computes the delay before the next attempt. Not thread-safe. */
final class WindowRetries {

    private final Duration first;
    private final Map<Failure, Integer> retries = new EnumMap<>(Failure.class);
    private int attempts;
    private Duration delay = Duration.ZERO;
    private boolean fenced;

    /** @param first the delay before the first retry */
    WindowRetries(Duration first) {
        this.first = first;
    }

    /** Starts an attempt. */
    void begin() {
        attempts++;
        delay = Duration.ZERO;
        fenced = false;
    }

    /** Records a failed attempt. Returns whether to retry the window after {@link #delay}. */
    boolean next(Failure failure) {
        int retry = retries.merge(failure, 1, Integer::sum);
        if (retry > failure.windowRetries()) {
            return false;
        }
        delay = BackOff.before(first, retry);
        fenced = failure == Failure.FENCED;
        if (fenced) {
            // Random jitter: two processes that fence each other must not retry at the same time.
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
