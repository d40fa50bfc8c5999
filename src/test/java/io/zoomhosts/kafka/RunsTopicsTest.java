package io.zoomhosts.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import io.zoomhosts.demo.KafkaBroker;
import io.zoomhosts.report.HostReport;
import io.zoomhosts.report.Report;
import io.zoomhosts.report.Reports;
import io.zoomhosts.report.Window;
import io.zoomhosts.run.CompleteRun;
import io.zoomhosts.support.WithKafka;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The ledger of complete runs, read from the runs topic of a real broker. */
@ExtendWith(WithKafka.class)
class RunsTopicsTest {

    private static final String KEY = "ACCOUNT/hosts/active/2026-10-01/2026-10-31";
    private static final String KEY_OF_OTHER = "ANOTHER/hosts/active/2026-10-01/2026-10-31";
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    private final String rows = "hosts." + UUID.randomUUID().toString().substring(0, 8);
    private final Report report = HostReport.in(rows);
    private final String topic = report.runsTopic();
    private final String transactions = "zoom-hosts/" + rows + "/ACCOUNT/";
    private final List<String> heard = new ArrayList<>();
    private KafkaBroker kafka;
    private KafkaClients clients;
    private RunsTopics ledger;

    @BeforeEach
    void createTopics(KafkaBroker broker) throws Exception {
        kafka = broker;
        clients = new KafkaClients(Brokers.context(kafka));
        createTopics();
        ledger = ledger(PATIENCE);
    }

    @AfterEach
    void closeClients() {
        ledger.close();
        clients.close();
    }

    @Test
    void has_no_runs_without_a_topic() {
        assertThat(ledger.completeRuns(HostReport.in(rows + "-2"), Instant.EPOCH))
                .isEmpty();
    }

    @Test
    void has_no_runs_in_an_empty_topic() {
        assertThat(known()).isEmpty();
    }

    @Test
    void returns_the_newest_complete_run_of_each_window() {
        commit(
                run("complete", "ACCOUNT", "2026-11-01T02:30:00Z", 1),
                run("complete", "ACCOUNT", "2026-11-03T02:30:00Z", 3),
                run("complete", "ACCOUNT", "2026-11-02T02:30:00Z", 2),
                run("failed", "ACCOUNT", "2026-11-04T02:30:00Z", 0),
                "not a run",
                "{}");

        Map<String, CompleteRun> known = known();

        assertThat(known).containsOnlyKeys(KEY);
        CompleteRun newest = known.get(KEY);
        assertThat(newest.id()).isEqualTo("id-3");
        assertThat(newest.startedAt()).isEqualTo("2026-11-03T02:30:00Z");
        assertThat(newest.counts().rows()).isEqualTo(3);
        assertThat(newest.counts().filtered()).isEqualTo(4);
        assertThat(newest.counts().pages()).isEqualTo(1);
        assertThat(newest.counts().duplicates()).isZero();
        assertThat(newest.counts().rejected()).isZero();
        Map<String, Long> totals = new HashMap<>();
        totals.put("total_records", 3L);
        totals.put("total_meetings", null);
        totals.put("total_participants", null);
        totals.put("total_meeting_minutes", null);
        assertThat(newest.counts().totals().asMap()).isEqualTo(totals);
    }

    @Test
    void keeps_runs_of_two_accounts_in_one_topic_apart() {
        commit(run("complete", "ACCOUNT", "2026-11-01T02:30:00Z", 1));
        commit(new ProducerRecord<>(topic, KEY_OF_OTHER, run("complete", "ANOTHER", "2026-11-05T02:30:00Z", 9)));

        Map<String, CompleteRun> known = known();

        assertThat(known).containsOnlyKeys(KEY, KEY_OF_OTHER);
        assertThat(known.get(KEY).id()).isEqualTo("id-1");
        assertThat(known.get(KEY_OF_OTHER).id()).isEqualTo("id-9");
    }

