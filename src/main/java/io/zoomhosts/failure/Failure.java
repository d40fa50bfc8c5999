package io.zoomhosts.failure;

import java.util.Locale;

/**
 * The kinds of failure of a run: {@code error.kind} in run events. Also the table of retries in {@code docs/reliability.md}: how
 * often a request is retried, and how often the window restarts from its first page, until the run fails. After that, a
 * later trigger collects the window again ({@code RetrySchedule}). Nothing of a failed run is visible in the topic of its
 * report.
 */
public enum Failure {
    /**
     * Zoom refused the credentials, or each new access token. If two programs use the same app, each new token may
     * invalidate the token of the other program.
     */
    ACCESS_REFUSED(10, 0),
    /** The app may not read the report, even with a new access token: a scope or a role permission is missing. */
    NOT_PERMITTED(1, 0),
    /** Zoom refuses the window. */
    BAD_WINDOW(0, 0),
    /** Zoom answered 200, but without a report. */
    NO_REPORT(0, 0),
    /** Any other answer that a retry does not change, or a server that cannot prove that it is Zoom. */
    REFUSED(0, 0),
    /** The account has used up its daily requests. No request is sent until the time that Zoom names. */
    DAILY_LIMIT(0, 0),
    /** Zoom's limit of requests per second rejected a page on every retry. */
    RATE_LIMITED(10, 0),
    /** Zoom was unreachable, or did not answer properly, on every retry. */
    ZOOM_UNAVAILABLE(5, 0),
    /** The rows of a page are not valid JSON. The whole window restarts, because the next page is already requested. */
    BROKEN_PAGE(0, 3),
    /** Zoom rejected the token of the next page as expired. */
    PAGE_TOKEN_EXPIRED(0, 3),
    /** Zoom reported on another window than the requested one. */
    WINDOW_CHANGED(0, 0),
    /** The number of distinct and rejected rows differs from Zoom's total. */
    TOTALS_DIFFER(0, 3),
    /** Rows have the key of an earlier row, and the report has no total to check whether rows are missing. */
    KEY_REPEATED(0, 3),
    /** Zoom sent the same page token twice: paging would never end. */
    PAGE_TOKEN_REPEATED(0, 0),
    /** More pages than {@code zoom.max-pages}. */
    TOO_MANY_PAGES(0, 0),
    /** Kafka was unreachable, or did not accept the records or the commit. */
    KAFKA(0, 5),
    /** Kafka rejects credentials, permissions, a record that is too large, or the transaction timeout. */
    KAFKA_REFUSED(0, 0),
    /** Another process took the window and fenced this one. */
    FENCED(0, 10),
    /** The window took longer than its transaction may last. */
    TRANSACTION_TIMEOUT(0, 0),
    /** A step of a route failed, ended the window early, or kept a page from being published. */
    ROUTE(0, 0),
    /**
     * The subjects of the window are unknown, because the report that they come from has no complete run, or they are too many for
     * one transaction.
     */
    SUBJECTS(0, 0),
    /** Asking about each subject would need more requests than Zoom accepts today. */
    DAILY_BUDGET(0, 0),
    /** The process is stopping. */
    STOPPED(0, 0);

    private final int requestRetries;
    private final int windowRetries;

    Failure(int requestRetries, int windowRetries) {
        this.requestRetries = requestRetries;
        this.windowRetries = windowRetries;
    }

    /** How often a request is retried. */
    public int requestRetries() {
        return requestRetries;
    }

    /** How often the whole window restarts from its first page. */
    public int windowRetries() {
        return windowRetries;
    }

    /** The name in run events, for example {@code daily-limit}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
