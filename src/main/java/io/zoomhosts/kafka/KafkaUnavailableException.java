package io.zoomhosts.kafka;

import io.zoomhosts.report.Failure;
import io.zoomhosts.report.RunException;

/** Kafka cannot be reached, or refuses what every run needs. */
public final class KafkaUnavailableException extends RunException {

    private static final long serialVersionUID = 1L;

    KafkaUnavailableException(Throwable cause) {
        super(
                Failure.ofKafka(cause),
                "Kafka cannot be used (" + cause.getClass().getSimpleName()
                        + (cause.getMessage() == null ? "" : ": " + cause.getMessage())
                        + "). Is kafka.brokers (KAFKA_BROKERS) right, and does it allow these credentials the topics?",
                cause);
    }
}
