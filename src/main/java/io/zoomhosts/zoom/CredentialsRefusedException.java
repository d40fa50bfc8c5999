package io.zoomhosts.zoom;

import io.zoomhosts.failure.Failure;
import io.zoomhosts.failure.RunException;

/** Zoom's token endpoint does not accept the configured app. Only a change of configuration helps. */
public final class CredentialsRefusedException extends RunException {

    private static final long serialVersionUID = 1L;

    CredentialsRefusedException(String message) {
        super(Failure.ACCESS_REFUSED, message);
    }
}
