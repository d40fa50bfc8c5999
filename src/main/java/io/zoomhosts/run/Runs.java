package io.zoomhosts.run;

import io.zoomhosts.account.Account;
import io.zoomhosts.account.AccountOwner;
import io.zoomhosts.account.RetrySchedule;
import io.zoomhosts.failure.Causes;
import io.zoomhosts.failure.DailyBudgetException;
import io.zoomhosts.failure.DailyLimitException;
import io.zoomhosts.failure.Diagnosis;
import io.zoomhosts.failure.Failure;
import io.zoomhosts.failure.HandedOverException;
import io.zoomhosts.failure.RunException;
import io.zoomhosts.failure.UndecidedException;
import io.zoomhosts.report.Page;
import io.zoomhosts.report.Row;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts, retries and ends runs for the routes: the bean {@code runs}. */
public final class Runs {

    private static final Logger LOG = LoggerFactory.getLogger(Runs.class);

    private final RunLimits limits;
    private final Ledger ledger;
    private final List<RunListener> listeners;
    private final Function<Run, RunTrace> traces;
    private final FailureReason reasons;
    private final AccountOwner ownership;
    private final BooleanSupplier stopping;
    private final FailureStreaks streaks = new FailureStreaks();

    /**
     * @param traces creates the trace of a run when it starts
     * @param kafka explains Kafka's exceptions
     * @param ownership the accounts that this instance works on
     * @param stopping whether the process is stopping
     */
    public Runs(
            RunLimits limits,
            Ledger ledger,
            List<RunListener> listeners,
            Function<Run, RunTrace> traces,
            Diagnosis kafka,
            AccountOwner ownership,
            BooleanSupplier stopping) {
        this.limits = limits;
        this.ledger = ledger;
        this.listeners = listeners;
        this.traces = traces;
        this.reasons = new FailureReason(kafka);
        this.ownership = ownership;
        this.stopping = stopping;
    }

    /**
     * Opens the run of a window. It has already ended if the process is stopping, another instance works on the account, Zoom's daily
     * limit is reached, or too many windows of its report have failed.
     */
    public Run open(@Body DueWindow due) {
        Run run = new Run(due, limits, limits.clock().instant());
        run.tracedBy(traces.apply(run));
        RetrySchedule retries = run.account().retrySchedule();
        Instant parkedUntil = retries.parkedUntil();
        Instant reportParkedUntil = retries.parkedUntil(run.report().name());
        RunException left = streaks.left(run);
        RunException ended = ended(run);
        if (ended != null) {
            run.attemptFailed(ended, false);
        } else if (left != null) {
            run.attemptFailed(left, false);
        } else if (parkedUntil != null) {
            run.attemptFailed(new DailyLimitException(parkedUntil), false);
        } else if (reportParkedUntil != null) {
            run.attemptFailed(new DailyBudgetException(run.window().toString(), reportParkedUntil), false);
        }
        return run;
    }

    /**
     * Compares the requests that a run by subject needs at least, one per subject, with the time of its transaction and with the
     * number that Zoom accepts today.
     *
     * @throws RunException if they are too many
     */
    public void checkCost(@Variable("run") Run run) {
        Account account = run.account();
        int subjects = run.counts().subjects();
        int perSecond = account.requestRate().perSecond();
        long seconds = limits.transactionTimeout().toSeconds();
        if (subjects > perSecond * seconds) {
            throw new RunException(
                    Failure.SUBJECTS,
                    run.window() + " has " + subjects + " subjects. Asking about each of them at " + perSecond
                            + (perSecond == 1 ? " request" : " requests")
                            + " per second takes longer than the window's Kafka transaction may last, "
                            + seconds
                            + " s. Raise zoom.parts (ZOOM_PARTS), zoom.requests-per-second (ZOOM_REQUESTS_PER_SECOND), or"
                            + " kafka.transaction-timeout (KAFKA_TRANSACTION_TIMEOUT)");
        }
        OptionalLong left = account.dailyRequests().leftForMany();
        if (left.isPresent() && left.getAsLong() < subjects) {
            throw new DailyBudgetException(
                    run.window().toString(),
                    subjects,
                    left.getAsLong(),
                    account.dailyRequests().renewedAt());
        }
    }

    /** Starts an attempt at the window from its first page. */
    public void restart(@Variable("run") Run run) {
        checkNotEnded(run);
        run.restart();
    }

    /**
     * Checks the ledger for a complete run of the window for this trigger. Call it inside the window's transaction: every
     * other process is then fenced and cannot commit the window, and all earlier commits are in the ledger.
     */
    public void claim(@Variable("run") Run run) {
        ledger.completeSince(run.report(), run.key(), run.triggeredAt())
                .ifPresentOrElse(run::completeAlready, run::notYetComplete);
    }