    /** Guards against a window that is collected twice: the ledger must be read again. */
    @Test
    void sees_a_run_written_after_the_first_read() {
        commit(run("complete", "ACCOUNT", "2026-11-01T02:30:00Z", 1));
        assertThat(known().get(KEY).id()).isEqualTo("id-1");

        commit(run("complete", "ACCOUNT", "2026-11-02T02:30:00Z", 2));

        assertThat(known().get(KEY).id()).isEqualTo("id-2");
    }

    @Test
    void skips_runs_that_ended_long_before() {
        commit(run("complete", "ACCOUNT", "2026-11-01T02:30:00Z", 1));

        assertThat(ledger.completeRuns(report, Instant.now().plus(Duration.ofHours(2))))
                .isEmpty();
    }

    @Test
    void reads_runs_that_ended_shortly_before_since_clocks_differ() {
        commit(run("complete", "ACCOUNT", "2026-11-01T02:30:00Z", 1));

        assertThat(ledger.completeRuns(report, Instant.now())).containsKey(KEY);
    }

    @Test
    void reads_again_when_asked_for_earlier_runs() {
        commit(run("complete", "ACCOUNT", "2026-11-01T02:30:00Z", 1));
        assertThat(ledger.completeRuns(report, Instant.now().plus(Duration.ofHours(2))))
                .isEmpty();

        Map<String, CompleteRun> earlier = ledger.completeRuns(report, Instant.now());

        assertThat(earlier).containsKey(KEY);
    }

    @Test
    void keeps_earlier_runs_when_asked_for_later_ones() {
        commit(run("complete", "ACCOUNT", "2026-11-01T02:30:00Z", 1));
        known();

        assertThat(ledger.completeRuns(report, Instant.now())).containsKey(KEY);
    }

    @Test
    void forgets_the_runs_of_a_topic_that_was_deleted() throws Exception {
        commit(run("complete", "ACCOUNT", "2026-11-01T02:30:00Z", 1));
        assertThat(known()).containsKey(KEY);

        delete(topic);

        assertThat(known()).isEmpty();
    }

    @Test
    void reads_a_recreated_topic_from_its_beginning() throws Exception {
        commit(new ProducerRecord<>(topic, KEY_OF_OTHER, run("complete", "ANOTHER", "2026-11-01T02:30:00Z", 1)));
        assertThat(known()).containsOnlyKeys(KEY_OF_OTHER);
        delete(topic);
        createTopics();
        commit(run("complete", "ACCOUNT", "2026-11-02T02:30:00Z", 2));

        assertThat(known()).containsOnlyKeys(KEY);
    }

    /** Guards against a complete run in a partition that is not read. */
    @Test
    void reads_partitions_that_are_added() throws Exception {
        commit(run("complete", "ACCOUNT", "2026-11-01T02:30:00Z", 1));
        assertThat(known()).containsOnlyKeys(KEY);
        clients.admin()
                .createPartitions(Map.of(topic, NewPartitions.increaseTo(4)))
                .all()
                .get();
        clients.await(() -> clients.describe(topic).partitions().size() == 4);

        commit(new ProducerRecord<>(topic, 3, KEY_OF_OTHER, run("complete", "ANOTHER", "2026-11-02T02:30:00Z", 2)));

        assertThat(known()).containsOnlyKeys(KEY, KEY_OF_OTHER);
    }

    /** Guards against a window that is complete in the ledger although its rows are gone. */
    @Test
    void ignores_runs_whose_rows_were_deleted_with_their_topic() {
        commit(publishedTo(Uuid.randomUuid().toString()));

        assertThat(known()).isEmpty();
    }

    /** The same for a ledger that has read the run already. */
    @Test
    void ignores_runs_once_the_topic_of_their_rows_is_recreated() throws Exception {
        commit(publishedTo(clients.topicId(rows)));
        assertThat(known()).containsKey(KEY);
        delete(rows);
        createTopics();

        assertThat(known()).isEmpty();
    }

