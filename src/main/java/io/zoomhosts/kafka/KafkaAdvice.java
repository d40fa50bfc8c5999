package io.zoomhosts.kafka;

import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.InvalidTxnTimeoutException;
import org.apache.kafka.common.errors.NotEnoughReplicasAfterAppendException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/**
 * Advice for Kafka errors; the first one that matches is used. {@code docs/troubleshooting.md} lists all of them.
 */
enum KafkaAdvice {
    RECORD_SIZE(
            either(RecordTooLargeException.class, RecordBatchTooLargeException.class),
            "Raise max.message.bytes of the topic, and max.request.size of the producer"
                    + " (KAFKA_CLIENT_MAX_REQUEST_SIZE)"),
    TRANSACTION_TIMEOUT(
            InvalidTxnTimeoutException.class::isInstance,
            "Raise transaction.max.timeout.ms of the brokers, or lower kafka.transaction-timeout"
                    + " (KAFKA_TRANSACTION_TIMEOUT)"),
    TOPIC_NAME(
            InvalidTopicException.class::isInstance,
            "This is not a valid topic name: correct zoom.hosts-topic (ZOOM_HOSTS_TOPIC), the"
                    + " topic in the report's declaration, or the step that sets the variable 'topic'"),
    RECORD_BODY(
            SerializationException.class::isInstance,
            "A record must be text or bytes: correct the step that sends something else, for example with marshal"),
    TOPIC_MISSING(
            KafkaAdvice::isTopicMissing,
            "Create the topic, let zoom-hosts create it (zoom.topics.create, ZOOM_TOPICS_CREATE),"
                    + " or correct the step that names it"),
    TRANSACTION_ENDED(
            InvalidTxnStateException.class::isInstance,
            "Kafka had already aborted the transaction: it was open longer than"
                    + " kafka.transaction-timeout (KAFKA_TRANSACTION_TIMEOUT), or an operator aborted it"),
    TRANSACTION_LOG(
            says(TimeoutException.class, "InitProducerId"),
            "The brokers answer but do not begin a transaction. A cluster of fewer than three"
                    + " brokers needs transaction.state.log.replication.factor=1 and"
                    + " transaction.state.log.min.isr=1 in the broker settings"),
    TOPIC_POLICY(
            PolicyViolationException.class::isInstance,
            "The cluster has a policy for new topics. Comply with it through"
                    + " zoom.topics.partitions and zoom.topics.retention (ZOOM_TOPICS_PARTITIONS,"
                    + " ZOOM_TOPICS_RETENTION), or create the topics yourself and set"
                    + " zoom.topics.create (ZOOM_TOPICS_CREATE) to false"),
    REPLICATION(
            InvalidReplicationFactorException.class::isInstance,
            "The brokers' default.replication.factor is higher than the number of brokers: lower"
                    + " it, or create the topics yourself and set zoom.topics.create (ZOOM_TOPICS_CREATE) to"
                    + " false"),
    REPLICAS(
            either(NotEnoughReplicasException.class, NotEnoughReplicasAfterAppendException.class),
            "Fewer replicas are in sync than the topic's min.insync.replicas requires: start the missing brokers"),
    PASSWORD(
            SaslAuthenticationException.class::isInstance,
            "Check user, password and mechanism (KAFKA_CLIENT_SASL_JAAS_CONFIG, KAFKA_CLIENT_SASL_MECHANISM)"),
    CERTIFICATE(
            SslAuthenticationException.class::isInstance,
            "The broker's certificate is not trusted, or was issued for another host name: set a trust store"
                    + " (KAFKA_CLIENT_SSL_TRUSTSTORE_LOCATION, KAFKA_CLIENT_SSL_TRUSTSTORE_PASSWORD)"),
    PERMISSION(
            AuthorizationException.class::isInstance, "Grant this Kafka user the permissions listed in docs/kafka.md"),
    VERSION(
            UnsupportedVersionException.class::isInstance,
            "The brokers are too old for this version of the Kafka client"),
    ADDRESS(
            either(
                    says(TimeoutException.class, "node assignment|listNodes|describeCluster|metadata"),
                    says(ConfigException.class, "bootstrap")),
            "Check that kafka.brokers (KAFKA_BROKERS) is right, that this machine can reach the"
                    + " brokers, and that they accept the configured security settings"
                    + " (KAFKA_CLIENT_SECURITY_PROTOCOL)"),
    CLIENT_SETTING(
            either(says(KafkaException.class, "Failed to (create|construct|load)"), ConfigException.class::isInstance),
            "A Kafka client setting (KAFKA_CLIENT_…) is invalid. A JAAS line must end with a"
                    + " semicolon and must not be in quotes; files must exist and be readable; passwords of key stores"
                    + " and trust stores must be right");

    private final Predicate<KafkaException> fits;
    private final String text;

    KafkaAdvice(Predicate<KafkaException> fits, String text) {
        this.fits = fits;
        this.text = text;
    }

    /** The advice for an exception; empty if there is none, and Kafka's own message must suffice. */
    static Optional<KafkaAdvice> on(KafkaException kafka) {
        return Stream.of(values()).filter(advice -> advice.fits.test(kafka)).findFirst();
    }

    /** One or two sentences, without the final full stop. */
    String text() {
        return text;
    }

    static boolean isTopicMissing(KafkaException kafka) {
        return kafka instanceof TimeoutException && kafka.getCause() instanceof UnknownTopicOrPartitionException;
    }

    private static Predicate<KafkaException> either(Class<?> one, Class<?> other) {
        return either(one::isInstance, other::isInstance);
    }

    private static Predicate<KafkaException> either(Predicate<KafkaException> one, Predicate<KafkaException> other) {
        return one.or(other);
    }

    private static Predicate<KafkaException> says(Class<?> kind, String words) {
        return kafka ->
                kind.isInstance(kafka) && String.valueOf(kafka.getMessage()).matches("(?s).*(" + words + ").*");
    }
}
