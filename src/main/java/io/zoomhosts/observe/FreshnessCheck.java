package io.zoomhosts.observe;

import io.zoomhosts.report.Report;
import io.zoomhosts.report.Reports;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Date;
import java.util.Optional;
import java.util.TimeZone;
import org.quartz.CronExpression;

/**
 * Down when a complete run of a report is overdue: when the schedule has triggered after the newest complete run started, and
 * {@code zoom.overdue-after} has passed since. If no complete run is known, the time counts from the start of this process.
 */
public final class FreshnessCheck extends ReadinessCheck {

    private final Reports reports;
    private final CronExpression schedule;
    private final Duration overdueAfter;
    private final NewestRuns newest;
    private final Clock clock;
    private final Instant startedAt;

    /**
     * @param reports the declared reports; only the collected ones are checked
     * @param schedule a valid Quartz cron expression
     * @param overdueAfter how long after a scheduled time a complete run may take to arrive
     */
    public FreshnessCheck(
            Reports reports, String schedule, ZoneId timeZone, Duration overdueAfter, NewestRuns newest, Clock clock) {
        super("freshness");
        this.reports = reports;
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
        for (Report report : reports.collected()) {
            for (String variant : report.scheduledVariants()) {
                Optional<Instant> started = newest.startedAt(report, variant);
                if (due(started).plus(overdueAfter).isBefore(clock.instant())) {
                    return Optional.of("last complete run of the report "
                            + (report.name() + " " + variant).strip() + ": "
                            + started.map(Instant::toString).orElse("none yet")
                            + "; a newer one is overdue. See the log or 'bin/zoom-hosts runs'");
                }
            }
        }
        return Optional.empty();
    }

    /** When the next run is due. If the schedule never triggers again, that is now, so nothing becomes overdue. */
    private Instant due(Optional<Instant> newestStarted) {
        return newestStarted
                .map(started -> Optional.ofNullable(schedule.getNextValidTimeAfter(Date.from(started)))
                        .map(Date::toInstant)
                        .orElse(clock.instant()))
                .orElse(startedAt);
    }
}
