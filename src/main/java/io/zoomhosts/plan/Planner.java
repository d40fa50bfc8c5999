package io.zoomhosts.plan;

import io.zoomhosts.account.Account;
import io.zoomhosts.account.AccountReports;
import io.zoomhosts.account.Accounts;
import io.zoomhosts.failure.BackOff;
import io.zoomhosts.failure.Causes;
import io.zoomhosts.failure.Diagnosis;
import io.zoomhosts.failure.RunException;
import io.zoomhosts.report.Report;
import io.zoomhosts.report.Reports;
import io.zoomhosts.report.Window;
import io.zoomhosts.run.CompleteRun;
import io.zoomhosts.run.DueWindow;
import io.zoomhosts.run.Ledger;
import io.zoomhosts.run.Run;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Determines which windows a trigger collects, from the {@link Ledger} of complete runs: the bean {@code planner}. */
public final class Planner {

    private static final Logger LOG = LoggerFactory.getLogger(Planner.class);

    /** The age of a trigger from which another instance has surely begun it. */
    private static final Duration OLD = Duration.ofHours(1);

    private final Accounts accounts;
    private final AccountReports collected;
    private final Reports reports;
    private final Ledger ledger;
    private final Predicate<Account> ready;
    private final Duration spread;
    private final Diagnosis kafka;
    private final Clock clock;
    private final Agenda agenda = new Agenda();

    /**
     * @param ready whether an account can be collected now: this instance works on it, and no window of it is in progress
     * @param spread over how long a time the collections of a scheduled time begin
     * @param kafka explains Kafka's exceptions
     */
    public Planner(
            Accounts accounts,
            Reports reports,
            Ledger ledger,
            Predicate<Account> ready,
            Duration spread,
            Diagnosis kafka,
            Clock clock) {
        this.accounts = accounts;
        this.collected = new AccountReports(reports, accounts);
        this.reports = reports;
        this.ledger = ledger;
        this.ready = ready;
        this.spread = spread;
        this.kafka = kafka;
        this.clock = clock;
    }

    /**
     * Makes all accounts due for a time of the schedule, each a little later: its delay follows from its id, is always the same, and
     * is shorter than half the time until the schedule's next time.
     */
    public void scheduled(@Header("scheduledFireTime") Date time, @Header("nextFireTime") Date next) {
        Instant fired = time.toInstant();
        Duration delays = next == null
                ? spread
                : BackOff.atMost(
                        spread, Duration.between(fired, next.toInstant()).dividedBy(2));
        agenda.add(accounts.all(), fired, Trigger.Kind.SCHEDULE, account -> fired.plus(delay(account, delays)));
    }

    private static Duration delay(Account account, Duration longest) {
        // The hash of similar ids is similar: a large odd factor spreads them.
        long hash = Integer.toUnsignedLong(account.id().hashCode() * 0x9E3779B1);
        return Duration.ofMillis(longest.toMillis() * hash >>> Integer.SIZE);
    }

    /** Makes all accounts due because the process starts. */
    public void started() {
        begin(accounts.all());
    }

    /** Makes accounts due that are new or were changed. */
    public void begin(Collection<Account> some) {
        Instant now = clock.instant();
        agenda.add(some, now, Trigger.Kind.START, any -> now);
    }

    /** Forgets what accounts are due for: they were removed. */
    public void removed(Collection<Account> some) {
        agenda.forget(some);
    }

    /** Makes accounts due that another instance may have worked on. */
    public void gained(Predicate<String> some) {
        Instant now = clock.instant();
        List<Account> gained = accounts.all().stream()
                .filter(account -> some.test(account.id()))
                .toList();
        agenda.forgetOlder(gained, now.minus(OLD));
        agenda.add(gained, now, Trigger.Kind.START, any -> now);
    }

    /** Takes a trigger with accounts that are due, retries included, and ready; null if there is none. */
    public Trigger takeDue() {
        Instant now = clock.instant();
        List<Account> again = accounts.all().stream()
                .filter(ready)
                .filter(account -> account.retrySchedule().takeDue())
                .toList();
        agenda.add(again, now, Trigger.Kind.RETRY, any -> now);
        return agenda.take(now, ready);
    }