    /** Accepts a page into the run. Its rows may not have been parsed yet. */
    public void accept(@Variable("run") Run run, @Body Page page) {
        checkNotEnded(run);
        run.accept(page);
        if (!page.hasReport()) {
            LOG.debug(
                    "Run {}: Zoom has no report on subject {}",
                    run.id(),
                    page.request().subject());
        }
        run.trace().onAccept(page);
    }

    /** The rows of the latest page without duplicates of earlier rows. Call it exactly once per page. */
    public List<Row> rows(Run run) {
        List<Row> rows = run.distinctRows();
        LOG.debug("Run {}: page {}, {} rows so far", run.id(), run.counts().pages(), run.arrived());
        forListeners(run, listener -> listener.onPage(run));
        return rows;
    }

    /**
     * Records that the latest page is in the run's transaction.
     *
     * @param rows the number of rows with a record in the report's topic
     * @param filtered the number of rows without one
     */
    public void published(Run run, long rows, long filtered) {
        run.published(rows, filtered);
    }

    /**
     * Verifies that the window is complete. Called once there is no next page.
     *
     * @throws RunException if the window is not complete
     */
    public void verify(@Variable("run") Run run) {
        run.verify();
        run.trace().onVerified();
    }

    /**
     * Ends the run as complete. Call it only after its transaction is committed.
     *
     * @throws RunException if the window was not verified
     */
    public void complete(@Variable("run") Run run) {
        run.checkWhole();
        run.complete();
        run.account().retrySchedule().completed();
        logAndAnnounceEnd(run);
        if (!run.differences().isEmpty()) {
            LOG.warn(
                    "Run {}: all rows are published, but their sums differ from Zoom's totals ({}). No row is missing; see"
                            + " 'differences' in the run event",
                    run.id(),
                    run.differences());
        }
    }

    /** Records a failed attempt. */
    public void failed(
            @Variable("run") Run run,
            @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception caught,
            @ExchangeProperty(Exchange.FAILURE_ROUTE_ID) String route) {
        RunException ended = ended(run);
        RunException why = ended == null ? reasons.of(caught, route) : ended;
        run.attemptFailed(why, UndecidedException.isIn(caught));
        if (run.isOpen()) {
            LOG.warn(
                    "Run {}: attempt {} failed; {} in {} ms: {}",
                    run.id(),
                    run.attempt(),
                    run.isUndecided()
                            ? "Kafka may have committed it. If not, the window restarts from its first page"
                            : "nothing of it was published. The window restarts from its first page",
                    run.delayMillis(),
                    why.getMessage());
            forListeners(run, listener -> listener.onRetry(run, why));
        }
    }

    /** Ends a run that is not complete, and schedules a retry unless the process is stopping. */
    public void end(@Variable("run") Run run) {
        RetrySchedule retries = run.account().retrySchedule();
        if (run.error() instanceof DailyLimitException limit) {
            retries.park(limit.until());
        } else if (run.error() instanceof DailyBudgetException budget) {
            retries.park(run.report().name(), budget.until());
        } else if (run.error().failure() != Failure.STOPPED) {
            retries.retryLater();
        }
        logAndAnnounceEnd(run);
    }

    /** Logs that the event of a failed run could not be written. The window still counts as not collected. */
    public void notRecorded(
            @Variable("run") Run run,
            @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception caught,
            @ExchangeProperty(Exchange.FAILURE_ROUTE_ID) String route) {
        LOG.error(
                "Run {}: the failed run could not be recorded in topic {}. A later trigger still collects the window again: {}",
                run.id(),
                run.report().runsTopic(),
                reasons.of(caught, route).getMessage());
    }

    /** Logs that a step of {@code each-run} failed. This does not affect the run. */
    public void hookFailed(@Variable("run") Run run, @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception caught) {
        LOG.error(
                "Run {}: a step of each-run failed{}. The run, its rows and its event are not affected. each-run is not"
                        + " repeated for this run; fix the step for the next one",
                run.id(),
                Causes.first(caught, RunException.class)
                        .map(why -> ": " + why.getMessage())
                        .orElseGet(() -> " with " + FailureReason.kind(caught)));
    }

    private void logAndAnnounceEnd(Run run) {
        streaks.ended(run);
        LOG.atLevel(run.outcome().level())
                .log("Run {}: {}", run.id(), run.outcome().said(run.counts()));
        forListeners(run, listener -> listener.onEnd(run));
    }

    private void forListeners(Run run, Consumer<RunListener> what) {
        what.accept(run.trace());
        listeners.forEach(what);
    }

    private void checkNotEnded(Run run) {
        RunException ended = ended(run);
        if (ended != null) {
            throw ended;
        }
    }

    /** Why this process has no more to do with the run; null if it has. */
    private RunException ended(Run run) {
        if (stopping.getAsBoolean()) {
            return new RunException(Failure.STOPPED, "the process is stopping");
        }
        return ownership.owns(run.accountId()) ? null : new HandedOverException(run.accountId());
    }
}
