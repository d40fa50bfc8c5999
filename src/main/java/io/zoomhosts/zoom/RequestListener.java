package io.zoomhosts.zoom;

import io.zoomhosts.account.Account;
import java.time.Duration;

/** Listens to requests to Zoom. Called on the request's thread, by several threads concurrently. */
public interface RequestListener {

    /** A listener that does nothing. */
    RequestListener NONE = new RequestListener() {};

    /** The kind of request. */
    enum Endpoint {
        REPORT,
        TOKEN
    }

    /** The kind of request limit. */
    enum Limit {
        /** The configured request rate. */
        OWN,
        /** Zoom's limit for the account. */
        ZOOM
    }

    /**
     * A request ended, with or without an answer.
     *
     * @param outcome {@code ok}, or the text of a {@link io.zoomhosts.failure.Failure}
     */
    default void onAnswer(Account account, Endpoint endpoint, String outcome) {}

    /**
     * An answer contained the number of remaining requests.
     *
     * @param limit which of Zoom's limits: {@code daily} or {@code qps}
     */
    default void onRemaining(Account account, String limit, long requests) {}

    /** A request waits, or has waited, because of a limit. */
    default void onWait(Account account, Limit limit, Duration wait) {}
}
