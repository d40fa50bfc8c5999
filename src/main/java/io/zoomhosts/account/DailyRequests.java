package io.zoomhosts.account;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.OptionalLong;

/** How many requests Zoom accepts from the account until the end of the day (UTC), as far as its answers say. Thread-safe. */
public final class DailyRequests {

    private static final long KEPT_PART = 10;

    private final Clock clock;
    private LocalDate day;
    private long left;
    private long kept;

    DailyRequests(Clock clock) {
        this.clock = clock;
    }

    /**
     * Records what an answer says.
     *
     * @param requests how many requests are left
     * @param ofDay how many a day has; 0 if the answer does not say
     */
    public synchronized void left(long requests, long ofDay) {
        day = today();
        left = requests;
        kept = ofDay / KEPT_PART;
    }

    /**
     * How many are left for reports that need many requests: the latest number of today, less a tenth of the day's, which is kept
     * for the other reports. Empty if no answer of today contained the number.
     */
    public synchronized OptionalLong leftForMany() {
        return today().equals(day) ? OptionalLong.of(Math.max(0, left - kept)) : OptionalLong.empty();
    }

    /** When Zoom's next day begins, and with it the next number of requests. */
    public Instant renewedAt() {
        return today().plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
}
