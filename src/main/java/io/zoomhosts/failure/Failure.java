package io.zoomhosts.failure;

import java.util.Locale;

/**
 * Why a run failed: {@code error.kind} of a run event. It is also the one table of retries, which
 * {@code docs/reliability.md} prints: how often a request is repeated, and how often the whole window starts again from its
 * first page, before the run has failed. After that a later trigger collects the window again ({@code RetrySchedule}).
 * Nothing of a failed run is visible in the topic of its report.
 */
public enum Failure {
    /**
     * The credentials were refused, or one access token after the other: where two programs use one app, each new token may
     * kill the other one's.
     */
    ACCESS_REFUSED(10, 0),
    /** The app may not read the report, not even with a new access token: a scope or a role permission is missing. */
    NOT_PERMITTED(1, 0),
    /** Zoom refuses the window. */
    BAD_WINDOW(0, 0),
    /** Zoom answered 200, but not with a report. */
    NO_REPORT(0, 0),
    /** Any other answer that a repetition does not change; or the server cannot prove that it is Zoom. */
    REFUSED(0, 0),
    /** The account's requests of the day are used up: nothing is asked until Zoom's instant. */
    DAILY_LIMIT(0, 0),
    /** Zoom's limit of requests per second refused a page at every repetition. */
    RATE_LIMITED(10, 0),
    /** Zoom could not be reached, or did not answer properly, at every repetition. */
    ZOOM_UNAVAILABLE(5, 0),
    /** The rows of a page are not valid JSON. The request for the next page is on its way by then. */
    BROKEN_PAGE(0, 3),
    /** Zoom no longer knew the token of the next page. */
    PAGE_TOKEN_EXPIRED(0, 3),
    /** Zoom reported on another window than the one that was asked for. */
    WINDOW_CHANGED(0, 0),
    /** Distinct rows and rejects are not as many as Zoom says there are. */
    TOTALS_DIFFER(0, 3),
    /** Rows had the key of an earlier one, and the report has no total that could tell whether a row is missing. */
    KEY_REPEATED(0, 3),
    /** Zoom gave the same page token twice: paging would never end. */
    PAGE_TOKEN_REPEATED(0, 0),
    /** More pages than {@code zoom.max-pages}. */
    TOO_MANY_PAGES(0, 0),
    /** Kafka could not be reached, or did not take the records or the commit. */
    KAFKA(0, 5),
    /** Kafka refuses: credentials, permissions, a record that is too large, a time-out that it does not allow. */
    KAFKA_REFUSED(0, 0),
    /** Another process took the window: the newer transaction goes on. */
    FENCED(0, 10),
    /** The window took longer than its transaction may. */
    TRANSACTION_TIMEOUT(0, 0),
    /** A step of a route failed, ended the window early, or kept a page from being published. */
    ROUTE(0, 0),
    /** The process is stopping. */
    STOPPED(0, 0);

    private final int requestRetries;
    private final int windowRetries;

    Failure(int requestRetries, int windowRetries) {
        this.requestRetries = requestRetries;
        this.windowRetries = windowRetries;
    }

    /** How often the same request is repeated. */
    public int requestRetries() {
        return requestRetries;
    }

    /** How often the whole window starts again from its first page. */
    public int windowRetries() {
        return windowRetries;
    }

    /** The name in run events: {@code daily-limit}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
