package io.zoomhosts.failure;

import java.time.Duration;

/** How long to wait before a retry: twice as long each time, up to half a minute. */
public final class BackOff {

    private static final Duration LONGEST = Duration.ofSeconds(30);

    private BackOff() {}

    /**
     * The wait before a retry.
     *
     * @param first the wait before the first one
     * @param retry which one it is, from 1 on
     */
    public static Duration before(Duration first, int retry) {
        return atMost(LONGEST, first.multipliedBy(1L << (retry - 1)));
    }

    /** The shorter one of both. */
    public static Duration atMost(Duration longest, Duration wait) {
        return wait.compareTo(longest) < 0 ? wait : longest;
    }
}
