package io.zoomhosts.routes;

import io.zoomhosts.failure.Causes;
import java.util.Optional;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.RuntimeCamelException;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** Extracts reason and place from Camel's exception about a route file. */
final class Refusal {

    private Refusal() {}

    /** The reason in one line, without the place in the file and without object addresses. */
    static String reason(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null
                && (isWrapper(cause) || cause.getCause() instanceof ResolveEndpointFailedException)) {
            cause = cause.getCause();
        }
        String message = cause instanceof MarkedYamlEngineException yaml
                ? Optional.ofNullable(yaml.getContext())
                                .map(context -> context + ": ")
                                .orElse("")
                        + yaml.getProblem()
                : String.valueOf(cause.getMessage());
        return message.replaceFirst("(?s)\\n? in file:.*", "")
                .replaceAll("@[0-9a-f]{5,8}\\b", "")
                .replaceAll("\\s+", " ")
                .strip();
    }

    private static boolean isWrapper(Throwable cause) {
        return cause instanceof FailedToCreateRouteException
                || cause instanceof FailedToStartRouteException
                || cause.getClass() == RuntimeCamelException.class;
    }

    /** The line that the YAML parser marks, starting at 1. */
    static Optional<Integer> markedLine(Throwable thrown) {
        return Causes.first(thrown, MarkedYamlEngineException.class).flatMap(yaml -> {
            // For an unclosed quote the parser marks the end of the file, so use the start of the quote.
            boolean atEnd = yaml.getProblem().contains("end of stream");
            Optional<Mark> begin = yaml.getContextMark().filter(mark -> atEnd);
            return begin.or(yaml::getProblemMark).map(mark -> 1 + mark.getLine());
        });
    }

    /** The id of the route that cannot be built or started. */
    static Optional<String> route(Throwable thrown) {
        return Causes.first(thrown, FailedToCreateRouteException.class)
                .map(FailedToCreateRouteException::getRouteId)
                .or(() -> Causes.first(thrown, FailedToStartRouteException.class)
                        .map(FailedToStartRouteException::getRouteId));
    }
}
