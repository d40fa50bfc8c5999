package io.zoomhosts.report;

import java.time.Instant;

/** The account's requests of the day are used up. */
public final class DailyLimitException extends RunException {

    private static final long serialVersionUID = 1L;

    private final Instant until;

    /** @param until when Zoom takes requests again */
    public DailyLimitException(Instant until) {
        super(
                Failure.DAILY_LIMIT,
                "the account's requests of the day are used up; Zoom takes requests again at " + Run.seconds(until));
        this.until = until;
    }

    public Instant until() {
        return until;
    }
}
