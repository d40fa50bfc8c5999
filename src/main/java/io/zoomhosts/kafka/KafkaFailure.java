package io.zoomhosts.kafka;

import io.zoomhosts.failure.Failure;
import io.zoomhosts.failure.RunException;
import java.util.List;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.InvalidTxnTimeoutException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
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
            kafka = cause instanceof KafkaException found && !(kafka != null && KafkaAdvice.isTopicMissing(kafka))
                    ? found
                    : kafka;
        }
        return kafka == null ? null : new KafkaFailure(kafka);
    }

    public Failure failure() {
        if (FENCING.stream().anyMatch(kind -> kind.isInstance(kafka))) {
            return Failure.FENCED;
        }
        return REFUSALS.stream().anyMatch(kind -> kind.isInstance(kafka)) ? Failure.KAFKA_REFUSED : Failure.KAFKA;
    }

    /** What the exception says, and its kind; only the kind where a setting's value, or data of a row, is part of the words. */
    public String said() {
        String kind = kafka.getClass().getSimpleName();
        boolean quotes = kafka instanceof ConfigException || kafka instanceof InvalidTopicException;
        return kafka.getMessage() == null || quotes ? kind : kind + ": " + kafka.getMessage();
    }

    /** What to do about it, as further sentences; nothing where nobody knows. */
    public String remedy() {
        return KafkaAdvice.on(kafka).map(advice -> ". " + advice.text()).orElse("");
    }

    /** Why a run failed. */
    RunException ofRun() {
        return new RunException(
                failure(),
                switch (failure()) {
                    case FENCED -> "another process has taken the window";
                    case KAFKA_REFUSED -> "Kafka refuses the window (" + said() + ")" + remedy();
                    default -> "Kafka did not take the window (" + said() + ")" + remedy();
                },
                kafka);
    }
}