    /** Guards against a window that is complete twice because a run that is being committed is not visible yet. */
    @Test
    void waits_for_a_window_that_is_being_committed() throws Exception {
        try (KafkaProducer<String, String> other = Brokers.begin(kafka, transactions + "a")) {
            other.send(record(run("complete", "ACCOUNT", "2026-11-01T02:30:00Z", 1)))
                    .get();

            CompletableFuture<Map<String, CompleteRun>> asked =
                    CompletableFuture.supplyAsync(() -> ledger.completeRuns(report, Instant.now()));
            assertThat(asked).failsWithin(PATIENCE.dividedBy(2));
            other.commitTransaction();

            assertThat(asked).succeedsWithin(Duration.ofSeconds(30)).satisfies(runs -> assertThat(runs)
                    .containsKey(KEY));
        }
    }

    @Test
    void aborts_the_open_transaction_of_a_dead_process() throws Exception {
        try (KafkaProducer<String, String> dead = Brokers.begin(kafka, transactions + "a")) {
            dead.send(record(run("complete", "ACCOUNT", "2026-11-01T02:30:00Z", 1)))
                    .get();

            assertThat(known()).isEmpty();

            assertThatExceptionOfType(ProducerFencedException.class).isThrownBy(dead::commitTransaction);
        }
    }

    /** Guards against losing, or reading again, the runs before an open transaction. */
    @Test
    void keeps_runs_before_an_open_transaction() throws Exception {
        commit(run("complete", "ACCOUNT", "2026-11-01T02:30:00Z", 1));
        try (KafkaProducer<String, String> dead = Brokers.begin(kafka, transactions + "a")) {
            dead.send(record(run("complete", "ACCOUNT", "2026-11-02T02:30:00Z", 2)))
                    .get();

            assertThat(known().get(KEY).id()).isEqualTo("id-1");
        }
    }

    @Test
    void reports_an_open_transaction_that_it_may_not_abort() throws Exception {
        try (KafkaProducer<String, String> stranger = Brokers.begin(kafka, topic + "/stranger")) {
            stranger.send(record("{}")).get();

            assertThatExceptionOfType(KafkaUnavailableException.class)
                    .isThrownBy(this::known)
                    .withMessageContaining("topic " + topic + " cannot be read to its end");
        }
    }

    /** Another account's window must not hold up a claim, and no window may be collected twice. */
    @Test
    void a_claim_does_not_wait_for_the_transaction_of_another_window() throws Exception {
        commit(run("complete", "ACCOUNT", "2026-11-01T02:30:00Z", 1));
        RunsTopics patient = ledger(Duration.ofMinutes(5));
        try (KafkaProducer<String, String> stranger = Brokers.begin(kafka, topic + "/stranger")) {
            for (int partition = 0; partition < 2; partition++) {
                stranger.send(new ProducerRecord<>(topic, partition, KEY_OF_OTHER, "{}"))
                        .get();
            }

            CompletableFuture<Optional<CompleteRun>> claimed = CompletableFuture.supplyAsync(
                    () -> patient.completeSince(report, KEY, Instant.parse("2026-11-01T02:30:00Z")));

            assertThat(claimed).succeedsWithin(Duration.ofSeconds(20)).satisfies(run -> assertThat(run)
                    .isPresent());
            stranger.commitTransaction();
        } finally {
            patient.close();
        }
    }

    /** Guards against a window that is complete twice: its run was committed, but readers cannot see it yet. */
    @Test
    void a_claim_finds_the_run_of_its_window_behind_the_transaction_of_another_one() throws Exception {
        known();
        try (KafkaProducer<String, String> dead = Brokers.begin(kafka, "zoom-hosts/" + rows + "/ANOTHER/a")) {
            for (int partition = 0; partition < 2; partition++) {
                dead.send(new ProducerRecord<>(topic, partition, KEY_OF_OTHER, "{}"))
                        .get();
            }
            commit(run("complete", "ACCOUNT", "2026-11-02T02:30:00Z", 2));

            Optional<CompleteRun> run = ledger.completeSince(report, KEY, Instant.parse("2026-11-02T02:30:00Z"));

            assertThat(run).hasValueSatisfying(found -> assertThat(found.id()).isEqualTo("id-2"));
            assertThatExceptionOfType(ProducerFencedException.class).isThrownBy(dead::commitTransaction);
        }
    }

