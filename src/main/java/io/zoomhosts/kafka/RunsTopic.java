package io.zoomhosts.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.zoomhosts.report.CompleteRun;
import io.zoomhosts.report.Ledger;
import io.zoomhosts.report.Totals;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;

/**
 * The ledger is the topic of runs: read to its end at every question, committed records only. An open transaction in the
 * way is waited for, as it may be about to say that a window is complete. Runs whose hosts went with a topic that was
 * deleted do not count.
 */
public final class RunsTopic implements Ledger {

    /** The clocks of processes and brokers may differ by less than this. */
    private static final Duration CLOCKS_DIFFER = Duration.ofHours(1);

    private final KafkaClients clients;
    private final String hostsTopic;
    private final String topic;
    private final String accountId;
    private final OpenTransactions transactions;
    private final Duration patience;

    /**
     * @param hostsTopic of the events; the runs are in {@code <hostsTopic>.runs}
     * @param accountId whose runs count: several accounts may share the topic
     */
    public RunsTopic(KafkaClients clients, String hostsTopic, String accountId, OpenTransactions transactions) {
        this(clients, hostsTopic, accountId, transactions, KafkaClients.PATIENCE);
    }

    /** @param patience with an open transaction, before it is aborted */
    RunsTopic(
            KafkaClients clients,
            String hostsTopic,
            String accountId,
            OpenTransactions transactions,
            Duration patience) {
        this.clients = clients;
        this.hostsTopic = hostsTopic;
        this.topic = hostsTopic + ".runs";
        this.accountId = accountId;
        this.transactions = transactions;
        this.patience = patience;
    }

    /** @throws KafkaUnavailableException if the topic cannot be read to its end */
    @Override
    public Map<String, CompleteRun> completeRuns(Instant since) {
        try {
            try {
                return read(since);
            } catch (BlockedException blocked) {
                // A live process ends its transaction at once when it has written its run event.
                transactions.abortIn(topic);
                return read(since);
            }
        } catch (BlockedException blocked) {
            throw KafkaUnavailableException.blocked(topic);
        } catch (KafkaException e) {
            throw KafkaUnavailableException.of(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw KafkaUnavailableException.of(e);
        }
    }

    private Map<String, CompleteRun> read(Instant since) throws InterruptedException {
        try {
            List<TopicPartition> partitions = partitions();
            if (partitions.isEmpty()) {
                return Map.of();
            }
            Map<TopicPartition, Long> ends = offsets(partitions, OffsetSpec.latest());
            Map<TopicPartition, Long> starts = offsets(partitions, OffsetSpec.forTimestamp(earliest(since)));
            starts.values().removeIf(nothingSince -> nothingSince < 0);
            return starts.isEmpty() ? Map.of() : read(starts, ends, clients.topicId(hostsTopic));
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException kafka ? kafka : new KafkaException(e.getCause());
        }
    }

    private static long earliest(Instant since) {
        return Math.max(0, since.minus(CLOCKS_DIFFER).toEpochMilli());
    }

    /** Offsets of the partitions, open transactions included: a consumer of committed records does not see those. */
    private Map<TopicPartition, Long> offsets(List<TopicPartition> partitions, OffsetSpec which)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        clients.admin()
                .listOffsets(
                        partitions.stream().collect(Collectors.toMap(Function.identity(), any -> which)),
                        new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED))
                .all()
                .get()
                .forEach((partition, found) -> offsets.put(partition, found.offset()));
        return offsets;
    }

    /** None where there is no such topic. */
    private List<TopicPartition> partitions() throws ExecutionException, InterruptedException {
        TopicDescription description = clients.describe(topic);
        return description == null
                ? List.of()
                : description.partitions().stream()
                        .map(partition -> new TopicPartition(topic, partition.partition()))
                        .toList();
    }

    private Map<String, CompleteRun> read(
            Map<TopicPartition, Long> starts, Map<TopicPartition, Long> ends, String topicId) {
        try (Consumer<String, String> consumer = clients.consumer()) {
            consumer.assign(starts.keySet());
            starts.forEach(consumer::seek);
            Map<String, CompleteRun> complete = new HashMap<>();
            long deadline = System.nanoTime() + patience.toNanos();
            while (starts.keySet().stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                if (System.nanoTime() > deadline) {
                    throw new BlockedException();
                }
                for (ConsumerRecord<String, String> run : consumer.poll(Duration.ofMillis(200))) {
                    deadline = System.nanoTime() + patience.toNanos();
                    if (isOf(topicId, run)) {
                        note(run, complete);
                    }
                }
            }
            return complete;
        }
    }

    /** Whether the hosts of the run are in the topic as it is now. */
    private static boolean isOf(String topicId, ConsumerRecord<String, String> run) {
        Header header = run.headers().lastHeader(Events.TOPIC_ID);
        return header == null || new String(header.value(), StandardCharsets.UTF_8).equals(topicId);
    }

    private void note(ConsumerRecord<String, String> record, Map<String, CompleteRun> complete) {
        try {
            JsonNode event = ExactJson.MAPPER.readTree(record.value());
            if (event.path("status").asText().equals("complete")
                    && event.path("report").path("account_id").asText().equals(accountId)) {
                complete.merge(
                        record.key(),
                        run(event),
                        (one, other) -> one.startedAt().isAfter(other.startedAt()) ? one : other);
            }
        } catch (JsonProcessingException | DateTimeException | IllegalArgumentException notARun) {
            // Somebody else's record: it says nothing about a window, so the window is collected.
        }
    }

    private static CompleteRun run(JsonNode event) {
        return new CompleteRun(
                event.path("run_id").asText(),
                Instant.parse(event.path("started_at").asText()),
                event.path("hosts").asLong(),
                event.path("pages").asInt(),
                event.path("duplicates").asLong(),
                event.path("rejected").asLong(),
                new Totals(
                        number(event, "total_records"),
                        number(event, "total_meetings"),
                        number(event, "total_participants"),
                        number(event, "total_meeting_minutes")));
    }

    private static Long number(JsonNode event, String member) {
        return event.path(member).isNumber() ? event.path(member).longValue() : null;
    }

    /** There are records that are neither committed nor aborted. */
    private static final class BlockedException extends RuntimeException {

        private static final long serialVersionUID = 1L;
    }
}
