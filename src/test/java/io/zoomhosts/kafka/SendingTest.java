package io.zoomhosts.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.zoomhosts.report.NotCommittedException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.Test;

/** Nothing of a transaction may be left out without a word. */
class SendingTest {

    private static final List<ProducerRecord<Object, Object>> RECORDS = IntStream.range(0, 5000)
            .mapToObj(number -> new ProducerRecord<Object, Object>("topic", number, number))
            .toList();

    private static final Serializer<Object> BYTES = (topic, number) -> new byte[1];

    @Test
    void should_have_sent_everything_in_order_when_it_is_finished() throws Exception {
        MockProducer<Object, Object> producer = new MockProducer<>(true, null, BYTES, BYTES);
        Sending sending = new Sending(producer, "test");

        for (ProducerRecord<Object, Object> sent : RECORDS) {
            sending.add(sent);
        }
        sending.finish();

        assertThat(producer.history()).isEqualTo(RECORDS);
    }

    @Test
    void should_send_nothing_after_a_record_that_failed_and_say_so() throws Exception {
        Failing producer = new Failing();
        Sending sending = new Sending(producer, "test");

        sending.add(RECORDS.get(0));

        assertThatExceptionOfType(NotCommittedException.class)
                .isThrownBy(sending::finish)
                .withCauseInstanceOf(TimeoutException.class);
        assertThatExceptionOfType(NotCommittedException.class).isThrownBy(() -> sending.add(RECORDS.get(1)));
        assertThat(producer.history()).isEmpty();
    }

    /** Guards against a window that nobody calls failed: once Kafka is asked to commit, that is not certain any more. */
    @Test
    void should_know_before_the_commit_that_kafka_did_not_take_a_record() throws Exception {
        MockProducer<Object, Object> producer = new MockProducer<>(false, null, BYTES, BYTES);
        Sending sending = new Sending(producer, "test");
        sending.add(RECORDS.get(0));
        await().until(() -> !producer.history().isEmpty());

        producer.errorNext(new RecordTooLargeException("too large"));

        assertThatExceptionOfType(NotCommittedException.class)
                .isThrownBy(sending::finish)
                .withCauseInstanceOf(RecordTooLargeException.class);
    }

    @Test
    void should_not_finish_what_was_given_up() throws Exception {
        Stuck producer = new Stuck();
        Sending sending = new Sending(producer, "test");
        sending.add(RECORDS.get(0));
        await().until(() -> producer.entered.getCount() == 0);

        sending.cancel();

        assertThatExceptionOfType(NotCommittedException.class).isThrownBy(sending::finish);
        assertThat(producer.history()).isEmpty();
    }

    /** Guards against one who waits for ever for room among records that nobody takes any more. */
    @Test
    void should_take_no_more_once_it_was_given_up() {
        Sending sending = new Sending(new MockProducer<>(true, null, BYTES, BYTES), "test");

        sending.cancel();

        assertThatExceptionOfType(NotCommittedException.class).isThrownBy(() -> {
            while (true) {
                sending.add(RECORDS.get(0));
            }
        });
    }

    private static final class Failing extends MockProducer<Object, Object> {

        private Failing() {
            super(true, null, BYTES, BYTES);
        }

        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<Object, Object> sent, Callback callback) {
            throw new TimeoutException("Topic topic not present in metadata after 30000 ms.");
        }
    }

    private static final class Stuck extends MockProducer<Object, Object> {

        private final CountDownLatch entered = new CountDownLatch(1);

        private Stuck() {
            super(true, null, BYTES, BYTES);
        }

        @Override
        public Future<RecordMetadata> send(ProducerRecord<Object, Object> sent, Callback callback) {
            entered.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                throw new org.apache.kafka.common.errors.InterruptException(e);
            }
            return null;
        }
    }
}
