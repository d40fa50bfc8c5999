package io.zoomhosts.bench;

import io.zoomhosts.report.Report;
import io.zoomhosts.report.Window;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * The topic of runs that the service would have filled: each day the month to date of both lists of each account, and in the first
 * days of a month the month before. As there, each run is a batch of its own; unlike there, the runs of the past have no
 * transaction of their own.
 */
final class LedgerTopic {

    /** As many as the service makes. */
    private static final int PARTITIONS = 6;

    /** The days until a month is final, and the day after. */
    private static final int SETTLING = 3;

    private final Map<String, Object> client;
    private final Report report;
    private final int accounts;
    private final int days;
    private final LocalDate today = LocalDate.now(ZoneOffset.UTC);
    private KafkaProducer<String, String> committing;
    private KafkaProducer<String, String> open;

    LedgerTopic(String brokers, Report report, int accounts, int days) throws Exception {
        this.client = Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, brokers);
        this.report = report;
        this.accounts = accounts;
        this.days = days;
        try (Admin admin = Admin.create(client)) {
            admin.createTopics(List.of(
                            new NewTopic(report.topic(), Optional.of(1), Optional.empty()),
                            // Otherwise the broker deletes what is older than a week while it is written.
                            new NewTopic(report.runsTopic(), Optional.of(PARTITIONS), Optional.empty())
                                    .configs(Map.of(TopicConfig.RETENTION_MS_CONFIG, "-1"))))
                    .all()
                    .get();
        }
    }

    /** Writes the runs until yesterday and returns their number. */
    int writeYear() {
        return write(today);
    }

    /** Writes the runs until today, so that no window is due, and returns their number. */
    int writeUntilToday() {
        return write(today.plusDays(1));
    }

    /** Writes one run of each window that the schedule asks for today, and returns their number. */
    int writeEachWindowOnce() {
        int runs = 0;
        try (KafkaProducer<String, String> producer = producerOfThePast()) {
            for (Window window : report.scheduledOn(today)) {
                LocalDate collected = window.to().isBefore(today) ? window.to().plusDays(SETTLING) : today;
                Instant time = scheduledOn(collected);
                for (int account = 0; account < accounts; account++) {
                    producer.send(run(account, window.variant(), window.from(), window.to(), time));
                    runs++;
                }
            }
        }
        return runs;
    }

    /** 02:30, but not in the future: brokers reject such records. */
    private static Instant scheduledOn(LocalDate day) {
        Instant scheduled = day.atTime(2, 30).toInstant(ZoneOffset.UTC);
        Instant now = Instant.now();
        return scheduled.isBefore(now) ? scheduled : now;
    }

    private KafkaProducer<String, String> producerOfThePast() {
        return producer(Map.of(
                ProducerConfig.BATCH_SIZE_CONFIG,
                0,
                ProducerConfig.BUFFER_MEMORY_CONFIG,
                33_554_432,
                // Brokers forget an idempotent producer whose last record is a day old.
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                false));
    }

    private int write(LocalDate end) {
        int runs = 0;
        try (KafkaProducer<String, String> producer = producerOfThePast()) {
            for (LocalDate day = today.minusDays(days); day.isBefore(end); day = day.plusDays(1)) {
                Instant time = scheduledOn(day);
                for (int account = 0; account < accounts; account++) {
                    for (String list : List.of("active", "inactive")) {
                        producer.send(run(account, list, day.withDayOfMonth(1), day, time));
                        runs++;
                        if (day.getDayOfMonth() <= SETTLING) {
                            LocalDate last = day.withDayOfMonth(1).minusDays(1);
                            producer.send(run(account, list, last.withDayOfMonth(1), last, time));
                            runs++;
                        }
                    }
                }
            }
        }
        return runs;
    }

    /** Commits the run of a window of today, as another process would, and returns its key. */
    String commit(int nth) throws Exception {
        if (committing == null) {
            committing = begun("committing");
        } else {
            committing.beginTransaction();
        }
        ProducerRecord<String, String> run =
                run(nth % accounts, "active", today.withDayOfMonth(1), today.plusDays(nth / accounts), Instant.now());
        committing.send(run);
        committing.commitTransaction();
        return run.key();
    }

    /** Begins the transaction of another account, which ends with {@link #endTransaction}. */
    void openTransaction() throws Exception {
        open = begun("open");
        for (int partition = 0; partition < PARTITIONS; partition++) {
            open.send(new ProducerRecord<>(report.runsTopic(), partition, "other", "{}"))
                    .get();
        }
    }

    boolean isOpen() {
        return open != null;
    }

    void endTransaction() {
        open.commitTransaction();
        open.close();
        committing.close();
        open = null;
    }

    private KafkaProducer<String, String> begun(String id) {
        KafkaProducer<String, String> producer = producer(Map.of(
                ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                report.topic() + "/" + id,
                ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                900_000));
        producer.initTransactions();
        producer.beginTransaction();
        return producer;
    }

    private KafkaProducer<String, String> producer(Map<String, Object> more) {
        Map<String, Object> properties = new HashMap<>(client);
        properties.putAll(more);
        return new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer());
    }

    private ProducerRecord<String, String> run(int account, String list, LocalDate from, LocalDate to, Instant time) {
        String accountId = accountId(account);
        String window = accountId + "/hosts/" + list + "/" + from + "/" + to;
        String at = time.toString().substring(0, 19) + "Z";
        String id = at + "/" + window;
        ProducerRecord<String, String> record =
                new ProducerRecord<>(report.runsTopic(), null, time.toEpochMilli(), window, """
                {"run_id":"%s","status":"complete","report":{"name":"hosts","account_id":"%s","type":"%s","from":"%s",\
                "to":"%s"},"rows":300,"hosts":300,"pages":1,"duplicates":0,"rejected":0,"filtered":0,\
                "total_records":300,"total_meetings":1204,"total_participants":5301,"total_meeting_minutes":60411,\
                "settled":%s,"proof":"total","started_at":"%s","finished_at":"%s"}\
                """.formatted(
                                id, accountId, list, from, to, to.isBefore(today.minusDays(SETTLING)), at, at));
        record.headers()
                .add("ce_specversion", bytes("1.0"))
                .add("ce_source", bytes("/zoom/accounts/" + accountId + "/report/users"))
                .add("ce_type", bytes("io.zoomhosts.run.completed.v1"))
                .add("ce_time", bytes(at))
                .add("content-type", bytes("application/json"))
                .add("ce_id", bytes(id + "/complete"))
                .add("ce_subject", bytes(window));
        return record;
    }

    /** @param account from 0 */
    static String accountId(int account) {
        return String.format("AbCdEfGhIjKlMnOp%06d", account);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
