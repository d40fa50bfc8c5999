package io.zoomhosts.storm;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Something that must never happen.
 *
 * @param text what happened, to what
 * @param around reads near it
 */
record Anomaly(Kind kind, String text, List<? extends Read> around) {

    enum Kind {
        /** Two consumers saw different records at one offset. */
        DISAGREEMENT,
        /** A consumer read an offset after a higher one, or twice in a session. */
        OUT_OF_ORDER,
        /** A consumer did not see a record that another one saw. */
        MISSED,
        /** A row of a run without a complete event is visible. */
        UNCOMMITTED,
        /** A complete run lacks a row. */
        LOST,
        /** A run has a row twice. */
        DOUBLED,
        /** A row is not one that Zoom has. */
        ALTERED,
        /** The event of a complete run promises another number of rows. */
        MISCOUNTED,
        /** A run is complete twice. */
        COMPLETE_TWICE,
        /** A run that is complete is reported as failed afterwards. */
        DENIED,
        /** The runs of a window are not one after the other. */
        INTERLEAVED,
        /** A window that is due is not complete in the end. */
        NOT_COMPLETE,
        /** A transaction is open in the end. */
        HANGING,
        /** An instance ended without being told to. */
        DIED,
        /** An instance did not stop within 30 s of SIGTERM. */
        DID_NOT_STOP,
        /** Zoom got more requests for an account in a second than are allowed. */
        RATE
    }

    @Override
    public String toString() {
        return kind + ": " + text + around.stream().map(read -> "\n    " + read).collect(Collectors.joining());
    }
}
