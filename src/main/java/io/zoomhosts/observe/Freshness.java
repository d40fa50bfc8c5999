package io.zoomhosts.observe;

import io.zoomhosts.account.Account;
import io.zoomhosts.account.Accounts;
import io.zoomhosts.report.Report;
import io.zoomhosts.report.Window;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TimeZone;
import java.util.concurrent.ConcurrentHashMap;
import org.quartz.CronExpression;

/**
 * Knows which window of a report is overdue. The schedule has to collect the newest window of each report and variant, by the
 * report's own calendar, each time that it triggers: the month to date, or the day before. It is overdue if it is not complete
 * {@code zoom.overdue-after} later. Older windows that become complete meanwhile, such as those of a first start, do not count.
 * Thread-safe.
 */
public final class Freshness {

    /** A window that is overdue, and since when its report has been. */
    public record Overdue(Window window, Instant since) {}

    private static final Duration SHORTEST_LOOK_BACK = Duration.ofMinutes(1);
    private static final Duration LONGEST_LOOK_BACK = Duration.ofDays(800);

    private final Accounts accounts;
    private final CronExpression schedule;
    private final Duration overdueAfter;
    private final NewestRuns newest;
    private final Clock clock;
    private final Instant startedAt;

    /** Since when a newest window has been overdue, by report and variant: the next trigger expects another window. */
    private final Map<String, Instant> overdueSince = new ConcurrentHashMap<>();

    /**
     * @param schedule a valid Quartz cron expression
     * @param overdueAfter how long after a scheduled time a complete run may take to arrive
     */
    public Freshness(
            Accounts accounts,
            String schedule,
            ZoneId timeZone,
            Duration overdueAfter,
            NewestRuns newest,
            Clock clock) {
        this.accounts = accounts;
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

    /** The newest window of the report and variant, if it is overdue. */
    Optional<Overdue> overdue(Report report, String variant) {
        String name = report.name() + "/" + variant;
        Optional<Overdue> overdue = overdueNow(report, variant);
        overdue.ifPresentOrElse(now -> overdueSince.putIfAbsent(name, now.since()), () -> overdueSince.remove(name));
        return overdue.map(now -> new Overdue(now.window(), overdueSince.getOrDefault(name, now.since())));
    }

    private Optional<Overdue> overdueNow(Report report, String variant) {
        Instant patient = clock.instant().minus(overdueAfter);
        Optional<Instant> triggered = lastTriggerBefore(patient);
        // If no run is known yet, the start of this process has to collect it.
        Instant since = triggered
                .filter(trigger -> trigger.isAfter(startedAt)
                        || newest.startedAt(report, variant).isPresent())
                .orElse(startedAt);
        if (!since.isBefore(patient)) {
            return Optional.empty();
        }
        for (Account account : accounts.all()) {
            LocalDate today = account.today(triggered.orElse(startedAt));
            for (Window window : newestWindows(report, variant, today)) {
                if (!newest.isCollected(window, triggered.orElse(Instant.EPOCH), account.zone())) {
                    return Optional.of(new Overdue(window, since));
                }
            }
        }
        return Optional.empty();
    }

    /** How long the newest window has been overdue; zero if it is not. */
    Duration overdueFor(Report report, String variant) {
        return overdue(report, variant)
                .map(overdue -> Duration.between(overdue.since(), clock.instant()))
                .orElse(Duration.ZERO);
    }

    /** Whether a complete run of any window started lately: then zoom-hosts is at work on older windows. */
    boolean isCatchingUp(Report report, String variant) {
        return newest.startedAt(report, variant)
                .filter(started -> !started.plus(overdueAfter).isBefore(clock.instant()))
                .isPresent();
    }

    /** The newest window; several if it is collected in parts. */
    private static List<Window> newestWindows(Report report, String variant, LocalDate today) {
        List<Window> windows = report.scheduledOn(today).stream()
                .filter(window -> window.variant().equals(variant))
                .toList();
        Optional<LocalDate> last = windows.stream().map(Window::to).max(Comparator.naturalOrder());
        return windows.stream()
                .filter(window -> window.to().equals(last.orElseThrow()))
                .toList();
    }

    /** The last time of the schedule before an instant; empty if there is none. Quartz knows only the next one. */
    private synchronized Optional<Instant> lastTriggerBefore(Instant until) {
        for (Duration back = SHORTEST_LOOK_BACK; back.compareTo(LONGEST_LOOK_BACK) < 0; back = back.multipliedBy(2)) {
            Instant trigger = null;
            for (Instant next = triggerAfter(until.minus(back));
                    next != null && next.isBefore(until);
                    next = triggerAfter(next)) {
                trigger = next;
            }
            if (trigger != null) {
                return Optional.of(trigger);
            }
        }
        return Optional.empty();
    }

    private Instant triggerAfter(Instant instant) {
        Date next = schedule.getNextValidTimeAfter(Date.from(instant));
        return next == null ? null : next.toInstant();
    }
}
