package io.zoomhosts.report;

import org.apache.kafka.common.KafkaException;

/** A transaction failed before Kafka was asked to commit it: it is certain that nothing of it is visible. */
public final class NotCommittedException extends KafkaException {

    private static final long serialVersionUID = 1L;

    public NotCommittedException(String message, Throwable cause) {
        super(message, cause);
    }
}
