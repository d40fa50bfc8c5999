package io.zoomhosts.observe;

import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.TimeZone;
import org.quartz.CronExpression;

/**
 * Down when the newest complete run of a type is older than it should be: when the schedule has fired since it began, and a
 * complete run is overdue. Without any run that is counted from the start of this process.
 */
public final class FreshnessCheck extends ReadinessCheck {

    private final List<String> types;
    private final CronExpression schedule;
    private final Duration overdueAfter;
    private final NewestRuns newest;
    private final Clock clock;
    private final Instant startedAt;

    /**
     * @param types that are collected
     * @param schedule a Quartz cron that is valid
     * @param overdueAfter how long after a fire a complete run may take to arrive
     */
    public FreshnessCheck(
            List<String> types,
            String schedule,
            ZoneId timeZone,
            Duration overdueAfter,
            NewestRuns newest,
            Clock clock) {
        super("freshness");
        this.types = types;
        this.overdueAfter = overdueAfter;
        this.newest = newest;
        this.clock = clock;
        this.startedAt = clock.instant();
        try {
            this.schedule = new CronExpression(schedule);
        } catch (ParseException e) {
            throw new IllegalArgumentException(e);
        }
        this.schedule.setTimeZone(TimeZone.getTimeZone(timeZone));
    }

    @Override
    Optional<String> trouble() {
        return types.stream()
                .filter(this::isOverdue)
                .findFirst()
                .map(type -> "the newest complete run of " + type
                        + " hosts "
                        + newest.startedAt(type)
                                .map(started -> "is from " + started + ", and there should be a newer one")
                                .orElse("is still to come")
                        + ": the log and 'bin/zoom-hosts runs' say what keeps it");
    }

    private boolean isOverdue(String type) {
        return due(type).plus(overdueAfter).isBefore(clock.instant());
    }

    /** When the next complete run is to begin. A cron that never fires again lets nothing be overdue. */
    private Instant due(String type) {
        return newest.startedAt(type)
                .map(started -> Optional.ofNullable(schedule.getNextValidTimeAfter(Date.from(started)))
                        .map(Date::toInstant)
                        .orElse(clock.instant()))
                .orElse(startedAt);
    }
}
