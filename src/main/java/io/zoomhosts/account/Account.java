package io.zoomhosts.account;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;

/**
 * A Zoom account to collect from, with the state that is separate for each account. What its file declares may change while it is in
 * use; the state stays. Thread-safe.
 */
public final class Account {

    private final String id;
    private final AccessToken accessToken;
    private final RequestRate requestRate;
    private final DailyRequests dailyRequests;
    private final RetrySchedule retrySchedule;
    private volatile DeclaredAccount declared;

    /** @param retryDelay the delay before the first retry of a request or window */
    public Account(DeclaredAccount declared, Duration retryDelay, Clock clock) {
        this.id = declared.id();
        this.declared = declared;
        this.accessToken = new AccessToken(clock);
        this.requestRate = new RequestRate(declared.requestsPerSecond());
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

    /**
     * Changes what is declared. A window in progress goes on with its access token and its dates; its next attempt, and the next
     * window, use the new values.
     *
     * @param now a declaration of the same account
     */
    synchronized void declare(DeclaredAccount now) {
        DeclaredAccount before = declared;
        declared = now;
        requestRate.limitTo(now.requestsPerSecond());
        if (!before.credentials().equals(now.credentials())
                || !before.oauthUrl().equals(now.oauthUrl())) {
            accessToken.forget();
        }
    }

    DeclaredAccount declared() {
        return declared;
    }

    /** Zoom's id of the account. */
    public String id() {
        return id;
    }

    public Credentials credentials() {
        return declared.credentials();
    }

    /** Base URL of Zoom's API. */
    public URI apiUrl() {
        return declared.apiUrl();
    }

    /** URL of Zoom's token endpoint. */
    public URI oauthUrl() {
        return declared.oauthUrl();
    }

    /** Names of the reports that the schedule collects, or {@code all}. */
    public List<String> reports() {
        return declared.reports();
    }

    /** The time zone of the dates of its windows. */
    public ZoneId zone() {
        return declared.zone();
    }

    /**
     * The last day to collect: today in the account's time zone or in UTC, whichever is earlier. Zoom may count days in UTC,
     * and does not report on days in the future.
     */
    public LocalDate today(Instant now) {
        LocalDate here = LocalDate.ofInstant(now, zone());
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