    /** The partition of a key changes with their number, and a producer may know the new number later than the ledger. */
    @Test
    void a_claim_finds_the_run_of_its_window_in_any_partition() throws Exception {
        for (int partition = 0; partition < 2; partition++) {
            String startedAt = "2026-11-0" + (partition + 1) + "T02:30:00Z";
            commit(new ProducerRecord<>(topic, partition, KEY, run("complete", "ACCOUNT", startedAt, partition)));

            assertThat(ledger.completeSince(report, KEY, Instant.parse(startedAt)))
                    .isPresent();
        }
    }

    @Test
    void a_claim_ignores_runs_of_earlier_triggers() {
        commit(run("complete", "ACCOUNT", "2026-11-01T02:30:00Z", 1));

        assertThat(ledger.completeSince(report, KEY, Instant.parse("2026-11-01T02:30:01Z")))
                .isEmpty();
    }

    /** Guards against a window that is complete twice because it waited for its turn longer than the ledger remembers. */
    @Test
    void a_claim_for_a_trigger_of_days_ago_finds_a_run_that_the_ledger_has_dropped() {
        String trigger = Instant.now()
                .minus(Duration.ofDays(4))
                .truncatedTo(ChronoUnit.SECONDS)
                .toString();
        LocalDate first = LocalDate.now(ZoneOffset.UTC).minusDays(6);
        String dropped = "ACCOUNT/hosts/active/" + first + "/" + first;
        try (KafkaProducer<String, String> producer = Brokers.begin(kafka, transactions + "a")) {
            for (int days = 0; days <= 1; days++) {
                for (int other = 0; other <= KnownRuns.FEW; other++) {
                    String key = (other == 0 ? "ACCOUNT" : "A" + other) + "/hosts/active/" + first + "/"
                            + first.plusDays(days);
                    producer.send(new ProducerRecord<>(
                            topic,
                            null,
                            Instant.parse(trigger).toEpochMilli(),
                            key,
                            run("complete", "ACCOUNT", trigger, 1)));
                }
            }
            producer.commitTransaction();
        }
        assertThat(known()).doesNotContainKey(dropped).hasSizeGreaterThan(KnownRuns.FEW);

        assertThat(ledger.completeSince(report, dropped, Instant.parse(trigger)))
                .isPresent();
    }

