package io.zoomhosts.failure;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The account has used up its daily requests to Zoom. */
public final class DailyLimitException extends RunException {

    private static final long serialVersionUID = 1L;

    private final Instant until;

    /** @param until when Zoom accepts requests again */
    public DailyLimitException(Instant until) {
        super(
                Failure.DAILY_LIMIT,
                "the account has used up its daily requests; Zoom accepts requests again at "
                        + until.truncatedTo(ChronoUnit.SECONDS));
        this.until = until;
    }

    public Instant until() {
        return until;
    }
}
