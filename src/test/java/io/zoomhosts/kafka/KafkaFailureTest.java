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
                arguments(new TopicAuthorizationException("topic"), Failure.KAFKA_REFUSED, "docs/security.md"),
                arguments(new SerializationException("class"), Failure.KAFKA_REFUSED, "text or bytes"),
                arguments(new UnsupportedVersionException("old"), Failure.KAFKA_REFUSED, "too old"),
                arguments(new PolicyViolationException("policy"), Failure.KAFKA_REFUSED, "ZOOM_TOPICS_CREATE"));
    }

    @ParameterizedTest
    @MethodSource("exceptions")
    void says_what_an_exception_comes_down_to_and_what_helps(KafkaException thrown, Failure failure, String remedy) {
        KafkaFailure found = KafkaFailure.in(new ExecutionException(new KafkaException("outer", thrown)));

        assertThat(found.failure()).isEqualTo(failure);
        assertThat(found.said()).isEqualTo(thrown.getClass().getSimpleName() + ": " + thrown.getMessage());
        assertThat(found.remedy()).contains(remedy);
    }

    /** Advice that does not fit is worse than none. */
    @Test
    void gives_no_advice_where_nobody_knows() {
        assertThat(KafkaFailure.in(new KafkaException("something else")).ofRun())
                .hasMessage("Kafka did not take the window (KafkaException: something else)");
    }

    /** Their messages quote the value. */
    @Test
    void quotes_neither_a_setting_nor_a_name_that_a_row_may_have_given() {
        assertThat(KafkaFailure.in(new InvalidTopicException("Hunter2")).ofRun())
                .hasMessageStartingWith(
                        "Kafka refuses the window (InvalidTopicException). That cannot be the name of a topic");
        assertThat(KafkaFailure.in(new ConfigException("ssl.key.password", "Hunter2", "no"))
                        .ofRun())
                .hasMessageStartingWith(
                        "Kafka did not take the window (ConfigException). A setting of Kafka's clients");
        assertThat(KafkaFailure.in(new ConfigException("Invalid url in bootstrap.servers: Hunter2"))
                        .ofRun())
                .hasMessageContaining("KAFKA_BROKERS")
                .hasMessageNotContaining("Hunter2");
    }

    @Test
    void says_that_another_process_took_the_window() {
        RunException why = KafkaFailure.in(new ProducerFencedException("epoch")).ofRun();

        assertThat(why.failure()).isEqualTo(Failure.FENCED);
        assertThat(why).hasMessage("another process has taken the window");
    }

    @Test
    void does_not_repeat_what_is_not_in_kafkas_own_words() {
        Exception jaas = new IllegalArgumentException("Value not specified for key 'my-password'");

        assertThat(KafkaFailure.in(new KafkaException("Failed to create new KafkaAdminClient", jaas))
                        .ofRun())
                .hasMessageContaining("Failed to create new KafkaAdminClient")
                .hasMessageNotContaining("my-password");
    }

    /** Guards against the words of the exception inside of it, which do not say which topic. */
    @Test
    void names_a_topic_that_is_missing() {
        Exception missing = new TimeoutException(
                "Topic mine not present in metadata after 30000 ms.",
                new UnknownTopicOrPartitionException("This server does not host this topic-partition."));

        assertThat(KafkaFailure.in(new KafkaException("Kafka did not take a record", missing))
                        .ofRun())
                .hasMessageContaining("Topic mine not present")
                .hasMessageContaining("Create the topic");
    }

    @Test
    void finds_nothing_in_an_exception_that_is_not_kafkas() {
        Exception other = new IllegalStateException("not of Kafka");

        assertThat(KafkaFailure.in(other)).isNull();
        assertThat(new KafkaDiagnosis().of(other)).isEmpty();
    }
}
