package io.zoomhosts.http;

import java.io.IOException;

/** A proxy kept a request from its server. The message names the setting, and never its value. */
public final class ProxyException extends IOException {

    private static final long serialVersionUID = 1L;

    private final boolean passing;

    ProxyException(String message, boolean passing, Throwable cause) {
        super(message, cause);
        this.passing = passing;
    }

    /** Whether it may be over by itself: otherwise only another setting helps. */
    public boolean isPassing() {
        return passing;
    }
}
