package io.zoomhosts.plan;

import io.zoomhosts.account.Account;
import io.zoomhosts.account.Accounts;
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
import java.util.stream.Collectors;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Determines which windows a trigger collects, from the {@link Ledger} of complete runs: the bean {@code planner}. */
public final class Planner {

    private static final Logger LOG = LoggerFactory.getLogger(Planner.class);

    private final Accounts accounts;
    private final Reports reports;
    private final Ledger ledger;
    private final Diagnosis kafka;
    private final Clock clock;

    /**
     * @param kafka explains Kafka's exceptions
     */
    public Planner(Accounts accounts, Reports reports, Ledger ledger, Diagnosis kafka, Clock clock) {
        this.accounts = accounts;
        this.reports = reports;
        this.ledger = ledger;
        this.kafka = kafka;
        this.clock = clock;
    }

    /** Creates a trigger for a time of the schedule. */
    public Trigger scheduled(@Header("scheduledFireTime") Date time) {
        return new Trigger(time.toInstant(), Trigger.Kind.SCHEDULE, accounts.all());
    }

    /** Creates the trigger for the start of the process. */
    public Trigger started() {
        return new Trigger(clock.instant(), Trigger.Kind.START, accounts.all());
    }

    /** Takes all retries that are due. Returns a trigger for their accounts; null if no retry is due. */
    public Trigger takeRetry() {
        List<Account> due = accounts.takeDueForRetry();
        return due.isEmpty() ? null : new Trigger(clock.instant(), Trigger.Kind.RETRY, due);
    }

    /**
     * The windows that a trigger has to collect, in stages: those of a stage are collected after all of the stage before, whose rows
     * may be their subjects. For each account and report the oldest first.
     */
    public List<List<DueWindow>> due(@Body Trigger trigger) {
        List<DueWindow> due = new ArrayList<>();
        for (Report report : reports.collected()) {
            Map<String, CompleteRun> complete = ledger.completeRuns(report, Instant.EPOCH);
            for (Account account : trigger.accounts()) {
                LocalDate today = account.today(trigger.time());
                for (Window window : reports.scheduledOn(report, today)) {
                    Optional<CompleteRun> last = Optional.ofNullable(complete.get(Run.keyOf(account, window)));
                    if (isDue(window.settledAt(account.zone()), last, trigger)) {
                        due.add(new DueWindow(account, window, trigger.time()));
                    }
                }
            }
        }
        LOG.info("Collection of {} ({}): windows due: {}", Run.seconds(trigger.time()), trigger.kind(), due.size());
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

    /** Schedules a retry of a collection that could not start, usually because Kafka is unavailable. */
    public void failed(@Body Object body, @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception caught) {
        Duration wait = Duration.ZERO;
        for (Account account : body instanceof Trigger trigger ? trigger.accounts() : accounts.all()) {
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
