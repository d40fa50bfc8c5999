package io.zoomhosts.bench;

import java.nio.charset.StandardCharsets;
import java.time.YearMonth;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * The topics that the service would have filled: each month both lists of one account, each window in one transaction. All hosts
 * hold a licence; about 65 % of them host in a month, and 20 % never do.
 */
final class LicenceTopics implements AutoCloseable {

    static final String ACCOUNT = "AbCdEfGhIjKlMnOpQrStUv";

    /** As many as the service makes. */
    private static final int PARTITIONS = 6;

    private static final List<String> NAMES =
            List.of("Amina", "Björn", "Chloé", "Dmitri", "Eleni", "Fatima", "Grace", "Hiroshi", "Zoë");
    private static final List<String> DEPARTMENTS =
            List.of("Business", "Customer Success", "Engineering", "Finance", "HR", "IT", "Legal", "Sales", "");

    private final String topic;
    private final int hosts;
    private final KafkaProducer<String, byte[]> producer;

    LicenceTopics(String brokers, String topic, int hosts) throws Exception {
        this.topic = topic;
        this.hosts = hosts;
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, brokers))) {
            admin.createTopics(List.of(
                            new NewTopic(topic, Optional.of(PARTITIONS), Optional.empty()),
                            new NewTopic(topic + ".runs", Optional.of(PARTITIONS), Optional.empty())))
                    .all()
                    .get();
        }
        producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        brokers,
                        ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                        topic,
                        ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                        900_000,
                        ProducerConfig.BATCH_SIZE_CONFIG,
                        131_072,
                        ProducerConfig.LINGER_MS_CONFIG,
                        5,
                        ProducerConfig.COMPRESSION_TYPE_CONFIG,
                        "lz4"),
                new StringSerializer(),
                new ByteArraySerializer());
        producer.initTransactions();
    }

    /** Whether a host hosts in a month. */
    private static boolean hosted(int host, int month) {
        return host % 5 > 0 && new SplittableRandom(host * 1000L + month).nextInt(80) < 65;
    }

    /**
     * Writes a window: its rows and its run event, and commits them.
     *
     * @param again whether the window is collected a second time, a day later
     * @return the number of its hosts
     */
    int write(YearMonth month, boolean active, boolean again) {
        String window = ACCOUNT + "/hosts/" + list(active) + "/" + month.atDay(1) + "/" + month.atEndOfMonth();
        String time = month.atEndOfMonth().plusDays(again ? 4 : 3) + "T02:30:00Z";
        String runId = time + "/" + window;
        String report = "{\"name\":\"hosts\",\"account_id\":\"" + ACCOUNT + "\",\"type\":\"" + list(active)
                + "\",\"from\":\"" + month.atDay(1) + "\",\"to\":\"" + month.atEndOfMonth() + "\"";
        String reportOfRows =
                ",\"report\":" + report + ",\"run_id\":\"" + runId + "\",\"collected_at\":\"" + time + "\"}}";
        int monthNo = month.getYear() * 12 + month.getMonthValue();
        int rows = 0;
        producer.beginTransaction();
        for (int host = 0; host < hosts; host++) {
            if (hosted(host, monthNo) == active) {
                String id = id(host);
                send(topic, id, row(host, id, active) + reportOfRows, runId + "/" + id, "host.reported", time);
                rows++;
            }
        }
        String run = "{\"run_id\":\"" + runId + "\",\"status\":\"complete\",\"report\":" + report + "},\"rows\":" + rows
                + ",\"hosts\":" + rows + ",\"pages\":" + (rows / 300 + 1)
                + ",\"duplicates\":0,\"rejected\":0,\"filtered\":0,\"settled\":true,\"total_records\":" + rows
                + ",\"started_at\":\"" + time + "\",\"finished_at\":\"" + time + "\"}";
        send(topic + ".runs", window, run, runId + "/complete", "run.completed", time);
        producer.commitTransaction();
        return rows;
    }

    static String list(boolean active) {
        return active ? "active" : "inactive";
    }

    /** In no order, as Zoom's. */
    private static String id(int host) {
        byte[] bytes = new byte[16];
        long mixed = host * 0x9E3779B97F4A7C15L;
        for (int i = 0; i < 8; i++) {
            bytes[i] = (byte) (mixed >>> 56 - 8 * i);
            bytes[8 + i] = (byte) (mixed * 31 >>> 8 * i);
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** The object that Zoom sent, without its closing brace. */
    private static String row(int host, String id, boolean active) {
        String name = NAMES.get(host % NAMES.size());
        int meetings = active ? 1 + host % 19 : 0;
        return "{\"create_time\":\"20" + (14 + host % 8) + "-09-13T16:20:30Z\",\"custom_attributes\":"
                + "[{\"key\":\"cbf_cywdkexrtqc73f97gd4w6g\",\"name\":\"Cost Centre\",\"value\":\""
                + (1000 + host % 9000)
                + "\"}],\"dept\":\"" + DEPARTMENTS.get(host / 7 % DEPARTMENTS.size()) + "\",\"email\":\"host." + host
                + "@example.com\",\"id\":\"" + id + "\",\"last_client_version\":\"6.2.11.50939(win)\","
                + "\"last_login_time\":\"2026-01-07T08:00:00Z\",\"meeting_minutes\":" + 45 * meetings + ",\"meetings\":"
                + meetings + ",\"participants\":" + 5 * meetings + ",\"type\":2,\"user_name\":\"" + name + " Number "
                + host + "\"";
    }

    private void send(String to, String key, String value, String eventId, String type, String time) {
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(to, key, bytes(value));
        record.headers()
                .add("ce_specversion", bytes("1.0"))
                .add("ce_id", bytes(eventId))
                .add("ce_source", bytes("/zoom/accounts/" + ACCOUNT + "/report/users"))
                .add("ce_type", bytes("io.zoomhosts." + type + ".v1"))
                .add("ce_subject", bytes(key))
                .add("ce_time", bytes(time))
                .add("content-type", bytes("application/json"));
        producer.send(record);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        producer.close();
    }
}
