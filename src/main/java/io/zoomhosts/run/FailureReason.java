package io.zoomhosts.run;

import io.zoomhosts.failure.Causes;
import io.zoomhosts.failure.Diagnosis;
import io.zoomhosts.failure.Failure;
import io.zoomhosts.failure.RunException;

/** Why an attempt failed, in words that may be logged and published: other people's messages may hold data. */
final class FailureReason {

    /** Camel's exceptions around the one that says why. */
    private static final String WRAPPERS = "org.apache.camel.";

    private final Diagnosis kafka;

    FailureReason(Diagnosis kafka) {
        this.kafka = kafka;
    }

    /** @param route id of the route whose step failed */
    RunException of(Throwable caught, String route) {
        return Causes.first(caught, RunException.class)
                .or(() -> kafka.of(caught))
                .orElseGet(() -> new RunException(
                        Failure.ROUTE, stepOf(caught, route) + " failed with " + kind(caught), caught));
    }

    private static String stepOf(Throwable caught, String route) {
        return Causes.first(caught, HookException.class).isPresent()
                ? "a step of each-host, or of a route that it calls,"
                : "a step of route '" + route + "'";
    }

    /**
     * The class of an exception, whatever it is about. Without its package: a name with its package may be as long as a
     * token, and would be masked like one.
     */
    static String kind(Throwable caught) {
        Throwable root = caught;
        while ((root instanceof HookException || root.getClass().getName().startsWith(WRAPPERS))
                && root.getCause() != null) {
            root = root.getCause();
        }
        return root.getClass().getSimpleName();
    }
}
