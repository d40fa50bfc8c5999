package io.zoomhosts.instances;

import io.zoomhosts.failure.Causes;
import io.zoomhosts.kafka.KafkaFailure;
import java.util.Optional;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.InvalidSessionTimeoutException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/**
 * This instance cannot join the others until someone changes Kafka or the settings. The message is the reason, and what to do.
 */
final class NotAdmittedException extends Exception {

    private static final long serialVersionUID = 1L;

    NotAdmittedException(String message) {
        super(message);
    }

    /** Finds out whether an exception of Kafka's clients means this; empty if another attempt may succeed. */
    static Optional<NotAdmittedException> in(Exception thrown) {
        if (thrown instanceof NotAdmittedException already) {
            return Optional.of(already);
        }
        return reason(thrown).map(NotAdmittedException::new);
    }

    private static Optional<String> reason(Exception thrown) {
        if (isIn(thrown, InvalidSessionTimeoutException.class)) {
            return Optional.of("the brokers do not allow the session time-out in kafka.session-timeout"
                    + " (KAFKA_SESSION_TIMEOUT). Set it to a value between group.min.session.timeout.ms and"
                    + " group.max.session.timeout.ms of the brokers");
        }
        if (isIn(thrown, UnsupportedVersionException.class)) {
            return Optional.of("the brokers do not support what the group needs (" + said(thrown)
                    + "). Remove KAFKA_CLIENT_GROUP_PROTOCOL if it is set, or upgrade the brokers");
        }
        if (isIn(thrown, AuthorizationException.class)
                || isIn(thrown, PolicyViolationException.class)
                || isIn(thrown, InvalidReplicationFactorException.class)) {
            return Optional.of("Kafka refuses (" + said(thrown) + ")"
                    + KafkaFailure.in(thrown).remedy());
        }
        return Optional.empty();
    }

    private static boolean isIn(Exception thrown, Class<? extends Exception> type) {
        return Causes.first(thrown, type).isPresent();
    }

    private static String said(Exception thrown) {
        return KafkaFailure.in(thrown).said();
    }
}
