package io.zoomhosts.zoom;

import io.zoomhosts.failure.Failure;
import io.zoomhosts.failure.RunException;

/** Thrown if Zoom's token endpoint rejects the configured app. Retries do not help; the configuration must change. */
public final class CredentialsRefusedException extends RunException {

    private static final long serialVersionUID = 1L;

    CredentialsRefusedException(String message) {
        super(Failure.ACCESS_REFUSED, message);
    }
}
