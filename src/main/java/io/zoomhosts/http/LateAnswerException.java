package io.zoomhosts.http;

import java.io.IOException;
import org.apache.hc.core5.util.Timeout;

/** Thrown if an answer was not complete within its timeout. */
public final class LateAnswerException extends IOException {

    private static final long serialVersionUID = 1L;

    LateAnswerException(Timeout timeout, IOException cause) {
        super("did not finish its answer within " + timeout.toMilliseconds() + " ms", cause);
    }
}
