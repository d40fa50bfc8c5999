package io.zoomhosts.failure;

import java.time.Duration;

/** Exponential back-off: the delay doubles with each retry, up to 30 s. */
public final class BackOff {

    private static final Duration LONGEST = Duration.ofSeconds(30);

    private BackOff() {}

    /**
     * The delay before a retry.
     *
     * @param first the delay before the first retry
     * @param retry the number of the retry, from 1
     */
    public static Duration before(Duration first, int retry) {
        return atMost(LONGEST, first.multipliedBy(1L << (retry - 1)));
    }

    /** The shorter of the two durations. */
    public static Duration atMost(Duration longest, Duration wait) {
        return wait.compareTo(longest) < 0 ? wait : longest;
    }
}
