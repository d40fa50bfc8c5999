package io.zoomhosts.http;

import java.io.IOException;
import org.apache.hc.core5.util.Timeout;

/** An answer was not there to its last byte when it had to be. */
public final class LateAnswerException extends IOException {

    private static final long serialVersionUID = 1L;

    LateAnswerException(Timeout timeout, IOException cause) {
        super("did not answer whole within " + timeout.toMilliseconds() + " ms", cause);
    }
}
