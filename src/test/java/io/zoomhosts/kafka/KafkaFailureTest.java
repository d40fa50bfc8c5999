package io.zoomhosts.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.zoomhosts.failure.Failure;
import io.zoomhosts.failure.RunException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.InvalidTxnTimeoutException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The failure and the advice for each exception of Kafka. */
class KafkaFailureTest {

    static Stream<Arguments> exceptions() {
        return Stream.of(
                arguments(
                        new TimeoutException("Timed out waiting for a node assignment. Call: listNodes"),
                        Failure.KAFKA,
                        "KAFKA_BROKERS"),
                arguments(
                        new TimeoutException("Timeout expired after 30000ms while awaiting InitProducerId"),
                        Failure.KAFKA,
                        "transaction.state.log.replication.factor=1"),
                arguments(new InvalidReplicationFactorException("3"), Failure.KAFKA, "default.replication.factor"),
                arguments(new NotEnoughReplicasException("1"), Failure.KAFKA, "min.insync.replicas"),
                arguments(new KafkaException("Failed to create new NetworkClient"), Failure.KAFKA, "a semicolon"),
                arguments(new InvalidTxnStateException("state"), Failure.KAFKA, "KAFKA_TRANSACTION_TIMEOUT"),
                arguments(new ProducerFencedException("taken"), Failure.FENCED, ""),
                arguments(new InvalidProducerEpochException("taken"), Failure.FENCED, ""),
                arguments(new RecordTooLargeException("large"), Failure.KAFKA_REFUSED, "max.message.bytes"),
                arguments(new RecordBatchTooLargeException("large"), Failure.KAFKA_REFUSED, "max.message.bytes"),
                arguments(new InvalidTxnTimeoutException("long"), Failure.KAFKA_REFUSED, "transaction.max.timeout.ms"),
                arguments(
                        new SaslAuthenticationException("who"), Failure.KAFKA_REFUSED, "KAFKA_CLIENT_SASL_JAAS_CONFIG"),
                arguments(new SslAuthenticationException("who"), Failure.KAFKA_REFUSED, "KAFKA_CLIENT_SSL_TRUSTSTORE"),
                arguments(new TopicAuthorizationException("topic"), Failure.KAFKA_REFUSED, "docs/kafka.md"),
                arguments(new SerializationException("class"), Failure.KAFKA_REFUSED, "text or bytes"),
                arguments(new UnsupportedVersionException("old"), Failure.KAFKA_REFUSED, "too old"),
                arguments(new PolicyViolationException("policy"), Failure.KAFKA_REFUSED, "ZOOM_TOPICS_CREATE"));
    }

    @ParameterizedTest
    @MethodSource("exceptions")
    void classifies_exceptions_and_gives_advice(KafkaException thrown, Failure failure, String remedy) {
        KafkaFailure found = KafkaFailure.in(new ExecutionException(new KafkaException("outer", thrown)));

        assertThat(found.failure()).isEqualTo(failure);
        assertThat(found.said()).isEqualTo(thrown.getClass().getSimpleName() + ": " + thrown.getMessage());
        assertThat(found.remedy()).contains(remedy);
    }

    /** Wrong advice is worse than none. */
    @Test
    void gives_no_advice_on_unknown_exceptions() {
        assertThat(KafkaFailure.in(new KafkaException("something else")).ofRun())
                .hasMessage("the run could not be written to Kafka (KafkaException: something else)");
    }

    /** Messages of Kafka's exceptions quote values. */
    @Test
    void quotes_neither_settings_nor_topic_names_from_rows() {
        assertThat(KafkaFailure.in(new InvalidTopicException("Hunter2")).ofRun())
                .hasMessageStartingWith(
                        "Kafka refused the records or the commit of the run, and a retry does not help (InvalidTopicException). This is not a valid topic name");
        assertThat(KafkaFailure.in(new ConfigException("ssl.key.password", "Hunter2", "no"))
                        .ofRun())
                .hasMessageStartingWith(
                        "the run could not be written to Kafka (ConfigException). A Kafka client setting");
        assertThat(KafkaFailure.in(new ConfigException("Invalid url in bootstrap.servers: Hunter2"))
                        .ofRun())
                .hasMessageContaining("KAFKA_BROKERS")
                .hasMessageNotContaining("Hunter2");
    }

    @Test
    void reports_that_another_process_took_the_window() {
        RunException why = KafkaFailure.in(new ProducerFencedException("epoch")).ofRun();

        assertThat(why.failure()).isEqualTo(Failure.FENCED);
        assertThat(why).hasMessageContaining("another zoom-hosts process is collecting the same window");
    }

    @Test
    void quotes_only_messages_of_kafka() {
        Exception jaas = new IllegalArgumentException("Value not specified for key 'my-password'");

        assertThat(KafkaFailure.in(new KafkaException("Failed to create new KafkaAdminClient", jaas))
                        .ofRun())
                .hasMessageContaining("Failed to create new KafkaAdminClient")
                .hasMessageNotContaining("my-password");
    }

    /** Guards against the message of the cause, which does not name the topic. */
    @Test
    void names_a_topic_that_is_missing() {
        Exception missing = new TimeoutException(
                "Topic mine not present in metadata after 30000 ms.",
                new UnknownTopicOrPartitionException("This server does not host this topic-partition."));

        assertThat(KafkaFailure.in(new KafkaException("Kafka did not accept a record", missing))
                        .ofRun())
                .hasMessageContaining("Topic mine not present")
                .hasMessageContaining("Create the topic");
    }

    @Test
    void ignores_exceptions_that_are_not_kafkas() {
        Exception other = new IllegalStateException("not of Kafka");

        assertThat(KafkaFailure.in(other)).isNull();
        assertThat(new KafkaDiagnosis().of(other)).isEmpty();
    }
}
