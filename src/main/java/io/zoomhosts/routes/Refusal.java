package io.zoomhosts.routes;

import java.util.Collection;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** What Camel threw at a route file: which line it is about, and why, in one line. */
final class Refusal {

    private static final Pattern FIELD = Pattern.compile("(?:Unsupported field|Field): (\\S+)");

    private final RouteFile file;
    private final Exception thrown;

    Refusal(RouteFile file, Exception thrown) {
        this.file = file;
        this.thrown = thrown;
    }

    /** The reason, without the place in the file and without addresses of objects. */
    String reason() {
        Throwable cause = thrown;
        while (cause.getCause() != null
                && (isAround(cause) || cause.getCause() instanceof ResolveEndpointFailedException)) {
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

    private static boolean isAround(Throwable cause) {
        return cause instanceof FailedToCreateRouteException
                || cause instanceof FailedToStartRouteException
                || cause.getClass() == RuntimeCamelException.class;
    }

    /**
     * The line, from 1 on.
     *
     * @param routes all that were read
     * @param context that refused to build them
     */
    int line(Collection<RouteDefinition> routes, CamelContext context) {
        MarkedYamlEngineException yaml = first(MarkedYamlEngineException.class);
        if (yaml != null && yaml.getProblemMark().isPresent()) {
            // A quote that is not closed is not noticed before the end.
            boolean atEnd = yaml.getProblem().contains("end of stream");
            int marked = 1
                    + yaml.getContextMark()
                            .filter(begin -> atEnd)
                            .orElse(yaml.getProblemMark().get())
                            .getLine();
            Matcher field = FIELD.matcher(String.valueOf(yaml.getMessage()));
            // What is marked is its value, or the step around it.
            return field.find() ? file.lineOf(field.group(1), marked) : marked;
        }
        FailedToCreateRouteException route = first(FailedToCreateRouteException.class);
        FailedToStartRouteException start = first(FailedToStartRouteException.class);
        String id = route != null ? route.getRouteId() : start != null ? start.getRouteId() : null;
        return routes.stream()
                .filter(known -> id != null && id.equals(known.getId()))
                .findFirst()
                .map(known -> line(known, context))
                .orElse(1);
    }

    /** The line of the innermost step that cannot be built; else that of the beginning of the route. */
    private int line(RouteDefinition route, CamelContext context) {
        String reason = reason();
        for (ProcessorDefinition<?> step : Steps.in(route)) {
            try {
                Steps.build(context, step);
            } catch (Exception refused) {
                if (new Refusal(file, refused).reason().equals(reason)) {
                    return lineIn(step.getLineNumber());
                }
            }
        }
        return lineIn(route.getInput().getLineNumber());
    }

    /** The line of a step, or of a {@code from}, with what the reason names. */
    int lineIn(int step) {
        return file.culprit(
                step,
                reason().replace("://", ":")
                        .replaceFirst(", please check your classpath .*", "")
                        .replaceFirst("^(No endpoint could be found for: [^?]*).*", "$1")
                        .replaceFirst("^Failed to resolve endpoint: .*? due to: ", "")
                        .replaceFirst("^There are .* Unknown parameters=", "")
                        .replaceFirst(" not found on bean: .*", "")
                        .replaceFirst(" on bean: \\S+", ""));
    }

    private <E extends Exception> E first(Class<E> type) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        return null;
    }
}
