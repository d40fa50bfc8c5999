package io.zoomhosts.run;

import io.zoomhosts.account.RetrySchedule;
import io.zoomhosts.failure.Causes;
import io.zoomhosts.failure.DailyLimitException;
import io.zoomhosts.failure.Diagnosis;
import io.zoomhosts.failure.Failure;
import io.zoomhosts.failure.RunException;
import io.zoomhosts.failure.UndecidedException;
import io.zoomhosts.report.Page;
import io.zoomhosts.report.Row;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the routes call to begin, retry and end runs: the bean {@code runs}. */
public final class Runs {

    private static final Logger LOG = LoggerFactory.getLogger(Runs.class);

    private final RunLimits limits;
    private final Ledger ledger;
    private final List<RunListener> listeners;
    private final Function<Run, RunTrace> traces;
    private final FailureReason reasons;
    private final BooleanSupplier stopping;

    /**
     * @param traces what follows each run, as it begins
     * @param kafka knows Kafka's exceptions
     * @param stopping whether the process stops
     */
    public Runs(
            RunLimits limits,
            Ledger ledger,
            List<RunListener> listeners,
            Function<Run, RunTrace> traces,
            Diagnosis kafka,
            BooleanSupplier stopping) {
        this.limits = limits;
        this.ledger = ledger;
        this.listeners = listeners;
        this.traces = traces;
        this.reasons = new FailureReason(kafka);
        this.stopping = stopping;
    }

    /** Begins the run of a window. */
    public Run open(@Body DueWindow due) {
        Run run = new Run(due, limits, limits.clock().instant());
        run.tracedBy(traces.apply(run));
        Instant parkedUntil = run.account().retrySchedule().parkedUntil();
        if (stopping.getAsBoolean()) {
            run.attemptFailed(stopped(), false);
        } else if (parkedUntil != null) {
            run.attemptFailed(new DailyLimitException(parkedUntil), false);
        }
        return run;
    }

    /** Begins an attempt at the window, from its first page. */
    public void restart(@Variable("run") Run run) {
        checkNotStopping();
        run.restart();
    }

    /**
     * Asks the ledger whether the window is complete for this trigger by now. To be called inside the window's transaction:
     * whoever else had the window can no longer commit, and what was committed is in the ledger.
     */
    public void claim(@Variable("run") Run run) {
        CompleteRun newest =
                ledger.completeRuns(run.report(), run.triggeredAt()).get(run.key());
        if (newest != null && !newest.startedAt().isBefore(run.triggeredAt())) {
            run.completeAlready(newest);
        } else {
            run.notYetComplete();
        }
    }

    /** Takes a page into the run. Its rows may still be read. */
    public void accept(@Variable("run") Run run, @Body Page page) {
        checkNotStopping();
        run.accept(page);
        run.trace().onAccept();
    }

    /** The rows of the newest page, without those that an earlier page had already. */
    public List<Row> rows(Run run) {
        List<Row> rows = run.distinctRows();
        LOG.debug("Run {}: page {}, {} rows so far", run.id(), run.counts().pages(), run.arrived());
        tell(run, listener -> listener.onPage(run));
        return rows;
    }

    /**
     * Takes note that the newest page is in the run's transaction.
     *
     * @param rows that have a record in the report's own topic
     * @param filtered that have none there
     */
    public void published(Run run, long rows, long filtered) {
        run.published(rows, filtered);
    }

    /**
     * The verdict, once there is no next page.
     *
     * @throws RunException if the window is not complete
     */
    public void verify(@Variable("run") Run run) {
        run.verify();
        run.trace().onVerified();
    }

    /**
     * Ends the run as complete. To be called once its transaction is committed, not before.
     *
     * @throws RunException if the verdict was not given
     */
    public void complete(@Variable("run") Run run) {
        run.checkWhole();
        run.complete();
        run.account().retrySchedule().completed();
        tellEnd(run);
        if (!run.differences().isEmpty()) {
            LOG.warn(
                    "Run {}: every row is there, but their figures do not add up to Zoom's totals: {}",
                    run.id(),
                    run.differences());
        }
    }

    /** Takes note of an attempt that failed. */
    public void failed(
            @Variable("run") Run run,
            @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception caught,
            @ExchangeProperty(Exchange.FAILURE_ROUTE_ID) String route) {
        RunException why = stopping.getAsBoolean() ? stopped() : reasons.of(caught, route);
        run.attemptFailed(why, UndecidedException.isIn(caught));
        if (run.isOpen()) {
            LOG.warn(
                    "Run {}: attempt {} failed, {} starts again from its first page in {} ms: {}",
                    run.id(),
                    run.attempt(),
                    run.isUndecided()
                            ? "and may be committed all the same. Unless it is, the window"
                            : "nothing of it was published. The window",
                    run.delayMillis(),
                    why.getMessage());
            tell(run, listener -> listener.onRetry(run, why));
        }
    }

    /** Ends a run that is not complete: says so, and has its window collected again later. */
    public void end(@Variable("run") Run run) {
        RetrySchedule retries = run.account().retrySchedule();
        if (run.error() instanceof DailyLimitException limit) {
            retries.park(limit.until());
        } else if (run.error().failure() != Failure.STOPPED) {
            retries.retryLater();
        }
        tellEnd(run);
    }

    /** Says that the event of a failed run could not be written. The window counts as not collected all the same. */
    public void notRecorded(
            @Variable("run") Run run,
            @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception caught,
            @ExchangeProperty(Exchange.FAILURE_ROUTE_ID) String route) {
        LOG.error(
                "Run {}: its failure could not be written to topic {}. The window is collected again all the same: {}",
                run.id(),
                run.report().runsTopic(),
                reasons.of(caught, route).getMessage());
    }

    /** Says that a step of {@code each-run} failed: nothing of the run is changed by that. */
    public void hookFailed(@Variable("run") Run run, @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception caught) {
        LOG.error(
                "Run {}: a step of each-run failed{}. The run, its rows and its event stay as they are. The steps of"
                        + " each-run are not repeated for it: repair what failed",
                run.id(),
                Causes.first(caught, RunException.class)
                        .map(why -> ": " + why.getMessage())
                        .orElseGet(() -> " with " + FailureReason.kind(caught)));
    }

    private void tellEnd(Run run) {
        LOG.atLevel(run.outcome().level())
                .log("Run {}: {}", run.id(), run.outcome().said(run.counts()));
        tell(run, listener -> listener.onEnd(run));
    }

    private void tell(Run run, Consumer<RunListener> what) {
        what.accept(run.trace());
        listeners.forEach(what);
    }

    private void checkNotStopping() {
        if (stopping.getAsBoolean()) {
            throw stopped();
        }
    }

    private static RunException stopped() {
        return new RunException(Failure.STOPPED, "the process is stopping");
    }
}
