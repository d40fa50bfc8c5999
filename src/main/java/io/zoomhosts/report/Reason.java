package io.zoomhosts.report;

import org.apache.camel.CamelExchangeException;
import org.apache.camel.Exchange;
import org.apache.camel.RuntimeCamelException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTxnTimeoutException;
import org.apache.kafka.common.errors.RecordTooLargeException;

/** Why a try failed, in words that may be logged and published: other people's messages may hold data. */
final class Reason {

    private Reason() {}

    /** Reads the exception that the exchange has caught. */
    static RunException of(Exchange exchange) {
        Exception caught = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        KafkaException kafka = null;
        for (Throwable cause = caught; cause != null; cause = cause.getCause()) {
            if (cause instanceof RunException run) {
                return run;
            }
            // The innermost one says most.
            kafka = cause instanceof KafkaException found ? found : kafka;
        }
        if (kafka != null) {
            return ofKafka(kafka);
        }
        Throwable root = caught;
        while ((root instanceof CamelExchangeException || root instanceof RuntimeCamelException)
                && root.getCause() != null) {
            root = root.getCause();
        }
        String route = exchange.getProperty(Exchange.FAILURE_ROUTE_ID, String.class);
        return new RunException(
                Failure.ROUTE,
                "a step of route '" + route + "' failed with " + root.getClass().getName(),
                caught);
    }

    private static RunException ofKafka(KafkaException kafka) {
        Failure failure = Failure.ofKafka(kafka);
        String message =
                switch (failure) {
                    case FENCED -> "another process has taken the window";
                    case KAFKA_REFUSED -> "Kafka refuses the window: " + kafka.getMessage() + ". " + remedy(kafka);
                    default ->
                        "Kafka did not take the window: " + kafka.getMessage() + " (kafka.brokers, KAFKA_BROKERS)";
                };
        return new RunException(failure, message, kafka);
    }

    private static String remedy(KafkaException refusal) {
        if (refusal instanceof RecordTooLargeException) {
            return "Raise max.message.bytes of the topic, and camel.component.kafka.max-request-size"
                    + " (CAMEL_COMPONENT_KAFKA_MAX_REQUEST_SIZE)";
        }
        if (refusal instanceof InvalidTxnTimeoutException) {
            return "Raise transaction.max.timeout.ms of the brokers, or lower kafka.transaction-timeout"
                    + " (KAFKA_TRANSACTION_TIMEOUT)";
        }
        if (refusal instanceof AuthenticationException || refusal instanceof AuthorizationException) {
            return "Check the security settings in camel.component.kafka.* (CAMEL_COMPONENT_KAFKA_*), and what this user"
                    + " may do: docs/security.md";
        }
        return "Check the settings in camel.component.kafka.* (CAMEL_COMPONENT_KAFKA_*)";
    }
}
