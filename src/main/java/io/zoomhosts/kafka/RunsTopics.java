package io.zoomhosts.kafka;

import io.zoomhosts.report.Report;
import io.zoomhosts.report.Reports;
import io.zoomhosts.run.CompleteRun;
import io.zoomhosts.run.Ledger;
import io.zoomhosts.run.LedgerListener;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ledger, read from the topics of runs (committed records only): one view of each topic, which has the runs of all accounts. Each
 * query reads what was added since the previous one, to the end of the topic. It waits for an open transaction, which may be about to
 * complete a window; {@link #completeSince} waits only if the window that it is asked about is in the way. Runs whose rows were deleted
 * with their topic do not count. What is kept in memory: {@link KnownRuns}. Thread-safe.
 */
public final class RunsTopics implements Ledger, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RunsTopics.class);

    private final KafkaClients clients;
    private final Leftovers leftovers;
    private final Reports reports;
    private final LedgerListener listener;
    private final Clock clock;
    private final Duration patience;
    private final Map<String, View> views = new ConcurrentHashMap<>();

    public RunsTopics(
            KafkaClients clients, Leftovers leftovers, Reports reports, LedgerListener listener, Clock clock) {
        this(clients, leftovers, reports, listener, clock, KafkaClients.PATIENCE);
    }

    /** @param patience how long to wait for an open transaction before it is aborted */
    RunsTopics(
            KafkaClients clients,
            Leftovers leftovers,
            Reports reports,
            LedgerListener listener,
            Clock clock,
            Duration patience) {
        this.clients = clients;
        this.leftovers = leftovers;
        this.reports = reports;
        this.listener = listener;
        this.clock = clock;
        this.patience = patience;
    }

    /** @throws KafkaUnavailableException if the topic cannot be read to its end */
    @Override
    public Map<String, CompleteRun> completeRuns(Report report, Instant since) {
        return view(report).completeRuns(since);
    }

    /** @throws KafkaUnavailableException if the topic cannot be read as far as necessary */
    @Override
    public Optional<CompleteRun> completeSince(Report report, String key, Instant since) {
        return view(report).completeSince(key, since);
    }

    /**
     * Reads what is new in the topics of these reports, for the listener. Call it every few seconds. It also aborts a transaction that
     * has blocked readers for long, so that not each window has to find that out.
     */
    public void follow(Collection<Report> followed) {
        for (Report report : followed) {
            try {
                view(report).follow();
            } catch (RuntimeException e) {
                // Whatever it is, the next call may succeed; and who needs the ledger to go on gets the exception, too.
                LOG.debug("Topic {} could not be read; it is read again soon: {}", report.runsTopic(), e.toString());
            }
        }
    }

    private View view(Report report) {
        return views.computeIfAbsent(report.topic(), any -> new View(report));
    }

    /** Interrupts reads that are still in progress. */
    @Override
    public void close() {
        views.values().forEach(View::close);
    }

    /** The runs of one topic. */
    private final class View {

        private final Report report;
        private final int monthsBack = reports.monthsBack();
        private final RunsReader reader;
        private final KnownRuns known;

        /** Where the schedule's oldest runs begin, as of the first time that all were asked for. */
        private Instant beginning;

        /** By {@link System#nanoTime}; null unless an open transaction was in the way at the last time. */
        private Long blockedSince;

        private View(Report report) {
            this.report = report;
            this.reader = new RunsReader(clients, report, patience);
            this.known = new KnownRuns(report, monthsBack, clock, listener);
        }

        private synchronized Map<String, CompleteRun> completeRuns(Instant since) {
            readOrAbort(() -> reader.read(start(since), known));
            known.settle();
            return known.complete();
        }

        private synchronized Optional<CompleteRun> completeSince(String key, Instant since) {
            readOrAbort(() -> reader.read(key, start(since), known));
            known.settle();
            Optional<CompleteRun> run = found(known, key, since);
            return run.isPresent() || known.hasAllSince(since) ? run : read(key, since);
        }

        /** For a trigger of days ago, whose runs are no longer all known. */
        private Optional<CompleteRun> read(String key, Instant since) {
            KnownRuns ofWindow = new KnownRuns(report, monthsBack, clock, LedgerListener.NONE);
            try (RunsReader again = new RunsReader(clients, report, patience)) {
                readOrAbort(() -> again.read(key, since, run -> {
                    if (key.equals(run.key())) {
                        ofWindow.take(run);
                    }
                }));
            }
            ofWindow.settle();
            return found(ofWindow, key, since);
        }

        private static Optional<CompleteRun> found(KnownRuns in, String key, Instant since) {
            return Optional.ofNullable(in.complete().get(key))
                    .filter(run -> !run.startedAt().isBefore(since));
        }

        private synchronized void follow() {
            long now = System.nanoTime();
            if (reader.follow(start(Instant.EPOCH), known)) {
                blockedSince = null;
            } else if (blockedSince == null) {
                blockedSince = now;
            } else if (now - blockedSince > patience.toNanos()) {
                abortOpen();
                blockedSince = null;
            }
            known.settle();
        }

        /** All runs of the schedule begin later than Zoom reports back. */
        private Instant start(Instant since) {
            Instant oldest = clock.instant()
                    .atZone(ZoneOffset.UTC)
                    .minusMonths(monthsBack + 1L)
                    .toInstant();
            if (!since.isBefore(oldest)) {
                return since;
            }
            if (beginning == null) {
                beginning = oldest;
            }
            return beginning;
        }

        private void readOrAbort(BooleanSupplier read) {
            if (!read.getAsBoolean()) {
                abortOpen();
                if (!read.getAsBoolean()) {
                    throw KafkaUnavailableException.blocked(report.runsTopic());
                }
            }
        }

        private void abortOpen() {
            try {
                leftovers.abortIn(report);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw KafkaUnavailableException.of(e);
            }
        }

        private void close() {
            reader.close();
        }
    }
}
