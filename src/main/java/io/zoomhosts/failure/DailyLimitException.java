package io.zoomhosts.failure;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The account's requests of the day are used up. */
public final class DailyLimitException extends RunException {

    private static final long serialVersionUID = 1L;

    private final Instant until;

    /** @param until when Zoom takes requests again */
    public DailyLimitException(Instant until) {
        super(
                Failure.DAILY_LIMIT,
                "the account's requests of the day are used up; Zoom takes requests again at "
                        + until.truncatedTo(ChronoUnit.SECONDS));
        this.until = until;
    }

    public Instant until() {
        return until;
    }
}
