package io.zoomhosts.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zoomhosts.broker.KafkaBroker;
import io.zoomhosts.broker.WithKafka;
import io.zoomhosts.report.CompleteRun;
import io.zoomhosts.report.Totals;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.CamelContext;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The ledger, read from a real topic. */
@ExtendWith(WithKafka.class)
class RunsTopicTest {

    private static final String WINDOW = "active/2026-10-01/2026-10-31";
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    private final String hosts = "hosts." + UUID.randomUUID().toString().substring(0, 8);
    private final String topic = hosts + ".runs";
    private final String prefix = "zoom-hosts/" + hosts + "/ACCOUNT/";
    private KafkaBroker kafka;
    private KafkaClients clients;
    private RunsTopic ledger;

    @BeforeEach
    void createTopic(KafkaBroker broker) throws Exception {
        kafka = broker;
        CamelContext context = Brokers.context(kafka);
        clients = new KafkaClients(context);
        new Topics(clients, hosts, true, 2).create(Brokers.exchange(context));
        ledger = new RunsTopic(clients, hosts, "ACCOUNT", new OpenTransactions(clients, prefix), PATIENCE);
    }

    @AfterEach
    void closeClients() {
        clients.close();
    }

    @Test
    void should_know_no_run_where_there_is_no_topic() {
        RunsTopic nowhere = new RunsTopic(clients, hosts + "-2", "ACCOUNT", new OpenTransactions(clients, prefix));

        assertThat(nowhere.completeRuns(Instant.EPOCH)).isEmpty();
    }

    @Test
    void should_know_no_run_of_an_empty_topic() {
        assertThat(ledger.completeRuns(Instant.EPOCH)).isEmpty();
    }

    @Test
    void should_know_the_newest_complete_run_of_each_window() {
        commit(
                run("complete", "ACCOUNT", "2026-11-01T02:30:00Z", 1),
                run("complete", "ACCOUNT", "2026-11-03T02:30:00Z", 3),
                run("complete", "ACCOUNT", "2026-11-02T02:30:00Z", 2),
                run("failed", "ACCOUNT", "2026-11-04T02:30:00Z", 0),
                run("complete", "ANOTHER", "2026-11-05T02:30:00Z", 9),
                "not a run",
                "{}");

        assertThat(ledger.completeRuns(Instant.EPOCH))
                .isEqualTo(Map.of(
                        WINDOW,
                        new CompleteRun(
                                "id-3",
                                Instant.parse("2026-11-03T02:30:00Z"),
                                3,
                                1,
                                0,
                                0,
                                new Totals(3L, null, null, null))));
    }

    @Test
    void should_not_read_what_ended_long_before() {
        commit(run("complete", "ACCOUNT", "2026-11-01T02:30:00Z", 1));

        assertThat(ledger.completeRuns(Instant.now())).containsKey(WINDOW);
        assertThat(ledger.completeRuns(Instant.now().plus(Duration.ofHours(2)))).isEmpty();
    }

    /** Guards against a window being complete in the ledger, and its hosts nowhere. */
    @Test
    void should_not_count_runs_whose_hosts_went_with_a_deleted_topic() throws Exception {
        ProducerRecord<String, String> gone = record(run("complete", "ACCOUNT", "2026-11-01T02:30:00Z", 1));
        gone.headers().add(Events.TOPIC_ID, Uuid.randomUuid().toString().getBytes(StandardCharsets.UTF_8));
        try (KafkaProducer<String, String> producer = Brokers.begin(kafka, prefix + "a")) {
            producer.send(gone);
            producer.commitTransaction();
        }

        assertThat(ledger.completeRuns(Instant.EPOCH)).isEmpty();
    }

    /** Guards against a window being complete twice, because the one that is just being committed is not yet visible. */
    @Test
    void should_wait_for_a_window_that_is_about_to_be_committed() throws Exception {
        try (KafkaProducer<String, String> other = Brokers.begin(kafka, prefix + "a")) {
            other.send(record(run("complete", "ACCOUNT", "2026-11-01T02:30:00Z", 1)))
                    .get();

            CompletableFuture<Map<String, CompleteRun>> asked =
                    CompletableFuture.supplyAsync(() -> ledger.completeRuns(Instant.now()));
            assertThat(asked).failsWithin(PATIENCE.dividedBy(2));
            other.commitTransaction();

            assertThat(asked).succeedsWithin(Duration.ofSeconds(30)).satisfies(runs -> assertThat(runs)
                    .containsKey(WINDOW));
        }
    }

    @Test
    void should_abort_what_a_dead_process_left_in_the_way() throws Exception {
        try (KafkaProducer<String, String> dead = Brokers.begin(kafka, prefix + "a")) {
            dead.send(record(run("complete", "ACCOUNT", "2026-11-01T02:30:00Z", 1)))
                    .get();

            assertThat(ledger.completeRuns(Instant.EPOCH)).isEmpty();

            assertThatExceptionOfType(ProducerFencedException.class).isThrownBy(dead::commitTransaction);
        }
    }

    @Test
    void should_say_what_is_in_the_way_where_it_may_not_be_aborted() throws Exception {
        try (KafkaProducer<String, String> stranger = Brokers.begin(kafka, topic + "/stranger")) {
            stranger.send(record("{}")).get();

            assertThatExceptionOfType(KafkaUnavailableException.class)
                    .isThrownBy(() -> ledger.completeRuns(Instant.EPOCH))
                    .withMessageContaining("topic " + topic + " cannot be read to its end");
        }
    }

    private void commit(String... runs) {
        try (KafkaProducer<String, String> producer = Brokers.begin(kafka, prefix + UUID.randomUUID())) {
            for (String run : runs) {
                producer.send(record(run));
            }
            producer.commitTransaction();
        }
    }

    private ProducerRecord<String, String> record(String run) {
        return new ProducerRecord<>(topic, WINDOW, run);
    }

    private static String run(String status, String account, String startedAt, int hosts) {
        return """
                {"run_id":"id-%d","status":"%s","report":{"account_id":"%s"},"hosts":%d,"pages":1,"duplicates":0,
                 "rejected":0,"total_records":%d,"total_meetings":null,"started_at":"%s"}
                """.formatted(hosts, status, account, hosts, hosts, startedAt);
    }
}
