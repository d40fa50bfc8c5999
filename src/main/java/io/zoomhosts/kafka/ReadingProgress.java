package io.zoomhosts.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.apache.camel.component.kafka.DefaultKafkaClientFactory;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/**
 * Creates the consumers of Camel's Kafka component and knows how far they have read. Positions of records do not show that: the
 * end of a topic may be markers of transactions, which no consumer receives. Thread-safe.
 */
public final class ReadingProgress extends DefaultKafkaClientFactory {

    private final KafkaClients clients;
    private final Map<TopicPartition, Long> received = new ConcurrentHashMap<>();
    private volatile Map<TopicPartition, Long> positions = Map.of();

    public ReadingProgress(KafkaClients clients) {
        this.clients = clients;
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Consumer getConsumer(Properties properties) {
        return new KafkaConsumer<Object, Object>(properties) {
            @Override
            public ConsumerRecords<Object, Object> poll(Duration timeout) {
                ConsumerRecords<Object, Object> records = super.poll(timeout);
                for (TopicPartition partition : records.partitions()) {
                    List<ConsumerRecord<Object, Object>> some = records.records(partition);
                    received.put(partition, some.get(some.size() - 1).offset() + 1);
                }
                Map<TopicPartition, Long> reached = new HashMap<>();
                assignment().forEach(partition -> reached.put(partition, position(partition)));
                positions = reached;
                return records;
            }
        };
    }

    /** The offset after the last record that was received, by partition. */
    public Map<TopicPartition, Long> received() {
        return Map.copyOf(received);
    }

    /** Forgets the positions, because the consumer will begin again. */
    public void forget() {
        positions = Map.of();
        received.clear();
    }

    /**
     * How many offsets are left until the end of the topics: 0 if everything committed was received.
     *
     * @throws KafkaUnavailableException if Kafka cannot be reached, or a topic does not exist
     */
    public long behind(List<String> topics) {
        Map<TopicPartition, Long> reached = positions;
        return KafkaClients.ask(() -> ends(topics)).entrySet().stream()
                .mapToLong(end -> Math.max(0, end.getValue() - reached.getOrDefault(end.getKey(), 0L)))
                .sum();
    }

    private Map<TopicPartition, Long> ends(List<String> topics) throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        clients.admin().describeTopics(topics).allTopicNames().get().forEach((topic, description) -> description
                .partitions()
                .forEach(
                        partition -> asked.put(new TopicPartition(topic, partition.partition()), OffsetSpec.latest())));
        return clients.offsets(asked, IsolationLevel.READ_COMMITTED);
    }

    /**
     * The ids of topics; a topic that is deleted and created again gets a new one. Topics that do not exist are missing.
     *
     * @throws KafkaUnavailableException if Kafka cannot be reached
     */
    public Map<String, String> topicIds(List<String> topics) {
        Map<String, String> ids = new HashMap<>();
        for (String topic : topics) {
            String id = KafkaClients.ask(() -> clients.topicId(topic));
            if (id != null) {
                ids.put(topic, id);
            }
        }
        return ids;
    }
}
