package io.zoomhosts.kafka;

import io.zoomhosts.run.Run;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Processor;
import org.apache.camel.Variable;
import org.apache.camel.model.LogDefinition;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.processor.LogProcessor;

/**
 * Knows whether the rows of a run pass steps of a user: the bean {@code rowSteps}. The routes that are shipped contain only a step
 * {@code log} below the level of the log, which does nothing.
 */
public final class RowSteps {

    private static final String EACH_ROW = "each-row";

    private final CamelContext context;

    public RowSteps(CamelContext context) {
        this.context = context;
    }

    /** Whether a step of each-row, or of the report's hook, could do anything. If a route is missing or stopped, it counts. */
    public boolean exist(@Variable("run") Run run) {
        return Stream.of(EACH_ROW, run.report().hook()).filter(Objects::nonNull).anyMatch(this::doesSomething);
    }

    private boolean doesSomething(String hook) {
        List<RouteDefinition> routes = ((ModelCamelContext) context)
                .getRouteDefinitions().stream()
                        .filter(route -> route.getInput().getEndpointUri().equals("direct:" + hook))
                        .toList();
        return routes.size() != 1 || doesSomething(routes.get(0));
    }

    private boolean doesSomething(RouteDefinition route) {
        List<ProcessorDefinition<?>> steps = route.getOutputs();
        return !context.getRouteController().getRouteStatus(route.getId()).isStarted()
                || !steps.stream().allMatch(LogDefinition.class::isInstance)
                || silent(route.getId()) != steps.size();
    }

    /** The number of steps {@code log} whose level is switched off. */
    private long silent(String routeId) {
        List<Processor> steps = context.getRoute(routeId).filter("*");
        return steps.stream()
                .filter(step ->
                        step instanceof LogProcessor log && !log.getLogger().shouldLog())
                .count();
    }
}