    /**
     * The windows that a trigger has to collect, in stages: those of a stage are collected after all of the stage before, whose rows
     * may be their subjects. For each account and report the oldest first.
     */
    public List<List<DueWindow>> due(@Variable("trigger") Trigger trigger) {
        List<DueWindow> due = new ArrayList<>();
        Map<Report, Map<String, CompleteRun>> runs = new HashMap<>();
        for (Account account : trigger.accounts()) {
            LocalDate today = account.today(trigger.time());
            List<Report> ofAccount = collected.of(account);
            for (Report report : ofAccount) {
                Map<String, CompleteRun> complete =
                        runs.computeIfAbsent(report, each -> ledger.completeRuns(each, Instant.EPOCH));
                for (Window window : reports.scheduledOn(report, today, ofAccount)) {
                    Optional<CompleteRun> last = Optional.ofNullable(complete.get(Run.keyOf(account, window)));
                    if (isDue(window.settledAt(account.zone()), last, trigger)) {
                        due.add(new DueWindow(account, window, trigger.time()));
                    }
                }
            }
        }
        LOG.info(
                "Collection of {} ({}): windows due: {}{}",
                Run.seconds(trigger.time()),
                trigger.kind(),
                due.size(),
                accounts.all().size() > 1 ? ", accounts: " + trigger.accounts().size() : "");
        return stages(due);
    }

    /**
     * The windows to collect now, in stages, with the windows whose rows are their subjects, unless these have a complete run that is
     * final.
     */
    public List<List<DueWindow>> withSubjects(List<DueWindow> asked) {
        Set<DueWindow> due = new LinkedHashSet<>();
        Map<Report, Map<String, CompleteRun>> complete = new HashMap<>();
        asked.forEach(window -> addWithSubjects(window, complete, due));
        return stages(due);
    }

    /** @param complete the complete runs of reports whose rows are subjects, read once for each report */
    private void addWithSubjects(DueWindow window, Map<Report, Map<String, CompleteRun>> complete, Set<DueWindow> due) {
        if (window.window().report().isBySubject()) {
            Report parent = reports.parent(window.window().report());
            Map<String, CompleteRun> ofParent =
                    complete.computeIfAbsent(parent, report -> ledger.completeRuns(report, Instant.EPOCH));
            for (Window other : reports.parentsOf(window.window())) {
                CompleteRun run = ofParent.get(Run.keyOf(window.account(), other));
                if (run == null || !run.settled()) {
                    addWithSubjects(new DueWindow(window.account(), other, window.since()), complete, due);
                }
            }
        }
        due.add(window);
    }

    private List<List<DueWindow>> stages(Collection<DueWindow> due) {
        Map<Integer, List<DueWindow>> stages = new TreeMap<>();
        due.forEach(
                window -> stages.computeIfAbsent(reports.depth(window.window().report()), any -> new ArrayList<>())
                        .add(window));
        stages.values().forEach(Planner::sortByNumberOfWindows);
        return List.copyOf(stages.values());
    }

    /** Puts reports with few windows first: half a year of days must not hold up the months. */
    private static void sortByNumberOfWindows(List<DueWindow> windows) {
        Map<Report, Long> numbers = windows.stream()
                .collect(Collectors.groupingBy(window -> window.window().report(), Collectors.counting()));
        windows.sort(Comparator.comparing(window -> numbers.get(window.window().report())));
    }

    /**
     * Whether a window is due. A window is due until a run that started after its rows were final is complete. If it has an
     * earlier complete run and its rows are not final yet, only the schedule collects it again.
     *
     * @param last the newest complete run of the window; empty if it has none
     */
    static boolean isDue(Instant settledAt, Optional<CompleteRun> last, Trigger trigger) {
        boolean settled = last.filter(run -> run.settled() && !run.startedAt().isBefore(settledAt))
                .isPresent();
        boolean mayHaveChanged =
                trigger.kind() == Trigger.Kind.SCHEDULE || !trigger.time().isBefore(settledAt);
        return !settled && (last.isEmpty() || mayHaveChanged);
    }

    /** The account of all windows; null if they are of several accounts. */
    public Account onlyAccount(@Body List<List<DueWindow>> stages) {
        List<Account> all = stages.stream()
                .flatMap(List::stream)
                .map(DueWindow::account)
                .distinct()
                .toList();
        return all.size() == 1 ? all.get(0) : null;
    }

    /** Schedules a retry of a collection that could not start, usually because Kafka is unavailable. */
    public void failed(
            @Variable("trigger") Trigger trigger, @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception caught) {
        Duration wait = Duration.ZERO;
        for (Account account : trigger == null ? accounts.all() : trigger.accounts()) {
            wait = account.retrySchedule().retrySoon();
        }
        LOG.error("Collection could not start; retrying in {} s: {}", wait.toSeconds(), reason(caught));
    }

    private String reason(Exception caught) {
        return Causes.first(caught, RunException.class)
                .or(() -> kafka.of(caught))
                .map(RunException::getMessage)
                .orElseGet(() -> caught.getClass().getSimpleName());
    }
}
