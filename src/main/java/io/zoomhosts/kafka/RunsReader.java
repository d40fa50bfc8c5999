package io.zoomhosts.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;

/** Reads the topic of runs to its end, committed records only. It changes nothing. */
public final class RunsReader {

    /** The clocks of processes and brokers may differ by less than this. */
    private static final Duration CLOCKS_DIFFER = Duration.ofHours(1);

    private static final ObjectReader JSON =
            ExactJson.MAPPER.reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final KafkaClients clients;
    private final String hostsTopic;
    private final String topic;
    private final Duration patience;

    /**
     * @param hostsTopic of the events; the runs are in {@code <hostsTopic>.runs}
     * @param patience with an open transaction: whoever writes a run event ends its transaction at once
     */
    public RunsReader(KafkaClients clients, String hostsTopic, Duration patience) {
        this.clients = clients;
        this.hostsTopic = hostsTopic;
        this.topic = hostsTopic + ".runs";
        this.patience = patience;
    }

    public String topic() {
        return topic;
    }

    /**
     * Reads what was there when it began. Records that are not JSON are passed over; those of a partition come in their
     * order. A topic that is missing has none.
     *
     * @param since runs that ended before may be left out
     * @return false if records that are neither committed nor aborted kept it from reading to the end
     * @throws KafkaUnavailableException if Kafka cannot be reached or refuses
     */
    public boolean read(Instant since, Consumer<RecordedRun> each) {
        try {
            List<TopicPartition> partitions = partitions();
            if (partitions.isEmpty()) {
                return true;
            }
            Map<TopicPartition, Long> ends = offsets(partitions, OffsetSpec.latest());
            Map<TopicPartition, Long> starts = offsets(partitions, OffsetSpec.forTimestamp(earliest(since)));
            starts.values().removeIf(nothingSince -> nothingSince < 0);
            return starts.isEmpty() || read(starts, ends, clients.topicId(hostsTopic), each);
        } catch (ExecutionException | KafkaException e) {
            throw KafkaUnavailableException.of(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw KafkaUnavailableException.of(e);
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

    private boolean read(
            Map<TopicPartition, Long> starts,
            Map<TopicPartition, Long> ends,
            String topicId,
            Consumer<RecordedRun> each) {
        try (var consumer = clients.consumer()) {
            consumer.assign(starts.keySet());
            starts.forEach(consumer::seek);
            long deadline = System.nanoTime() + patience.toNanos();
            while (starts.keySet().stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                if (System.nanoTime() > deadline) {
                    return false;
                }
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
                    deadline = System.nanoTime() + patience.toNanos();
                    tell(record, topicId, each);
                }
            }
            return true;
        }
    }

    private static void tell(ConsumerRecord<String, String> record, String topicId, Consumer<RecordedRun> each) {
        JsonNode event;
        try {
            event = JSON.readTree(record.value());
        } catch (JsonProcessingException | IllegalArgumentException notARun) {
            return;
        }
        each.accept(new RecordedRun(record.key(), record.value(), event, hasHosts(topicId, record)));
    }

    private static boolean hasHosts(String topicId, ConsumerRecord<String, String> run) {
        Header header = run.headers().lastHeader(Events.TOPIC_ID);
        return header == null || new String(header.value(), StandardCharsets.UTF_8).equals(topicId);
    }
}
