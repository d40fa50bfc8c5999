package io.zoomhosts.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * The account's rate limits for the label Heavy, per second and per day of UTC. Refused requests do not count.
 * Thread-safe.
 */
final class RateLimit {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final int perSecond;
    private final int perDay;
    private final Deque<Instant> lastSecond = new ArrayDeque<>();
    private LocalDate day = LocalDate.MIN;
    private int today;

    RateLimit(int perSecond, int perDay) {
        this.perSecond = perSecond;
        this.perDay = perDay;
    }

    /** Counts one request, or returns an answer 429 if a limit is reached. */
    synchronized Optional<SandboxAnswer> refusal(Instant now) {
        LocalDate date = turned(now);
        lastSecond.removeIf(at -> !at.isAfter(now.minus(SECOND)));
        if (today >= perDay) {
            return Optional.of(daily(date.plusDays(1)));
        }
        if (lastSecond.size() >= perSecond) {
            return Optional.of(perSecond());
        }
        today++;
        lastSecond.add(now);
        return Optional.empty();
    }

    /** Requests that are left of the day. */
    synchronized int remaining(Instant now) {
        turned(now);
        return perDay - today;
    }

    private LocalDate turned(Instant now) {
        LocalDate date = LocalDate.ofInstant(now, ZoneOffset.UTC);
        if (!date.equals(day)) {
            day = date;
            today = 0;
        }
        return date;
    }

    private static SandboxAnswer perSecond() {
        return SandboxAnswer.error(
                        429, 429, "You have reached the maximum per-second rate limit for this API. Try again later.")
                .withHeader("X-RateLimit-Type", "QPS");
    }

    private static SandboxAnswer daily(LocalDate tomorrow) {
        return SandboxAnswer.error(
                        429,
                        429,
                        "You have reached the maximum daily rate limit for this API. Refer to the response header for"
                                + " details on when you can make another request.")
                .withHeader("X-RateLimit-Type", "Daily-limit")
                .withHeader(
                        "Retry-After",
                        tomorrow.atStartOfDay(ZoneOffset.UTC).toInstant().toString());
    }
}
