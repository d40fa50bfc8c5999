package io.zoomhosts.kafka;

import io.zoomhosts.failure.Failure;
import io.zoomhosts.failure.RunException;

/** Thrown if Kafka cannot be reached, or rejects something that every run needs. */
public final class KafkaUnavailableException extends RunException {

    private static final long serialVersionUID = 1L;

    private KafkaUnavailableException(Failure failure, String message, Throwable cause) {
        super(failure, message, cause);
    }

    /** @param cause an exception of a Kafka client, or one thrown while waiting for it */
    public static KafkaUnavailableException of(Throwable cause) {
        if (cause instanceof KafkaUnavailableException already) {
            return already;
        }
        KafkaFailure reason = KafkaFailure.in(cause);
        return reason == null
                ? new KafkaUnavailableException(
                        Failure.KAFKA,
                        "Kafka cannot be used (" + cause.getClass().getSimpleName() + ")",
                        cause)
                : new KafkaUnavailableException(
                        reason.failure(), "Kafka cannot be used (" + reason.said() + ")" + reason.remedy(), cause);
    }

    /** For a topic that cannot be read to its end, even after open transactions were aborted. */
    static KafkaUnavailableException blocked(String topic) {
        return new KafkaUnavailableException(
                Failure.KAFKA,
                "topic " + topic + " cannot be read to its end: another client has an open transaction in it. Abort it"
                        + " with kafka-transactions.sh, or wait until Kafka aborts it after its"
                        + " transaction.timeout.ms",
                null);
    }
}
