package io.zoomhosts.kafka;

import io.zoomhosts.failure.Failure;
import io.zoomhosts.failure.RunException;
import java.util.List;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.InvalidTxnTimeoutException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/** What an exception of a Kafka client comes down to, in words that may be logged and published, and what helps. */
public final class KafkaFailure {

    private static final List<Class<? extends KafkaException>> FENCING =
            List.of(ProducerFencedException.class, InvalidProducerEpochException.class);

    /** What only a change on the side of Kafka, or of the settings, can help. */
    private static final List<Class<? extends KafkaException>> REFUSALS = List.of(
            AuthenticationException.class,
            AuthorizationException.class,
            InvalidTopicException.class,
            InvalidTxnTimeoutException.class,
            PolicyViolationException.class,
            RecordBatchTooLargeException.class,
            RecordTooLargeException.class,
            SerializationException.class,
            UnsupportedVersionException.class);

    private final KafkaException kafka;

    private KafkaFailure(KafkaException kafka) {
        this.kafka = kafka;
    }

    /**
     * The innermost exception of Kafka's own, which says most; null where there is none. What is inside of that one is
     * not Kafka's, and its message may quote a password. Of a topic that is not there, the one that names it.
     */
    public static KafkaFailure in(Throwable thrown) {
        KafkaException kafka = null;
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            kafka = cause instanceof KafkaException found && !isTopicMissing(kafka) ? found : kafka;
        }
        return kafka == null ? null : new KafkaFailure(kafka);
    }

    private static boolean isTopicMissing(KafkaException kafka) {
        return kafka instanceof TimeoutException && kafka.getCause() instanceof UnknownTopicOrPartitionException;
    }

    public Failure failure() {
        if (FENCING.stream().anyMatch(kind -> kind.isInstance(kafka))) {
            return Failure.FENCED;
        }
        return REFUSALS.stream().anyMatch(kind -> kind.isInstance(kafka)) ? Failure.KAFKA_REFUSED : Failure.KAFKA;
    }

    /** What the exception says, and its kind. */
    public String said() {
        String kind = kafka.getClass().getSimpleName();
        return kafka.getMessage() == null ? kind : kind + ": " + kafka.getMessage();
    }

    /** What to do about it. */
    public String remedy() {
        if (kafka instanceof RecordTooLargeException || kafka instanceof RecordBatchTooLargeException) {
            return "Raise max.message.bytes of the topic, and max.request.size of the producer (KAFKA_CLIENT_MAX_REQUEST_SIZE)";
        }
        if (kafka instanceof InvalidTxnTimeoutException) {
            return "Raise transaction.max.timeout.ms of the brokers, or lower kafka.transaction-timeout"
                    + " (KAFKA_TRANSACTION_TIMEOUT)";
        }
        if (kafka instanceof InvalidTopicException) {
            return "That cannot be the name of a topic: correct the step that sets the variable 'topic'";
        }
        if (kafka instanceof SerializationException) {
            return "A record is text or bytes: correct the step that sends something else, with marshal for example";
        }
        if (isTopicMissing(kafka)) {
            return "Create the topic, have it created (zoom.topics.create, ZOOM_TOPICS_CREATE), or correct the step that names it";
        }
        if (kafka instanceof InvalidTxnStateException) {
            return "Kafka had aborted its transaction before: it became older than kafka.transaction-timeout"
                    + " (KAFKA_TRANSACTION_TIMEOUT), or an operator ended it";
        }
        if (failure() == Failure.KAFKA_REFUSED) {
            return "Check the security settings (KAFKA_CLIENT_…: docs/security.md), and what this user"
                    + " may do: docs/security.md";
        }
        return "Is kafka.brokers (KAFKA_BROKERS) right, and does it listen with the security settings in"
                + " camel.component.kafka.* (CAMEL_COMPONENT_KAFKA_*)?";
    }

    /** Why a run failed. */
    RunException ofRun() {
        return new RunException(
                failure(),
                switch (failure()) {
                    case FENCED -> "another process has taken the window";
                    case KAFKA_REFUSED -> "Kafka refuses the window (" + said() + "). " + remedy();
                    default -> "Kafka did not take the window (" + said() + "). " + remedy();
                },
                kafka);
    }
}
