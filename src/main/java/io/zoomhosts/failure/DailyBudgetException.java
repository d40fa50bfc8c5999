package io.zoomhosts.failure;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** A window needs more requests than Zoom accepts until the end of the day. Other reports are collected. */
public final class DailyBudgetException extends RunException {

    private static final long serialVersionUID = 1L;

    private final Instant until;

    /**
     * @param window the window, for the message
     * @param until when Zoom's next day begins
     */
    public DailyBudgetException(String window, long needed, long left, Instant until) {
        super(
                Failure.DAILY_BUDGET,
                window + " needs at least " + needed + " requests, but only " + left
                        + " are left for it today: a tenth of Zoom's daily requests is kept for other reports. This report"
                        + " waits until " + until.truncatedTo(ChronoUnit.SECONDS)
                        + "; other reports are collected");
        this.until = until;
    }

    /** For a window of a report that waits already. */
    public DailyBudgetException(String window, Instant until) {
        super(
                Failure.DAILY_BUDGET,
                window + " waits until " + until.truncatedTo(ChronoUnit.SECONDS)
                        + ", because this report needs more requests than Zoom accepts today; other reports are collected");
        this.until = until;
    }

    public Instant until() {
        return until;
    }
}
