package io.zoomhosts.account;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A Zoom account to collect from, with the state that is separate for each account. Thread-safe. */
public final class Account {

    private final String id;
    private final Credentials credentials;
    private final ZoneId zone;
    private final AccessToken accessToken;
    private final RequestRate requestRate;
    private final DailyRequests dailyRequests;
    private final RetrySchedule retrySchedule;

    /**
     * @param id Zoom's id of the account
     * @param zone the time zone of its windows' dates
     * @param requestsPerSecond maximum number of requests to Zoom per second
     * @param retryDelay the delay before the first retry of a request or window
     */
    public Account(
            String id, Credentials credentials, ZoneId zone, int requestsPerSecond, Duration retryDelay, Clock clock) {
        this.id = id;
        this.credentials = credentials;
        this.zone = zone;
        this.accessToken = new AccessToken(clock);
        this.requestRate = new RequestRate(requestsPerSecond);
        this.dailyRequests = new DailyRequests(clock);
        this.retrySchedule = new RetrySchedule(retryDelay, clock);
    }

    /**
     * The Server-to-Server OAuth app of an account.
     *
     * @param clientSecret a secret; {@link #toString} does not contain it
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
     * The last day to collect: today in the account's time zone or in UTC, whichever is earlier. Zoom may count days in UTC,
     * and does not report on days in the future.
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

    public DailyRequests dailyRequests() {
        return dailyRequests;
    }

    public RetrySchedule retrySchedule() {
        return retrySchedule;
    }

    /** The id of the account. */
    @Override
    public String toString() {
        return id;
    }
}
