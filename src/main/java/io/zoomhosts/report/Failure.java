package io.zoomhosts.report;

import java.util.Locale;

/**
 * Why a run failed: {@code error.kind} of a run event. What a failed run has in common: nothing of it is visible in the
 * topic of the report, and a later fire collects its window again.
 */
public enum Failure {
    /** The credentials, or a fresh access token, were refused. */
    ACCESS_REFUSED(0),
    /** The app may not read the report: a scope or a role permission is missing. */
    NOT_PERMITTED(0),
    /** Zoom refuses the window. */
    BAD_WINDOW(0),
    /** Zoom answered well, but not with a report. */
    NO_REPORT(0),
    /** Any other answer that asking again does not change; or somebody answers who cannot prove to be Zoom. */
    REFUSED(0),
    /** The account's requests of the day are used up. */
    DAILY_LIMIT(0),
    /** Zoom's limit of requests per second did not let a page through, however often it was asked for. */
    RATE_LIMITED(0),
    /** Zoom could not be reached, or did not answer properly, however often it was asked. */
    ZOOM_UNAVAILABLE(0),
    /** Zoom no longer knew the token of the next page. */
    PAGE_TOKEN_EXPIRED(3),
    /** Zoom reported on another window than the one that was asked for. */
    WINDOW_CHANGED(0),
    /** Distinct rows and rejects are not as many as Zoom says there are. */
    TOTALS_DIFFER(3),
    /** Zoom gave the same page token twice: paging would never end. */
    PAGE_TOKEN_REPEATED(0),
    /** More pages than {@code zoom.max-pages}. */
    TOO_MANY_PAGES(0),
    /** Kafka could not be reached, or did not take the records or the commit. */
    KAFKA(5),
    /** Kafka refuses: credentials, permissions, a record that is too large, a time-out that it does not allow. */
    KAFKA_REFUSED(0),
    /** Another process took the window: whose transaction is the newer one, goes on. */
    FENCED(10),
    /** The window took longer than its transaction may. */
    TRANSACTION_TIMEOUT(0),
    /** A step of a route failed. */
    ROUTE(0),
    /** The process is stopping. */
    STOPPED(0);

    private final int retries;

    Failure(int retries) {
        this.retries = retries;
    }

    /** How often the whole window is tried again, from its first page, before the run has failed. */
    int retries() {
        return retries;
    }

    /** The name in run events: {@code daily-limit}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