    @Test
    void following_announces_the_runs_of_other_processes() {
        ledger.follow(List.of(report));
        assertThat(heard).isEmpty();
        commit(run("complete", "ACCOUNT", "2026-11-01T02:30:00Z", 1));
        commit(run("failed", "ACCOUNT", "2026-11-02T02:30:00Z", 0));

        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            ledger.follow(List.of(report));
            assertThat(heard).containsExactly("ACCOUNT hosts active 2026-10-01 to 2026-10-31 2026-11-01T02:30:00Z");
        });
    }

    /** Otherwise each claim would have to find out that the transaction is not in its way. */
    @Test
    void following_aborts_a_transaction_that_blocks_readers_for_long() throws Exception {
        RunsTopics impatient = ledger(Duration.ofMillis(500));
        try (KafkaProducer<String, String> dead = Brokers.begin(kafka, transactions + "a")) {
            dead.send(record("{}")).get();
            commit(run("complete", "ACCOUNT", "2026-11-02T02:30:00Z", 2));

            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                impatient.follow(List.of(report));
                assertThat(heard).hasSize(1);
            });
            assertThatExceptionOfType(ProducerFencedException.class).isThrownBy(dead::commitTransaction);
        } finally {
            impatient.close();
        }
    }

    /** Guards against losing runs, and against reading a year of them again, after each trouble with Kafka. */
    @Test
    void a_read_that_fails_continues_where_it_was() {
        commit(run("complete", "ACCOUNT", "2026-11-01T02:30:00Z", 1));
        Received received = new Received();
        try (RunsReader reader = new RunsReader(clients, report, PATIENCE)) {
            reader.read(Instant.EPOCH, received);
            commit(run("complete", "ACCOUNT", "2026-11-02T02:30:00Z", 2));
            received.fail = true;
            assertThatIllegalStateException().isThrownBy(() -> reader.read(Instant.EPOCH, received));
            received.fail = false;

            reader.read(Instant.EPOCH, received);

            assertThat(received.ids).containsExactly("id-1", "id-2");
            assertThat(received.begun).isEqualTo(1);
        }
    }

    private static final class Received implements RunsReader.Sink {

        private final List<String> ids = new ArrayList<>();
        private int begun;
        private boolean fail;

        @Override
        public void anew() {
            begun++;
        }

        @Override
        public void take(StoredRun run) {
            if (fail) {
                throw new IllegalStateException("a fault of the test");
            }
            ids.add(run.parse().orElseThrow().id());
        }
    }

    /** Guards against a process that does not stop while it waits for an open transaction. */
    @Test
    void close_does_not_wait_for_a_read() throws Exception {
        RunsTopics patient = ledger(Duration.ofMinutes(5));
        patient.completeRuns(report, Instant.EPOCH);
        try (KafkaProducer<String, String> stranger = Brokers.begin(kafka, topic + "/stranger")) {
            stranger.send(record("{}")).get();
            CompletableFuture<Map<String, CompleteRun>> asked =
                    CompletableFuture.supplyAsync(() -> patient.completeRuns(report, Instant.EPOCH));
            assertThat(asked).failsWithin(Duration.ofSeconds(1));

            CompletableFuture<Void> closed = CompletableFuture.runAsync(patient::close);

            assertThat(closed).succeedsWithin(Duration.ofSeconds(30));
            assertThat(asked)
                    .failsWithin(Duration.ofSeconds(30))
                    .withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(KafkaUnavailableException.class);
        }
    }

    private RunsTopics ledger(Duration patience) {
        Leftovers leftovers = new Leftovers(clients, HostRuns.collected(rows), () -> false);
        return new RunsTopics(clients, leftovers, reports(), this::hear, Clock.systemUTC(), patience);
    }

    private void hear(String accountId, Window window, Instant startedAt) {
        heard.add(accountId + " " + window + " " + startedAt);
    }

    private Reports reports() {
        return HostRuns.reports(rows);
    }

    private void createTopics() throws Exception {
        new Topics(clients, HostRuns.collected(rows), true, 2, Duration.ofDays(400)).create(null);
    }

    private void delete(String name) throws Exception {
        clients.admin().deleteTopics(List.of(name)).all().get();
        clients.await(() -> clients.topicId(name) == null);
    }

    private Map<String, CompleteRun> known() {
        return ledger.completeRuns(report, Instant.EPOCH);
    }

    private void commit(String... runs) {
        for (String run : runs) {
            commit(record(run));
        }
    }

    private void commit(ProducerRecord<String, String> record) {
        try (KafkaProducer<String, String> producer = Brokers.begin(kafka, transactions + UUID.randomUUID())) {
            producer.send(record);
            producer.commitTransaction();
        }
    }

    private ProducerRecord<String, String> record(String run) {
        return new ProducerRecord<>(topic, KEY, run);
    }

    private ProducerRecord<String, String> publishedTo(String topicId) {
        ProducerRecord<String, String> record = record(run("complete", "ACCOUNT", "2026-11-01T02:30:00Z", 1));
        record.headers().add(Headers.TOPIC_ID, topicId.getBytes(StandardCharsets.UTF_8));
        return record;
    }

    private static String run(String status, String account, String startedAt, int rows) {
        return """
                {"run_id":"id-%d","status":"%s","report":{"name":"hosts","account_id":"%s"},"rows":%d,"hosts":%d,
                 "filtered":4,"pages":1,"duplicates":0,"rejected":0,"total_records":%d,"total_meetings":null,
                 "started_at":"%s"}
                """.formatted(rows, status, account, rows, rows, rows, startedAt);
    }
}
