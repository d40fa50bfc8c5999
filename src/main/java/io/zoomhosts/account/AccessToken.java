package io.zoomhosts.account;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;

/**
 * The one access token of an account. Zoom may let an older token die when it gives a new one, so a token is kept until
 * shortly before its end. Thread-safe.
 */
public final class AccessToken {

    /** A token is replaced this long before it ends. */
    private static final Duration EARLY = Duration.ofMinutes(3);

    /** Whatever an answer says, a token is asked for at least once a day and not more often than twice a minute. */
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

    /** One permit: whoever asks Zoom for a token holds it, so that two requests never ask for one each. */
    public Semaphore asking() {
        return asking;
    }

    /** Whether a token has to be asked for. */
    public synchronized boolean isMissing() {
        return token == null || !clock.instant().isBefore(staleAt);
    }

    /**
     * Keeps a token that Zoom gave.
     *
     * @param expiresIn its life in seconds, as Zoom says
     */
    public synchronized void keep(String given, long expiresIn) {
        Duration life = Duration.ofSeconds(Math.max(SHORTEST_LIFE, Math.min(expiresIn, LONGEST_LIFE)));
        Duration use = life.compareTo(EARLY.multipliedBy(2)) > 0 ? life.minus(EARLY) : life.dividedBy(2);
        token = given;
        givenAt = clock.instant();
        staleAt = clock.instant().plus(use);
    }

    /** Authorization of a request for a page. */
    public synchronized String bearer() {
        return "Bearer " + token;
    }

    /** Drops the token of that authorization, which Zoom no longer accepts. A newer one stays. */
    public synchronized void forget(String bearer) {
        if (bearer().equals(bearer)) {
            token = null;
        }
    }

    /**
     * Drops the token of that authorization if Zoom gave it before that instant: it allows what the app was allowed then.
     *
     * @return whether a newer token than that one is used from here on
     */
    public synchronized boolean forgetOlder(String bearer, Instant instant) {
        if (bearer().equals(bearer) && !givenAt.isBefore(instant)) {
            return false;
        }
        forget(bearer);
        return true;
    }
}
