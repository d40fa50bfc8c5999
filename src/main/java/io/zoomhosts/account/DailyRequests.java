package io.zoomhosts.account;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.OptionalLong;

/** How many requests Zoom accepts from the account until the end of the day (UTC), as far as its answers say. Thread-safe. */
public final class DailyRequests {

    private final Clock clock;
    private LocalDate day;
    private long left;

    DailyRequests(Clock clock) {
        this.clock = clock;
    }

    /** Records what an answer says. */
    public synchronized void left(long requests) {
        day = today();
        left = requests;
    }

    /** The latest number of today; empty if no answer of today contained it. */
    public synchronized OptionalLong left() {
        return today().equals(day) ? OptionalLong.of(left) : OptionalLong.empty();
    }

    /** When Zoom's next day begins, and with it the next number of requests. */
    public Instant renewedAt() {
        return today().plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
}
