package io.zoomhosts.report;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** What the routes call to begin, retry and end runs: the bean {@code runs}. */
public final class Runs {

    private static final Logger LOG = LoggerFactory.getLogger(Runs.class);

    private static final String RUN_ID = "run_id";

    private final String accountId;
    private final RunLimits limits;
    private final Ledger ledger;
    private final List<RunListener> listeners;
    private final Function<Run, RunTrace> traces;
    private final Resumption resumption;

    /** @param traces what follows each run, as it begins */
    public Runs(
            String accountId,
            RunLimits limits,
            Ledger ledger,
            List<RunListener> listeners,
            Function<Run, RunTrace> traces) {
        this.accountId = accountId;
        this.limits = limits;
        this.ledger = ledger;
        this.listeners = listeners;
        this.traces = traces;
        this.resumption = new Resumption(limits);
    }

    /**
     * Begins a run of the window in the body. The variables {@code report-*} say which report, {@code fire-time} (an
     * Instant) says since when it is due. They are part of the run from here on: a variable less is one less to copy for
     * every host.
     */
    public Run open(Exchange exchange) {
        Report report = new Report(
                taken(exchange, "report-path"),
                taken(exchange, "report-query"),
                taken(exchange, "report-rows"),
                taken(exchange, "report-key"),
                taken(exchange, "report-topic"),
                taken(exchange, "report-event-type"),
                taken(exchange, "report-scope"));
        Window window = exchange.getMessage().getBody(Window.class);
        Instant fireTime = (Instant) exchange.removeVariable("fire-time");
        Run run = new Run(
                report, window, accountId, fireTime, limits, limits.clock().instant());
        run.tracedBy(traces.apply(run));
        Instant parkedUntil = resumption.parkedUntil();
        if (isStopping(exchange)) {
            run.tryFailed(stopped());
        } else if (parkedUntil != null) {
            run.tryFailed(new DailyLimitException(parkedUntil));
        }
        return run;
    }

    /** Lines that this thread logs carry the run's id, {@code run_id} in the MDC of SLF4J, until the exchange is done. */
    public void inLog(Exchange exchange) {
        Run run = run(exchange);
        if (run != null) {
            MDC.put(RUN_ID, run.id());
            exchange.getUnitOfWork().addSynchronization(new SynchronizationAdapter() {
                @Override
                public void onDone(Exchange done) {
                    MDC.remove(RUN_ID);
                }
            });
        }
    }

    private static String taken(Exchange exchange, String name) {
        Object value = exchange.removeVariable(name);
        if (value == null) {
            throw new IllegalStateException("the variable '" + name + "' is not set: the route of the report sets it");
        }
        return value.toString();
    }

    /**
     * Begins a try of the window, from its first page. From here on the exchange's unit of work, and so its Kafka
     * transaction, can only succeed if the run is verified: a route that ends early without an exception (a {@code stop},
     * an error that was handled) would otherwise commit half a window.
     */
    public void restart(Exchange exchange) {
        if (isStopping(exchange)) {
            throw stopped();
        }
        Run run = run(exchange);
        run.restart();
        exchange.getUnitOfWork().addSynchronization(new VerifiedOrFailed(run));
    }

    /**
     * Asks the ledger whether the window is complete for this fire by now. To be called once this process has taken the
     * window's transactional id: whoever else had it can no longer commit, and what was committed is in the ledger.
     */
    public void claim(Exchange exchange) {
        Run run = run(exchange);
        CompleteRun newest =
                ledger.completeRuns(run.fireTime()).get(run.window().key());
        if (newest != null && !newest.startedAt().isBefore(run.fireTime())) {
            run.adopt(newest);
        } else {
            run.claimed();
        }
    }

    /** Takes the page in the body into the run, and leaves it in the body without the rows seen before. */
    public Page accept(Exchange exchange) {
        if (isStopping(exchange)) {
            throw stopped();
        }
        Run run = run(exchange);
        run.accept(exchange.getMessage().getBody(Page.class));
        LOG.debug("Run {}: page {}, {} rows so far", run.id(), run.pages(), run.distinctRows());
        tell(run, listener -> listener.onPage(run));
        return run.page();
    }

    /**
     * The verdict, once there is no next page: the value of the run's event.
     *
     * @throws RunException if the window is not complete
     */
    public Map<String, Object> verify(Exchange exchange) {
        Run run = run(exchange);
        run.verify();
        run.trace().onVerified();
        return run.event();
    }

