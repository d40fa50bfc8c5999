package io.zoomhosts.http;

import java.io.IOException;

/** Thrown if a proxy did not pass a request on. The message contains the name of the setting, never its value. */
public final class ProxyException extends IOException {

    private static final long serialVersionUID = 1L;

    private final boolean passing;

    ProxyException(String message, boolean passing, Throwable cause) {
        super(message, cause);
        this.passing = passing;
    }

    /** Whether a retry may help; otherwise the settings must change. */
    public boolean isPassing() {
        return passing;
    }
}
