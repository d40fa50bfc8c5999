package io.zoomhosts.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import io.zoomhosts.report.Report;
import io.zoomhosts.report.Totals;
import io.zoomhosts.run.CompleteRun;
import io.zoomhosts.run.Counts;
import io.zoomhosts.run.Ledger;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The ledger, read from the topics of runs (committed records only). Each query reads what was added since the previous
 * one, to the end of the topic. It waits for an open transaction, which may be about to complete a window. Runs whose rows
 * were deleted with their topic do not count. Thread-safe.
 */
public final class RunsTopics implements Ledger, AutoCloseable {

    private final KafkaClients clients;
    private final Leftovers leftovers;
    private final Duration patience;
    private final Map<String, View> views = new ConcurrentHashMap<>();

    public RunsTopics(KafkaClients clients, Leftovers leftovers) {
        this(clients, leftovers, KafkaClients.PATIENCE);
    }

    /** @param patience how long to wait for an open transaction before it is aborted */
    RunsTopics(KafkaClients clients, Leftovers leftovers, Duration patience) {
        this.clients = clients;
        this.leftovers = leftovers;
        this.patience = patience;
    }

    /** @throws KafkaUnavailableException if the topic cannot be read to its end */
    @Override
    public Map<String, CompleteRun> completeRuns(Report report, Instant since) {
        return views.computeIfAbsent(report.topic(), any -> new View(report)).completeRuns(since);
    }

    /** Interrupts reads that are still in progress. */
    @Override
    public void close() {
        views.values().forEach(View::close);
    }

    /** The runs of one topic. */
    private final class View implements RunsReader.Sink {

        private final Report report;
        private final RunsReader reader;
        private final Map<String, CompleteRun> complete = new HashMap<>();

        private View(Report report) {
            this.report = report;
            this.reader = new RunsReader(clients, report, patience);
        }

        private synchronized Map<String, CompleteRun> completeRuns(Instant since) {
            if (!reader.read(since, this)) {
                abortOpen();
                if (!reader.read(since, this)) {
                    throw KafkaUnavailableException.blocked(report.runsTopic());
                }
            }
            return Map.copyOf(complete);
        }

        private void abortOpen() {
            try {
                leftovers.abortIn(report);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw KafkaUnavailableException.of(e);
            }
        }

        @Override
        public void anew() {
            complete.clear();
        }

        @Override
        public void take(RecordedRun recorded) {
            if (recorded.isComplete() && recorded.hasRows()) {
                try {
                    complete.merge(
                            recorded.key(),
                            run(recorded.event()),
                            (one, other) -> one.startedAt().isAfter(other.startedAt()) ? one : other);
                } catch (DateTimeException notARun) {
                    // Another program's record. It is ignored, so the window is collected.
                }
            }
        }

        private CompleteRun run(JsonNode event) {
            Map<String, Long> totals = new HashMap<>();
            event.properties().forEach(member -> {
                if (member.getValue().isNumber()) {
                    totals.put(member.getKey(), member.getValue().longValue());
                }
            });
            return new CompleteRun(
                    event.path("run_id").asText(),
                    Instant.parse(event.path("started_at").asText()),
                    event.path("settled").asBoolean(),
                    new Counts(
                            event.path("rows").asLong(),
                            event.path("filtered").asLong(),
                            event.path("pages").asInt(),
                            event.path("duplicates").asLong(),
                            event.path("rejected").asLong(),
                            Totals.of(report, totals),
                            event.path("subjects").asInt(),
                            event.path("without_report").asInt()));
        }

        private void close() {
            reader.close();
        }
    }
}