    /**
     * Ends the run as complete. To be called once its transaction is committed, not before.
     *
     * @throws RunException if the verdict was not given
     */
    public void complete(Exchange exchange) {
        Run run = run(exchange);
        run.checkWhole();
        run.complete();
        resumption.completed();
        if (run.isDue()) {
            LOG.info(
                    "Run {}: complete, {} hosts, {} pages, {} duplicates left out, {} rows rejected",
                    run.id(),
                    run.hosts(),
                    run.pages(),
                    run.duplicates(),
                    run.rejected());
        } else {
            LOG.info(
                    "Run {}: complete already, by run {}",
                    run.id(),
                    run.earlier().id());
        }
        if (!run.differences().isEmpty()) {
            LOG.warn(
                    "Run {}: every host is there, but their figures do not add up to Zoom's totals: {}",
                    run.id(),
                    run.differences());
        }
        tell(run, listener -> listener.onEnd(run));
    }

    /** Takes note of a try that failed: the exception caught is the reason. */
    public void failed(Exchange exchange) {
        Run run = run(exchange);
        RunException why = isStopping(exchange) ? stopped() : Reason.of(exchange);
        run.tryFailed(why);
        if (run.isOpen()) {
            LOG.warn(
                    "Run {}: nothing of it was published, and the window starts again from its first page in {} ms: {}",
                    run.id(),
                    run.delayMillis(),
                    why.getMessage());
            tell(run, listener -> listener.onRetry(run, why));
        }
    }

    /** Announces the end of a run that failed. */
    public void end(Exchange exchange) {
        Run run = run(exchange);
        Failure failure = run.error().failure();
        if (run.error() instanceof DailyLimitException limit) {
            resumption.park(limit.until());
        } else if (failure != Failure.STOPPED) {
            resumption.retryLater();
        }
        if (run.isUndecided()) {
            LOG.error(
                    "Run {}: Kafka did not say whether it was committed. It is whole or not there at all, the topic of runs"
                            + " tells, and a later fire collects the window if it is missing: {}",
                    run.id(),
                    run.error().getMessage());
        } else if (failure == Failure.STOPPED) {
            LOG.info("Run {}: left to the next start, nothing of it was published", run.id());
        } else {
            LOG.error(
                    "Run {}: failed ({}), nothing of it was published and a later fire collects the window again: {}",
                    run.id(),
                    failure.text(),
                    run.error().getMessage());
        }
        tell(run, listener -> listener.onEnd(run));
    }

    /** Says that a failed run could not be written to its topic. The window counts as not collected all the same. */
    public void unrecorded(Exchange exchange) {
        LOG.error(
                "Run {}: its failure could not be written to the topic of runs ({})",
                run(exchange).id(),
                Reason.of(exchange).getMessage());
    }

    /** Says that a step after the end of the run failed: nothing of the run is changed by that. */
    public void untold(Exchange exchange) {
        LOG.error(
                "Run {}: a step of each-run failed with {}. The run, its hosts and its event stay as they are. The steps of"
                        + " each-run are not repeated for it: mend what failed",
                run(exchange).id(),
                Reason.kind(exchange));
    }

    /** Takes note of a fire that could not go on, as a rule because Kafka could not be used: it is made up for soon. */
    public void postpone(Exchange exchange) {
        LOG.error(
                "The fire could not go on, and what is missing is collected in {} s: {}",
                resumption.retrySoon().toSeconds(),
                Reason.of(exchange).getMessage());
    }

    /** Whether what is missing is to be collected now: true once for each time that it was held up. */
    public boolean resumes() {
        return resumption.isDue();
    }

    /** The run that the exchange belongs to: the variable {@code run}. */
    public static Run run(Exchange exchange) {
        return exchange.getVariable("run", Run.class);
    }

    /** What follows the run of an exchange; {@link RunTrace#NONE} also where there is no run. */
    public static RunTrace trace(Exchange exchange) {
        Run run = run(exchange);
        return run == null ? RunTrace.NONE : run.trace();
    }

    private void tell(Run run, Consumer<RunListener> what) {
        what.accept(run.trace());
        listeners.forEach(what);
    }

    private static boolean isStopping(Exchange exchange) {
        CamelContext context = exchange.getContext();
        return context.isStopping() || context.isStopped();
    }

    private static RunException stopped() {
        return new RunException(Failure.STOPPED, "the process is stopping");
    }
}
