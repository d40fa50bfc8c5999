package io.zoomhosts.run;

import io.zoomhosts.failure.Causes;
import io.zoomhosts.failure.Diagnosis;
import io.zoomhosts.failure.Failure;
import io.zoomhosts.failure.RunException;

/**
 * Determines why an attempt failed, with a message that may be logged and published. The messages of other libraries'
 * exceptions are not used, because they may contain personal data.
 */
final class FailureReason {

    /** The package of Camel's exceptions, which wrap the actual cause. */
    private static final String WRAPPERS = "org.apache.camel.";

    private final Diagnosis kafka;

    FailureReason(Diagnosis kafka) {
        this.kafka = kafka;
    }

    /** @param route the id of the route whose step failed */
    RunException of(Throwable caught, String route) {
        return Causes.first(caught, RunException.class)
                .or(() -> kafka.of(caught))
                .orElseGet(() -> new RunException(
                        Failure.ROUTE, stepOf(caught, route) + " failed with " + kind(caught), caught));
    }

    private static String stepOf(Throwable caught, String route) {
        return Causes.first(caught, HookException.class)
                .map(failed -> "a step of " + failed.hook() + ", or of a route that it calls,")
                .orElseGet(() -> "a step of route '" + route + "'");
    }

    /**
     * The simple class name of the cause. The full name could be as long as a token and would then be masked.
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
