package io.zoomhosts.zoom;

import io.zoomhosts.failure.Failure;
import io.zoomhosts.failure.RunException;
import java.time.Duration;

/** Thrown if a request to Zoom did not return what it asked for. {@link RequestRetries} decides whether to retry. */
final class ZoomException extends RunException {

    private static final long serialVersionUID = 1L;

    private final transient Duration retryAfter;

    ZoomException(Failure failure, String message) {
        this(failure, message, null);
    }

    /** @param retryAfter how long Zoom asks to wait; null if unknown */
    ZoomException(Failure failure, String message, Duration retryAfter) {
        super(failure, message);
        this.retryAfter = retryAfter;
    }

    Duration retryAfter() {
        return retryAfter;
    }
}
