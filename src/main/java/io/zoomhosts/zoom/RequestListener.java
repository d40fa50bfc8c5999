package io.zoomhosts.zoom;

import java.time.Duration;

/** Hears of the requests to Zoom. Called on the thread of the request, by several threads at once. */
public interface RequestListener {

    /** Hears nothing. */
    RequestListener NONE = new RequestListener() {};

    /** What was asked for. */
    enum Endpoint {
        REPORT,
        TOKEN
    }

    /** Whose limit of requests is meant. */
    enum Limit {
        /** The configured rate. */
        OWN,
        /** Zoom's, of the account. */
        ZOOM
    }

    /**
     * Zoom has answered, or it is certain that it will not.
     *
     * @param outcome {@code ok}, or the text of a {@link io.zoomhosts.failure.Failure}
     */
    default void onAnswer(Endpoint endpoint, String outcome) {}

    /**
     * Zoom says how many requests are left.
     *
     * @param limit which of Zoom's limits: {@code daily} or {@code qps}
     */
    default void onRemaining(String limit, long requests) {}

    /** A request waits, or has waited, for a limit. */
    default void onWait(Limit limit, Duration wait) {}
}
