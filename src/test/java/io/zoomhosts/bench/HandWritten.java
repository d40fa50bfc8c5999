package io.zoomhosts.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * The obvious program without Camel: java.net.http, Jackson, one idempotent producer with {@code acks=all} and the same
 * batching as the product. It writes the same records, without transaction, verdict and retries.
 */
final class HandWritten {

    private final KafkaProducer<String, String> producer = new KafkaProducer<>(
            Map.of(
                    ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                    ZoomLoop.environment("KAFKA_BROKERS"),
                    ProducerConfig.ACKS_CONFIG,
                    "all",
                    ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                    true,
                    ProducerConfig.BATCH_SIZE_CONFIG,
                    131_072,
                    ProducerConfig.LINGER_MS_CONFIG,
                    5,
                    ProducerConfig.COMPRESSION_TYPE_CONFIG,
                    "lz4"),
            new StringSerializer(),
            new StringSerializer());

    public static void main(String[] arguments) throws Exception {
        HandWritten program = new HandWritten();
        ZoomLoop zoom = new ZoomLoop();
        for (Range window : Range.of(arguments)) {
            String runId = Instant.now() + "/" + window.type() + "/" + window.from() + "/" + window.to();
            zoom.forEachPage(window, page -> program.publish(page, window, runId));
            program.producer.flush();
            window.complete();
        }
        program.producer.close();
    }

    private void publish(JsonNode page, Range window, String runId) {
        String time = Instant.now().toString();
        for (JsonNode user : page.path("users")) {
            String id = user.path("id").textValue();
            ((ObjectNode) user)
                    .putObject("report")
                    .put("account_id", ZoomLoop.environment("ZOOM_ACCOUNT_ID"))
                    .put("type", window.type())
                    .put("from", window.from())
                    .put("to", window.to())
                    .put("run_id", runId)
                    .put("collected_at", time);
            ProducerRecord<String, String> host =
                    new ProducerRecord<>(ZoomLoop.environment("ZOOM_HOSTS_TOPIC"), id, json(user));
            Headers headers = host.headers();
            add(headers, "ce_specversion", "1.0");
            add(headers, "ce_id", runId + "/" + id);
            add(headers, "ce_source", "/zoom/accounts/" + ZoomLoop.environment("ZOOM_ACCOUNT_ID") + "/report/users");
            add(headers, "ce_type", "io.zoomhosts.host.reported.v1");
            add(headers, "ce_subject", id);
            add(headers, "ce_time", time);
            add(headers, "content-type", "application/json");
            producer.send(host);
        }
    }

    private static void add(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    private static String json(JsonNode tree) {
        try {
            return ZoomLoop.JSON.writeValueAsString(tree);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
