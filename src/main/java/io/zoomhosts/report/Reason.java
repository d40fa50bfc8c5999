package io.zoomhosts.report;

import org.apache.camel.CamelExchangeException;
import org.apache.camel.Exchange;
import org.apache.camel.RuntimeCamelException;

/** Why a try failed, in words that may be logged and published: other people's messages may hold data. */
final class Reason {

    private Reason() {}

    /** Reads the exception that the exchange has caught. */
    static RunException of(Exchange exchange) {
        Exception caught = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        for (Throwable cause = caught; cause != null; cause = cause.getCause()) {
            if (cause instanceof RunException run) {
                return run;
            }
        }
        KafkaReason kafka = KafkaReason.in(caught);
        if (kafka != null) {
            return kafka.ofRun();
        }
        String route = exchange.getProperty(Exchange.FAILURE_ROUTE_ID, exchange.getFromRouteId(), String.class);
        return new RunException(Failure.ROUTE, "a step of route '" + route + "' failed with " + kind(exchange), caught);
    }

    /**
     * The class of the exception that the exchange has caught, whatever it is about. Without its package: what is as long
     * as many names are with theirs, would be masked like a token.
     */
    static String kind(Exchange exchange) {
        Throwable root = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        while ((root instanceof CamelExchangeException || root instanceof RuntimeCamelException)
                && root.getCause() != null) {
            root = root.getCause();
        }
        return root.getClass().getSimpleName();
    }
}
