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

/** What helps when Kafka does not do what it is asked: {@code docs/troubleshooting.md} lists all of it. The first that fits. */
enum KafkaAdvice {
    RECORD_SIZE(
            either(RecordTooLargeException.class, RecordBatchTooLargeException.class),
            "Raise max.message.bytes of the topic, and max.request.size of the producer (KAFKA_CLIENT_MAX_REQUEST_SIZE)"),
    TRANSACTION_TIMEOUT(
            InvalidTxnTimeoutException.class::isInstance,
            "Raise transaction.max.timeout.ms of the brokers, or lower kafka.transaction-timeout (KAFKA_TRANSACTION_TIMEOUT)"),
    TOPIC_NAME(
            InvalidTopicException.class::isInstance,
            "That cannot be the name of a topic: correct zoom.hosts-topic (ZOOM_HOSTS_TOPIC), the topic of a declaration, or the"
                    + " step that sets the variable 'topic'"),
    RECORD_BODY(
            SerializationException.class::isInstance,
            "A record is text or bytes: correct the step that sends something else, with marshal for example"),
    TOPIC_MISSING(
            KafkaAdvice::isTopicMissing,
            "Create the topic, have it created (zoom.topics.create, ZOOM_TOPICS_CREATE), or correct the step that names it"),
    TRANSACTION_ENDED(
            InvalidTxnStateException.class::isInstance,
            "Kafka had aborted its transaction before: it became older than kafka.transaction-timeout"
                    + " (KAFKA_TRANSACTION_TIMEOUT), or an operator ended it"),
    TRANSACTION_LOG(
            says(TimeoutException.class, "InitProducerId"),
            "The brokers answer, but begin no transaction. Fewer than three brokers need transaction.state.log.replication.factor=1"
                    + " and transaction.state.log.min.isr=1 in their settings"),
    TOPIC_POLICY(
            PolicyViolationException.class::isInstance,
            "The cluster has rules for new topics. Keep to them with zoom.topics.partitions and zoom.topics.retention"
                    + " (ZOOM_TOPICS_PARTITIONS, ZOOM_TOPICS_RETENTION), or create the topics by hand and set"
                    + " zoom.topics.create (ZOOM_TOPICS_CREATE) to false"),
    REPLICATION(
            InvalidReplicationFactorException.class::isInstance,
            "Topics get the brokers' default.replication.factor, and there are fewer brokers: lower it, or create the topics by"
                    + " hand and set zoom.topics.create (ZOOM_TOPICS_CREATE) to false"),
    REPLICAS(
            either(NotEnoughReplicasException.class, NotEnoughReplicasAfterAppendException.class),
            "Fewer replicas are in sync than the topic's min.insync.replicas: start the brokers that are missing"),
    PASSWORD(
            SaslAuthenticationException.class::isInstance,
            "Check user, password and mechanism (KAFKA_CLIENT_SASL_JAAS_CONFIG, KAFKA_CLIENT_SASL_MECHANISM)"),
    CERTIFICATE(
            SslAuthenticationException.class::isInstance,
            "The broker's certificate is not trusted, or is not for that host name: name a trust store"
                    + " (KAFKA_CLIENT_SSL_TRUSTSTORE_LOCATION, KAFKA_CLIENT_SSL_TRUSTSTORE_PASSWORD)"),
    PERMISSION(AuthorizationException.class::isInstance, "Give this user the permissions that docs/security.md lists"),
    VERSION(
            UnsupportedVersionException.class::isInstance,
            "The brokers are too old for this version of Kafka's client"),
    ADDRESS(
            either(
                    says(TimeoutException.class, "node assignment|listNodes|describeCluster|metadata"),
                    says(ConfigException.class, "bootstrap")),
            "Is kafka.brokers (KAFKA_BROKERS) right, can it be reached from here, and does it listen with the security settings"
                    + " that are given (KAFKA_CLIENT_SECURITY_PROTOCOL)?"),
    CLIENT_SETTING(
            either(says(KafkaException.class, "Failed to (create|construct|load)"), ConfigException.class::isInstance),
            "A setting of Kafka's clients (KAFKA_CLIENT_…) cannot be used. A JAAS line ends with a semicolon and has no quotes"
                    + " round it; files must be there, and readable; passwords of stores must be right");

    private final Predicate<KafkaException> fits;
    private final String text;

    KafkaAdvice(Predicate<KafkaException> fits, String text) {
        this.fits = fits;
        this.text = text;
    }

    /** What helps; empty where Kafka's own words have to do. */
    static Optional<KafkaAdvice> on(KafkaException kafka) {
        return Stream.of(values()).filter(advice -> advice.fits.test(kafka)).findFirst();
    }

    /** One or two sentences without the last full stop. */
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
