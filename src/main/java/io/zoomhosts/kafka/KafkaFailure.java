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

/** What an exception of a Kafka client means, as text that is safe to log and publish, with advice. */
public final class KafkaFailure {

    private static final List<Class<? extends KafkaException>> FENCING =
            List.of(ProducerFencedException.class, InvalidProducerEpochException.class);

    /** Exceptions that do not pass without a change to Kafka or to the settings. */
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
     * Finds the innermost Kafka exception, which is the most specific; null if there is none. Deeper causes are not
     * Kafka's, and their messages may contain a password. For a missing topic it is the exception that names the topic.
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

    /**
     * The type and message of the exception; only the type if the message contains a setting's value or row data.
     */
    public String said() {
        String kind = kafka.getClass().getSimpleName();
        boolean quotes = kafka instanceof ConfigException || kafka instanceof InvalidTopicException;
        return kafka.getMessage() == null || quotes ? kind : kind + ": " + kafka.getMessage();
    }

    /** Advice, as sentences to append; empty if there is none. */
    public String remedy() {
        return KafkaAdvice.on(kafka).map(advice -> ". " + advice.text()).orElse("");
    }

    /** The reason for a failed run. */
    RunException ofRun() {
        return new RunException(
                failure(),
                switch (failure()) {
                    case FENCED ->
                        "another zoom-hosts process is collecting the same window: 'collect' by hand, or an instance of"
                                + " another group (docs/accounts.md)";
                    case KAFKA_REFUSED ->
                        "Kafka refused the records or the commit of the run, and a retry does not help (" + said() + ")"
                                + remedy();
                    default -> "the run could not be written to Kafka (" + said() + ")" + remedy();
                },
                kafka);
    }
}
