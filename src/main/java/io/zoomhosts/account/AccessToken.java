package io.zoomhosts.account;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;

/**
 * The single access token of an account. It is reused until shortly before it expires, because Zoom may invalidate it when it
 * issues another one. Thread-safe.
 */
public final class AccessToken {

    /** How long before its expiry a token is replaced. */
    private static final Duration RENEWED_BEFORE_EXPIRY = Duration.ofMinutes(3);

    /** Bounds for the lifetime in Zoom's answer, in seconds: at least one token a day, at most two a minute. */
    private static final long SHORTEST_LIFE = 60;

    private static final long LONGEST_LIFE = 86_400;

    private final Clock clock;
    private final Semaphore asking = new Semaphore(1, true);

    private String token;
    private Instant givenAt = Instant.MIN;
    private Instant staleAt = Instant.MIN;

    AccessToken(Clock clock) {
        this.clock = clock;
    }

    /** The permit to request a token from Zoom. There is only one, so that two requests never fetch a token each. */
    public Semaphore asking() {
        return asking;
    }

    /** Whether a new token is needed. */
    public synchronized boolean isMissing() {
        return token == null || !clock.instant().isBefore(staleAt);
    }

    /**
     * Stores a token from Zoom.
     *
     * @param expiresIn its lifetime in seconds, as Zoom reports it
     */
    public synchronized void keep(String given, long expiresIn) {
        Duration life = Duration.ofSeconds(Math.max(SHORTEST_LIFE, Math.min(expiresIn, LONGEST_LIFE)));
        Duration use = life.compareTo(RENEWED_BEFORE_EXPIRY.multipliedBy(2)) > 0
                ? life.minus(RENEWED_BEFORE_EXPIRY)
                : life.dividedBy(2);
        token = given;
        givenAt = clock.instant();
        staleAt = clock.instant().plus(use);
    }

    /** The value of the {@code Authorization} header of a request for a page. */
    public synchronized String bearer() {
        return "Bearer " + token;
    }

    /** Drops the token, because the credentials that it was issued for have changed. */
    synchronized void forget() {
        token = null;
    }

    /** Drops the token of a header value that Zoom rejected. Keeps a newer token. */
    public synchronized void forget(String bearer) {
        if (bearer().equals(bearer)) {
            token = null;
        }
    }

    /**
     * Drops the token of a header value if Zoom issued it before an instant. A token carries the scopes that the app had when
     * the token was issued.
     *
     * @return whether the next request uses a newer token
     */
    public synchronized boolean forgetOlder(String bearer, Instant instant) {
        if (bearer().equals(bearer) && !givenAt.isBefore(instant)) {
            return false;
        }
        forget(bearer);
        return true;
    }
}
