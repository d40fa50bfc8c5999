package io.zoomhosts.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.zoomhosts.report.Ledger;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** The ledger is the topic of runs: read from its first record to its last, committed ones only, at every question. */
public final class RunsTopic implements Ledger {

    private final CamelContext context;
    private final String topic;
    private final String accountId;

    /** @param accountId whose runs count: several accounts may share the topic */
    public RunsTopic(CamelContext context, String topic, String accountId) {
        this.context = context;
        this.topic = topic;
        this.accountId = accountId;
    }

    /** @throws KafkaUnavailableException if the topic cannot be read to its end */
    @Override
    public Map<String, Instant> completeRuns() {
        Properties properties = KafkaClients.properties(context);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
        try (Consumer<String, String> consumer =
                new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer())) {
            return read(consumer);
        } catch (KafkaException e) {
            throw new KafkaUnavailableException(e);
        }
    }

    private Map<String, Instant> read(Consumer<String, String> consumer) {
        Map<String, Instant> complete = new HashMap<>();
        List<TopicPartition> partitions = consumer.partitionsFor(topic, KafkaClients.PATIENCE).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, KafkaClients.PATIENCE);
        long deadline = System.nanoTime() + KafkaClients.PATIENCE.toNanos();
        while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
            if (System.nanoTime() > deadline) {
                throw new org.apache.kafka.common.errors.TimeoutException("no end of topic " + topic + " in sight");
            }
            for (ConsumerRecord<String, String> run : consumer.poll(Duration.ofMillis(200))) {
                deadline = System.nanoTime() + KafkaClients.PATIENCE.toNanos();
                note(run, complete);
            }
        }
        return complete;
    }

    private void note(ConsumerRecord<String, String> run, Map<String, Instant> complete) {
        try {
            JsonNode event = ExactJson.MAPPER.readTree(run.value());
            if (event.path("status").asText().equals("complete")
                    && event.path("report").path("account_id").asText().equals(accountId)) {
                Instant startedAt = Instant.parse(event.path("started_at").asText());
                complete.merge(run.key(), startedAt, (one, other) -> one.isAfter(other) ? one : other);
            }
        } catch (JsonProcessingException | DateTimeException | IllegalArgumentException notARun) {
            // Somebody else's record: it says nothing about a window, so the window is collected.
        }
    }
}
