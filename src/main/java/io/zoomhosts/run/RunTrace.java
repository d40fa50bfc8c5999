package io.zoomhosts.run;

import io.zoomhosts.failure.RunException;
import io.zoomhosts.report.Page;
import io.zoomhosts.report.PageRequest;
import java.time.Duration;

/** The trace of one run. Receives its events, including those of its requests to Zoom, on the threads of the requests. */
public interface RunTrace extends RunListener {

    /** The trace of a run that is not traced. */
    RunTrace NONE = new RunTrace() {};

    /** The W3C {@code traceparent} for the run's records; null if the run is not traced. */
    default String traceparent() {
        return null;
    }

    /** A page is needed. Its request first waits for an access token and for the request rate. */
    default void onAsk(PageRequest page) {}

    /** A request for the page is about to be sent. */
    default void onSend(PageRequest page) {}

    /**
     * A request for the page failed.
     *
     * @param wait the delay before the next request; null if there is no retry
     */
    default void onRequestFailed(PageRequest page, RunException why, Duration wait) {}

    /** The page arrived. Its rows may not have been parsed yet: {@link #onPage} follows once they are. */
    default void onAccept(Page page) {}

    /** Every page arrived and the window is verified. The commit follows. */
    default void onVerified() {}
}
