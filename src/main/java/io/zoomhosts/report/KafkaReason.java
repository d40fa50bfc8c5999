package io.zoomhosts.report;

import java.util.List;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.InvalidTxnTimeoutException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/** What an exception of a Kafka client comes down to, in words that may be logged and published, and what helps. */
public final class KafkaReason {

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
            UnsupportedVersionException.class);

    private final KafkaException kafka;
    private final NotCommittedException notCommitted;

    private KafkaReason(KafkaException kafka, NotCommittedException notCommitted) {
        this.kafka = kafka;
        this.notCommitted = notCommitted;
    }

    /**
     * The innermost exception of Kafka's own, which says most; null where there is none. What is inside of that one is
     * not Kafka's, and its message may quote a password. Of a topic that is not there, the one that names it.
     */
    public static KafkaReason in(Throwable thrown) {
        KafkaException kafka = null;
        NotCommittedException notCommitted = null;
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            kafka = cause instanceof KafkaException found && !isTopicMissing(kafka) ? found : kafka;
            notCommitted = cause instanceof NotCommittedException found ? found : notCommitted;
        }
        return kafka == null ? null : new KafkaReason(kafka, notCommitted);
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
            return "Raise max.message.bytes of the topic, and camel.component.kafka.max-request-size"
                    + " (CAMEL_COMPONENT_KAFKA_MAX_REQUEST_SIZE)";
        }
        if (kafka instanceof InvalidTxnTimeoutException) {
            return "Raise transaction.max.timeout.ms of the brokers, or lower kafka.transaction-timeout"
                    + " (KAFKA_TRANSACTION_TIMEOUT)";
        }
        if (kafka instanceof InvalidTopicException) {
            return "That cannot be the name of a topic: mend the step that sets the variable 'topic'";
        }
        if (isTopicMissing(kafka)) {
            return "Create the topic, have it created (zoom.topics.create, ZOOM_TOPICS_CREATE), or mend the step that names it";
        }
        if (failure() == Failure.KAFKA_REFUSED) {
            return "Check the security settings in camel.component.kafka.* (CAMEL_COMPONENT_KAFKA_*), and what this user"
                    + " may do: docs/security.md";
        }
        return "Is kafka.brokers (KAFKA_BROKERS) right, and does it listen with the security settings in"
                + " camel.component.kafka.* (CAMEL_COMPONENT_KAFKA_*)?";
    }

    RunException ofRun() {
        return new RunException(
                failure(),
                switch (failure()) {
                    case FENCED -> "another process has taken the window";
                    case KAFKA_REFUSED -> "Kafka refuses the window (" + said() + "). " + remedy();
                    default -> "Kafka did not take the window (" + said() + "). " + remedy();
                },
                notCommitted == null ? kafka : notCommitted);
    }
}
