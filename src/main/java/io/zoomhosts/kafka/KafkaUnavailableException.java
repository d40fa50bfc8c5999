package io.zoomhosts.kafka;

import io.zoomhosts.failure.Failure;
import io.zoomhosts.failure.RunException;

/** Kafka cannot be reached, or refuses what every run needs. */
public final class KafkaUnavailableException extends RunException {

    private static final long serialVersionUID = 1L;

    private KafkaUnavailableException(Failure failure, String message, Throwable cause) {
        super(failure, message, cause);
    }

    /** @param cause an exception of a Kafka client, or one that it was waited for with */
    static KafkaUnavailableException of(Throwable cause) {
        KafkaFailure reason = KafkaFailure.in(cause);
        return reason == null
                ? new KafkaUnavailableException(
                        Failure.KAFKA,
                        "Kafka cannot be used (" + cause.getClass().getSimpleName() + ")",
                        cause)
                : new KafkaUnavailableException(
                        reason.failure(), "Kafka cannot be used (" + reason.said() + ")" + reason.remedy(), cause);
    }

    /** The topic cannot be read to its end, whatever was done about it. */
    static KafkaUnavailableException blocked(String topic) {
        return new KafkaUnavailableException(
                Failure.KAFKA,
                "topic " + topic + " cannot be read to its end: a transaction of another client is open in it. Find it"
                        + " with kafka-transactions.sh, and end it; Kafka does so after its transaction.timeout.ms",
                null);
    }
}
