package io.zoomhosts.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zoomhosts.failure.UndecidedException;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidTxnTimeoutException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.Test;

/** A transaction commits every record, or fails and commits none. */
class TransactionTest {

    private static final List<ProducerRecord<Object, Object>> RECORDS = IntStream.range(0, 5000)
            .mapToObj(number -> new ProducerRecord<Object, Object>("topic", number, number))
            .toList();

    private static final Serializer<Object> BYTES = (topic, number) -> new byte[1];

    private final TestProducer producer = new TestProducer(true);

    @Test
    void begins_with_its_transactional_id() {
        Transaction.begin(producer);

        assertThat(producer.transactionInitialized()).isTrue();
        assertThat(producer.transactionInFlight()).isTrue();
    }

    @Test
    void closes_the_producer_of_a_transaction_that_cannot_begin() {
        producer.initTransactionException = new TimeoutException("no answer");

        assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> Transaction.begin(producer));

        assertThat(producer.closed()).isTrue();
    }

    /** Kafka's client has no exception type for this refusal. */
    @Test
    void names_a_transaction_timeout_that_the_broker_refuses() {
        producer.initTransactionException = new KafkaException(
                "Unexpected error in InitProducerIdResponse; " + Errors.INVALID_TRANSACTION_TIMEOUT.message());

        assertThatExceptionOfType(InvalidTxnTimeoutException.class).isThrownBy(() -> Transaction.begin(producer));
    }

    @Test
    void commits_every_record_in_order() throws Exception {
        Transaction transaction = Transaction.begin(producer);

        for (ProducerRecord<Object, Object> record : RECORDS) {
            transaction.send(record);
        }
        transaction.commit();

        assertThat(producer.history()).isEqualTo(RECORDS);
        assertThat(producer.transactionCommitted()).isTrue();
    }

    @Test
    void sends_the_records_of_several_threads() {
        Transaction transaction = Transaction.begin(producer);

        RECORDS.parallelStream().forEach(record -> {
            try {
                transaction.send(record);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        transaction.commit();

        assertThat(producer.history()).containsExactlyInAnyOrderElementsOf(RECORDS);
    }

    /** Guards against a route that swallows the exception: the commit fails all the same. */
    @Test
    void sends_and_commits_nothing_after_a_record_that_failed() {
        producer.sendException = new TimeoutException("Topic topic not present in metadata after 30000 ms.");
        Transaction transaction = Transaction.begin(producer);
        assertThatExceptionOfType(KafkaException.class)
                .isThrownBy(() -> transaction.send(RECORDS.get(0)))
                .withCauseInstanceOf(TimeoutException.class);
        producer.sendException = null;

        assertThatExceptionOfType(KafkaException.class)
                .isThrownBy(() -> transaction.send(RECORDS.get(1)))
                .withCauseInstanceOf(TimeoutException.class);
        assertThatExceptionOfType(KafkaException.class)
                .isThrownBy(transaction::commit)
                .withCauseInstanceOf(TimeoutException.class);
        assertThat(producer.uncommittedRecords()).isEmpty();
        assertThat(producer.history()).isEmpty();
        assertThat(producer.commits).isZero();
    }

    /** Guards against an undecided run: after a commit request the outcome would be uncertain. */
    @Test
    void does_not_commit_when_kafka_refused_a_record() throws Exception {
        TestProducer waiting = new TestProducer(false);
        Transaction transaction = Transaction.begin(waiting);
        transaction.send(RECORDS.get(0));
        waiting.errorNext(new RecordTooLargeException("too large"));

        assertThatThrownBy(transaction::commit)
                .isInstanceOf(KafkaException.class)
                .hasCauseInstanceOf(RecordTooLargeException.class);

        assertThat(waiting.commits).isZero();
    }

    @Test
    void fails_the_next_send_when_kafka_refused_a_record() throws Exception {
        TestProducer waiting = new TestProducer(false);
        Transaction transaction = Transaction.begin(waiting);
        transaction.send(RECORDS.get(0));
        waiting.errorNext(new RecordTooLargeException("too large"));

        assertThatExceptionOfType(KafkaException.class)
                .isThrownBy(() -> transaction.send(RECORDS.get(1)))
                .withCauseInstanceOf(RecordTooLargeException.class);
    }

    @Test
    void reports_the_first_of_several_failures() throws Exception {
        TestProducer waiting = new TestProducer(false);
        Transaction transaction = Transaction.begin(waiting);
        transaction.send(RECORDS.get(0));
        transaction.send(RECORDS.get(1));
        waiting.errorNext(new RecordTooLargeException("too large"));
        waiting.errorNext(new ProducerFencedException("what follows from it"));

        assertThatThrownBy(transaction::commit).hasCauseInstanceOf(RecordTooLargeException.class);
    }

    @Test
    void commits_only_after_kafka_acknowledged_every_record() throws Exception {
        TestProducer waiting = new TestProducer(false);
        Transaction transaction = Transaction.begin(waiting);
        transaction.send(RECORDS.get(0));

        transaction.commit();

        assertThat(waiting.flushed()).isTrue();
        assertThat(waiting.history()).containsExactly(RECORDS.get(0));
    }

    @Test
    void retries_a_commit_that_timed_out() {
        producer.lateAnswers = 2;
        Transaction transaction = Transaction.begin(producer);

        transaction.commit();

        assertThat(producer.transactionCommitted()).isTrue();
        assertThat(producer.commits).isEqualTo(3);
    }

    @Test
    void is_undecided_when_no_retry_of_the_commit_is_answered() {
        producer.lateAnswers = 100;
        Transaction transaction = Transaction.begin(producer);

        assertThatExceptionOfType(UndecidedException.class)
                .isThrownBy(transaction::commit)
                .withCauseInstanceOf(TimeoutException.class);

        assertThat(producer.commits).isEqualTo(3);
    }

    @Test
    void is_undecided_when_the_commit_fails_and_does_not_retry_it() {
        producer.commitTransactionException = new ProducerFencedException("another process");
        Transaction transaction = Transaction.begin(producer);

        assertThatExceptionOfType(UndecidedException.class)
                .isThrownBy(transaction::commit)
                .withCauseInstanceOf(ProducerFencedException.class);

        assertThat(producer.commits).isEqualTo(1);
    }

    @Test
    void is_not_undecided_when_the_flush_fails() {
        producer.flushException = new KafkaException("not flushed");
        Transaction transaction = Transaction.begin(producer);

        assertThatThrownBy(transaction::commit).isSameAs(producer.flushException);

        assertThat(producer.commits).isZero();
    }

    @Test
    void aborts_records_that_were_sent() throws Exception {
        Transaction transaction = Transaction.begin(producer);
        transaction.send(RECORDS.get(0));

        transaction.abort();

        assertThat(producer.transactionAborted()).isTrue();
        assertThat(producer.history()).isEmpty();
    }

    @Test
    void does_not_throw_when_the_abort_fails() {
        producer.abortTransactionException = new ProducerFencedException("another process");
        Transaction transaction = Transaction.begin(producer);

        assertThatCode(transaction::abort).doesNotThrowAnyException();
    }

    @Test
    void does_not_throw_when_the_close_fails() {
        producer.closeException = new KafkaException("not closed");
        Transaction transaction = Transaction.begin(producer);

        assertThatCode(transaction::close).doesNotThrowAnyException();
    }

    /** Guards against a commit of a window that its process has rolled back. */
    @Test
    void sends_and_commits_nothing_after_close() throws Exception {
        Transaction transaction = Transaction.begin(producer);
        transaction.send(RECORDS.get(0));

        transaction.close();

        assertThatExceptionOfType(KafkaException.class).isThrownBy(() -> transaction.send(RECORDS.get(1)));
        assertThatExceptionOfType(KafkaException.class).isThrownBy(transaction::commit);
        assertThat(producer.history()).isEmpty();
        assertThat(producer.transactionCommitted()).isFalse();
    }

    /** Counts the commits, and can time out on them. */
    private static final class TestProducer extends MockProducer<Object, Object> {

        private int lateAnswers;
        private int commits;

        private TestProducer(boolean acknowledges) {
            super(acknowledges, null, BYTES, BYTES);
        }

        @Override
        public void commitTransaction() {
            commits++;
            if (lateAnswers-- > 0) {
                throw new TimeoutException("no answer");
            }
            super.commitTransaction();
        }
    }
}
