package io.zoomhosts.observe;

import io.zoomhosts.account.Account;
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
 * Knows which window of an account's report is overdue. The schedule has to collect the newest window of each report and variant, by
 * the report's own calendar, each time that it triggers: the month to date, or the day before. It is overdue if it is not complete
 * {@code zoom.overdue-after} later. Older windows that become complete meanwhile, such as those of a first start, do not count.
 * Thread-safe.
 */
public final class Freshness {

    /** A window that is overdue, and since when its report has been. */
    public record Overdue(Window window, Instant since) {}

    private record Name(String accountId, String report, String variant) {}

    private record Asked(String report, String variant, LocalDate today) {}

    /** The last trigger before some instant, null if there is none, and the one after it, null if there is none. */
    private record Triggers(Instant last, Instant next) {

        private boolean isOf(Instant instant) {
            return last != null && last.isBefore(instant) && (next == null || !next.isBefore(instant));
        }
    }

    private static final Duration SHORTEST_LOOK_BACK = Duration.ofMinutes(1);
    private static final Duration LONGEST_LOOK_BACK = Duration.ofDays(800);

    /** More than the reports and variants of three days: accounts may be in different time zones. */
    private static final int MANY = 1000;

    private final CronExpression schedule;
    private final Duration overdueAfter;
    private final NewestRuns newest;
    private final Clock clock;

    /** Since when an account has been known, by its id. */
    private final Map<String, Instant> knownSince = new ConcurrentHashMap<>();

    /** Since when a newest window has been overdue: the next trigger expects another window. */
    private final Map<Name, Instant> overdueSince = new ConcurrentHashMap<>();

    /** With thousands of accounts, computing these for each of them takes longer than everything else. */
    private final Map<Asked, List<Window>> newestWindows = new ConcurrentHashMap<>();

    private Triggers triggers = new Triggers(null, null);

    /**
     * @param schedule a valid Quartz cron expression
     * @param overdueAfter how long after a scheduled time a complete run may take to arrive
     */
    public Freshness(String schedule, ZoneId timeZone, Duration overdueAfter, NewestRuns newest, Clock clock) {
        this.overdueAfter = overdueAfter;
        this.newest = newest;
        this.clock = clock;
        try {
            this.schedule = new CronExpression(schedule);
        } catch (ParseException e) {
            throw new IllegalArgumentException(e);
        }
        this.schedule.setTimeZone(TimeZone.getTimeZone(timeZone));
    }

    /** An account is collected from now on: it can be overdue {@code zoom.overdue-after} later. */
    public void register(Account account) {
        knownSince.putIfAbsent(account.id(), clock.instant());
    }

    /** An account is no longer collected. */
    public void forget(Account account) {
        knownSince.remove(account.id());
        overdueSince.keySet().removeIf(name -> name.accountId().equals(account.id()));
    }

    /** The newest window of the report and variant, if it is overdue. */
    Optional<Overdue> overdue(Account account, Report report, String variant) {
        Name name = new Name(account.id(), report.name(), variant);
        Optional<Overdue> overdue = overdueNow(account, report, variant);
        overdue.ifPresentOrElse(now -> overdueSince.putIfAbsent(name, now.since()), () -> overdueSince.remove(name));
        return overdue.map(now -> new Overdue(now.window(), overdueSince.getOrDefault(name, now.since())));
    }

    private Optional<Overdue> overdueNow(Account account, Report report, String variant) {
        Instant known = knownSince.get(account.id());
        Instant patient = clock.instant().minus(overdueAfter);
        if (known == null) {
            return Optional.empty();
        }
        Optional<Instant> triggered = lastTriggerBefore(patient);
        // If no run is known yet, the collection that begins with the account has to make one.
        Instant since = triggered
                .filter(trigger -> trigger.isAfter(known)
                        || newest.startedAt(account, report, variant).isPresent())
                .orElse(known);
        if (!since.isBefore(patient)) {
            return Optional.empty();
        }
        return newestWindows(report, variant, account.today(triggered.orElse(known))).stream()
                .filter(window -> !newest.isCollected(account, window, triggered.orElse(Instant.EPOCH)))
                .findFirst()
                .map(window -> new Overdue(window, since));
    }

    /** How long the newest window has been overdue; zero if it is not. */
    Duration overdueFor(Account account, Report report, String variant) {
        return overdue(account, report, variant)
                .map(overdue -> Duration.between(overdue.since(), clock.instant()))
                .orElse(Duration.ZERO);
    }

    /** Whether a complete run of any window started lately: then zoom-hosts is at work on older windows. */
    boolean isCatchingUp(Account account, Report report, String variant) {
        return newest.startedAt(account, report, variant)
                .filter(started -> !started.plus(overdueAfter).isBefore(clock.instant()))
                .isPresent();
    }

    /** The newest window; several if it is collected in parts. */
    private List<Window> newestWindows(Report report, String variant, LocalDate today) {
        if (newestWindows.size() > MANY) {
            newestWindows.clear();
        }
        return newestWindows.computeIfAbsent(new Asked(report.name(), variant, today), any -> {
            List<Window> windows = report.scheduledOn(today).stream()
                    .filter(window -> window.variant().equals(variant))
                    .toList();
            Optional<LocalDate> last = windows.stream().map(Window::to).max(Comparator.naturalOrder());
            return windows.stream()
                    .filter(window -> window.to().equals(last.orElseThrow()))
                    .toList();
        });
    }

    /** The last time of the schedule before an instant; empty if there is none. Quartz knows only the next one. */
    private synchronized Optional<Instant> lastTriggerBefore(Instant until) {
        for (Duration back = SHORTEST_LOOK_BACK;
                !triggers.isOf(until) && back.compareTo(LONGEST_LOOK_BACK) < 0;
                back = back.multipliedBy(2)) {
            Instant trigger = null;
            Instant next = triggerAfter(until.minus(back));
            while (next != null && next.isBefore(until)) {
                trigger = next;
                next = triggerAfter(next);
            }
            triggers = new Triggers(trigger, next);
        }
        return Optional.ofNullable(triggers.last());
    }

    private Instant triggerAfter(Instant instant) {
        Date next = schedule.getNextValidTimeAfter(Date.from(instant));
        return next == null ? null : next.toInstant();
    }
}
