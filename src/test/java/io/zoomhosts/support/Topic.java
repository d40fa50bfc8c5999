package io.zoomhosts.support;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * A topic as a consumer sees it.
 *
 * @param client settings that a client needs to connect, as in its {@code client.properties}
 */
public record Topic(String bootstrapServers, Map<String, String> client, String name) {

    public Topic(String bootstrapServers, String name) {
        this(bootstrapServers, Map.of(), name);
    }

    /** The ends of partitions. Those for {@code read_committed} are lower while a transaction is open. */
    public static Map<TopicPartition, Long> ends(
            Admin admin, Collection<TopicPartition> partitions, IsolationLevel isolation) throws Exception {
        return admin
                .listOffsets(
                        partitions.stream()
                                .collect(Collectors.toMap(partition -> partition, any -> OffsetSpec.latest())),
                        new ListOffsetsOptions(isolation))
                .all()
                .get()
                .entrySet()
                .stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, end -> end.getValue().offset()));
    }

    /** Creates the topic: not every broker creates topics automatically. */
    public void create() throws Exception {
        Map<String, Object> properties = new HashMap<>(client);
        properties.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        try (Admin admin = Admin.create(properties)) {
            admin.createTopics(List.of(new NewTopic(name, Optional.of(3), Optional.empty())))
                    .all()
                    .get();
        }
    }

    /**
     * All records that a consumer with {@code isolation.level=read_committed} sees, partition by partition; none if the topic does
     * not exist.
     */
    public List<ConsumerRecord<String, String>> committed() {
        Map<String, Object> properties = new HashMap<>(client);
        properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        // The end is known, so the last fetch, which close waits for, must not wait for more records.
        properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 10);
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = consumer.listTopics().getOrDefault(name, List.of()).stream()
                    .map(partition -> new TopicPartition(name, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<String, String>> records = new ArrayList<>();
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
            return records;
        }
    }

    /**
     * Key, value and headers of all records that {@link #committed()} returns, sorted, because the order between partitions is not
     * kept. Account, run ids, times and topic ids are replaced: they differ between any two collections.
     */
    public List<String> comparable() {
        return committed().stream()
                .map(record -> record.key() + " " + record.value() + " " + headers(record))
                .map(text -> text.replaceAll("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z/", "FIRED/")
                        .replaceAll("((?:collected|started|finished)_at\":\"|ce_time=|ce_topicid=)[^\",}]+", "$1TIME")
                        .replaceAll("/zoom/accounts/[^/]+/", "/zoom/accounts/ACCOUNT/"))
                .sorted()
                .toList();
    }

    /** A record's headers, as text by name. */
    public static Map<String, String> headers(ConsumerRecord<String, String> record) {
        Map<String, String> headers = new TreeMap<>();
        for (Header header : record.headers()) {
            headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
        }
        return headers;
    }
}
