package io.zoomhosts.zoom;

import io.zoomhosts.failure.Failure;
import io.zoomhosts.failure.RunException;
import java.time.Duration;

/** An answer of Zoom other than the one asked for. {@link RequestRetries} knows whether to ask again. */
final class ZoomException extends RunException {

    private static final long serialVersionUID = 1L;

    private final transient Duration retryAfter;

    ZoomException(Failure failure, String message) {
        this(failure, message, null);
    }

    /** @param retryAfter how long Zoom asks to wait; null where it does not say */
    ZoomException(Failure failure, String message, Duration retryAfter) {
        super(failure, message);
        this.retryAfter = retryAfter;
    }

    Duration retryAfter() {
        return retryAfter;
    }
}
