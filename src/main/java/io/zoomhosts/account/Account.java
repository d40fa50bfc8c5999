package io.zoomhosts.account;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** One Zoom account that is collected from, with everything that it shares with no other. Thread-safe. */
public final class Account {

    private final String id;
    private final Credentials credentials;
    private final ZoneId zone;
    private final AccessToken accessToken;
    private final RequestRate requestRate;
    private final RetrySchedule retrySchedule;

    /**
     * @param id Zoom's id of the account
     * @param zone of its windows' dates
     * @param requestsPerSecond to Zoom, at most
     * @param retryDelay the first wait before a request or a window is tried again
     */
    public Account(
            String id, Credentials credentials, ZoneId zone, int requestsPerSecond, Duration retryDelay, Clock clock) {
        this.id = id;
        this.credentials = credentials;
        this.zone = zone;
        this.accessToken = new AccessToken(clock);
        this.requestRate = new RequestRate(requestsPerSecond);
        this.retrySchedule = new RetrySchedule(retryDelay, clock);
    }

    /**
     * The Server-to-Server OAuth app of an account.
     *
     * @param clientSecret secret; no text of this object shows it
     */
    public record Credentials(String clientId, String clientSecret) {

        @Override
        public String toString() {
            return "***";
        }
    }

    public String id() {
        return id;
    }

    public Credentials credentials() {
        return credentials;
    }

    public ZoneId zone() {
        return zone;
    }

    /**
     * The last day that can be collected: today in the account's time zone, or in UTC where it is still the day before.
     * Zoom may count its days in UTC, and reports on no day that has not come.
     */
    public LocalDate today(Instant now) {
        LocalDate here = LocalDate.ofInstant(now, zone);
        LocalDate inUtc = LocalDate.ofInstant(now, ZoneOffset.UTC);
        return here.isBefore(inUtc) ? here : inUtc;
    }

    public AccessToken accessToken() {
        return accessToken;
    }

    public RequestRate requestRate() {
        return requestRate;
    }

    public RetrySchedule retrySchedule() {
        return retrySchedule;
    }

    /** Its id. */
    @Override
    public String toString() {
        return id;
    }
}
