package io.zoomhosts.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Prints the records that arrive in the topics, without names and e-mail addresses. */
public final class TopicPrinter {

    /** Hosts that are printed of each window. */
    private static final int SHOWN = 3;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String topic;
    private final Map<String, Integer> hosts = new HashMap<>();

    private TopicPrinter(String topic) {
        this.topic = topic;
    }

    /** Starts printing until the process ends. */
    public static void show(String brokers, String topic) {
        Thread thread = new Thread(() -> new TopicPrinter(topic).run(brokers), "topic-printer");
        thread.setDaemon(true);
        thread.start();
    }

    private void run(String brokers) {
        Map<String, Object> properties = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                brokers,
                ConsumerConfig.GROUP_ID_CONFIG,
                "zoom-hosts-demo-" + UUID.randomUUID(),
                ConsumerConfig.METADATA_MAX_AGE_CONFIG,
                1000,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                // The service creates them, with its own retention.
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                false);
        try (Consumer<String, String> consumer =
                new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(topic, topic + ".runs"));
            while (true) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofSeconds(1))) {
                    show(record);
                }
            }
        }
    }

    private void show(ConsumerRecord<String, String> record) {
        try {
            JsonNode event = JSON.readTree(record.value());
            if (record.topic().equals(topic)) {
                host(record.key(), event);
            } else {
                run(event);
            }
        } catch (JsonProcessingException e) {
            System.out.println(record.topic() + ": not JSON");
        }
    }

    private void host(String key, JsonNode host) {
        JsonNode report = host.path("report");
        int count = hosts.merge(report.path("run_id").asText(), 1, Integer::sum);
        if (count <= SHOWN) {
            System.out.printf(
                    "%s  %-22s  %-8s  %s to %s  meetings=%s%n",
                    topic,
                    key,
                    report.path("type").asText(),
                    report.path("from").asText(),
                    report.path("to").asText(),
                    host.path("meetings").asText());
        } else if (count == SHOWN + 1) {
            System.out.println(topic + "  …");
        }
    }

    private void run(JsonNode run) {
        System.out.printf(
                "%s.runs  %s: %s, %s hosts%n",
                topic,
                run.path("run_id").asText(),
                run.path("status").asText(),
                run.path("hosts").asText());
    }
}
