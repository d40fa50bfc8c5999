package io.zoomhosts.run;

import io.zoomhosts.failure.RunException;
import java.time.Duration;

/**
 * Hears how one run goes on, from its begin to its end, also of its requests to Zoom; and knows which trace the run is in.
 * What is about requests is called on their threads.
 */
public interface RunTrace extends RunListener {

    /** Of a run that is in no trace. */
    RunTrace NONE = new RunTrace() {};

    /** The run as a parent of whatever its records cause, as W3C Trace Context; null where it is in no trace. */
    default String traceparent() {
        return null;
    }

    /** The next page is wanted. Its request waits for an access token and for the rate. */
    default void onAsk() {}

    /** A request for the page is sent now. */
    default void onSend() {}

    /**
     * A request for the page failed.
     *
     * @param wait before there is another one; null where there is none
     */
    default void onRequestFailed(RunException why, Duration wait) {}

    /** The page that was wanted is there. Its rows may still be read: {@link #onPage} is called then. */
    default void onAccept() {}

    /** Every page is there, and the run is to be committed. */
    default void onVerified() {}
}
