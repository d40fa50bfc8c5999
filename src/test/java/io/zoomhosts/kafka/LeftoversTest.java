package io.zoomhosts.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zoomhosts.demo.KafkaBroker;
import io.zoomhosts.report.HostReport;
import io.zoomhosts.run.Run;
import io.zoomhosts.support.WithKafka;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Open transactions of a killed process are aborted; those of other live processes are kept. */
@ExtendWith(WithKafka.class)
class LeftoversTest {

    private final String topic = "hosts." + UUID.randomUUID().toString().substring(0, 8);
    private final HostRuns hostRuns = new HostRuns(topic);
    private final AtomicBoolean stopping = new AtomicBoolean();
    private KafkaBroker kafka;
    private KafkaClients clients;
    private Leftovers leftovers;

    @BeforeEach
    void openClients(KafkaBroker broker) {
        kafka = broker;
        clients = new KafkaClients(Brokers.context(broker));
        leftovers = new Leftovers(clients, HostRuns.collected(topic), stopping::get);
    }

    @AfterEach
    void closeClients() {
        clients.close();
    }

    @Test
    void aborts_only_transactions_of_an_earlier_process() throws Exception {
        try (KafkaProducer<String, String> leftover = begin("ACCOUNT/report/users/a");
                KafkaProducer<String, String> otherAccount = begin("ACCOUNT-2/report/users/a")) {
            send(leftover, topic);
            send(otherAccount, topic);

            abort("ACCOUNT");

            assertThatExceptionOfType(ProducerFencedException.class).isThrownBy(leftover::commitTransaction);
            assertThatCode(otherAccount::commitTransaction).doesNotThrowAnyException();
        }
    }

    @Test
    void aborts_open_transactions_of_every_account() throws Exception {
        try (KafkaProducer<String, String> one = begin("ACCOUNT/report/users/a");
                KafkaProducer<String, String> other = begin("ACCOUNT-2/report/users/a")) {
            send(one, topic);
            send(other, topic);

            abort("ACCOUNT", "ACCOUNT-2");

            assertThatExceptionOfType(ProducerFencedException.class).isThrownBy(one::commitTransaction);
            assertThatExceptionOfType(ProducerFencedException.class).isThrownBy(other::commitTransaction);
        }
    }

    @Test
    void keeps_transactions_that_this_process_opens_later() throws Exception {
        abort("ACCOUNT");
        try (KafkaProducer<String, String> own = begin("ACCOUNT/a")) {
            send(own, topic);

            abort("ACCOUNT");

            assertThatCode(own::commitTransaction).doesNotThrowAnyException();
        }
    }

    /** Guards against a reader that fences the window of a live process. */
    @Test
    void keeps_a_transaction_that_does_not_block_the_runs_topic() throws Exception {
        try (KafkaProducer<String, String> alive = begin("ACCOUNT/a");
                KafkaProducer<String, String> dead = begin("ACCOUNT/b")) {
            send(alive, topic);
            send(dead, topic + ".runs");

            leftovers.abortIn(hostRuns.report());

            assertThatCode(alive::commitTransaction).doesNotThrowAnyException();
            assertThatExceptionOfType(ProducerFencedException.class).isThrownBy(dead::commitTransaction);
        }
    }

    @Test
    void a_fenced_window_waits_while_another_process_has_it() throws Exception {
        Run run = fencedRun();
        try (KafkaProducer<String, String> other = Brokers.begin(kafka, TransactionalIds.of(run))) {
            send(other, topic);
            assertThat(leftovers.isFree(run)).isFalse();

            other.commitTransaction();

            assertThat(leftovers.isFree(run)).isTrue();
        }
    }

    @Test
    void a_window_that_was_not_fenced_does_not_wait() throws Exception {
        Run run = hostRuns.open();
        try (KafkaProducer<String, String> other = Brokers.begin(kafka, TransactionalIds.of(run))) {
            send(other, topic);

            assertThat(leftovers.isFree(run)).isTrue();
        }
    }

    /** Guards against a process that stops only after another one has ended its transaction. */
    @Test
    void a_fenced_window_does_not_wait_while_the_process_stops() throws Exception {
        Run run = fencedRun();
        try (KafkaProducer<String, String> other = Brokers.begin(kafka, TransactionalIds.of(run))) {
            send(other, topic);

            stopping.set(true);

            assertThat(leftovers.isFree(run)).isTrue();
        }
    }

    @Test
    void does_not_wait_for_a_transaction_without_a_commit() throws Exception {
        Run run = hostRuns.open();
        try (KafkaProducer<String, String> other = Brokers.begin(kafka, TransactionalIds.of(run))) {
            send(other, topic);

            assertThat(visible(run)).succeedsWithin(KafkaClients.PATIENCE.dividedBy(2));
        }
    }

    @Test
    void does_not_wait_when_kafka_knows_no_transaction() {
        assertThat(visible(hostRuns.open())).succeedsWithin(KafkaClients.PATIENCE.dividedBy(2));
    }

    private CompletableFuture<Void> visible(Run run) {
        return CompletableFuture.runAsync(() -> {
            try {
                leftovers.awaitVisible(run);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private Run fencedRun() {
        Run run = hostRuns.open();
        hostRuns.runs.restart(run);
        hostRuns.runs.failed(run, new ProducerFencedException("another process"), "window");
        return run;
    }

    private void abort(String... accounts) throws InterruptedException {
        leftovers.abort(List.of(accounts).stream().map(HostReport::account).toList());
    }

    private KafkaProducer<String, String> begin(String window) {
        return Brokers.begin(kafka, "zoom-hosts/" + topic + "/" + window);
    }

    private static void send(KafkaProducer<String, String> producer, String to) throws Exception {
        producer.send(new ProducerRecord<>(to, "k", "v")).get();
    }
}
