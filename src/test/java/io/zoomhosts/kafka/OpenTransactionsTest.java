package io.zoomhosts.kafka;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zoomhosts.broker.KafkaBroker;
import io.zoomhosts.broker.WithKafka;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a killed process leaves open in Kafka is ended; what is somebody else's is left alone. */
@ExtendWith(WithKafka.class)
class OpenTransactionsTest {

    private final String topic = "hosts." + UUID.randomUUID();

    @Test
    void should_abort_what_an_earlier_process_left_open_and_nothing_else(KafkaBroker kafka) throws Exception {
        String prefix = "zoom-hosts/" + topic + "/ACCOUNT";
        try (KafkaProducer<String, String> leftover = Brokers.begin(kafka, prefix + "/report/users/a");
                KafkaClients clients = new KafkaClients(Brokers.context(kafka));
                KafkaProducer<String, String> otherAccount = Brokers.begin(kafka, prefix + "-2/report/users/a")) {
            leftover.send(new ProducerRecord<>(topic, "k", "v")).get();
            otherAccount.send(new ProducerRecord<>(topic, "k", "v")).get();

            new OpenTransactions(clients, prefix + "/").abortLeftovers();

            assertThatExceptionOfType(ProducerFencedException.class).isThrownBy(leftover::commitTransaction);
            assertThatCode(otherAccount::commitTransaction).doesNotThrowAnyException();
        }
    }

    @Test
    void should_leave_alone_what_this_process_itself_opens_later(KafkaBroker kafka) throws Exception {
        String prefix = "zoom-hosts/" + topic + "/ACCOUNT/";
        try (KafkaClients clients = new KafkaClients(Brokers.context(kafka))) {
            OpenTransactions transactions = new OpenTransactions(clients, prefix);
            transactions.abortLeftovers();
            KafkaProducer<String, String> own = Brokers.begin(kafka, prefix + "a");
            own.send(new ProducerRecord<>(topic, "k", "v")).get();

            transactions.abortLeftovers();

            assertThatCode(own::commitTransaction).doesNotThrowAnyException();
            own.close();
        }
    }
}
