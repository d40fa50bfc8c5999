package io.zoomhosts.kafka;

import io.zoomhosts.run.InTime;
import io.zoomhosts.run.Run;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Predicate;
import org.apache.camel.Processor;
import org.apache.camel.Variable;
import org.apache.camel.model.LogDefinition;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.processor.LogProcessor;

/**
 * Knows which hooks have steps of a user: the bean {@code rowSteps}. The routes that are shipped contain only a step {@code log}
 * below the level of the log, which does nothing. Rows skip such a route, because an exchange on its way through it costs as much as
 * a real step.
 */
public final class RowSteps {

    private final CamelContext context;

    public RowSteps(CamelContext context) {
        this.context = context;
    }

    /** Those of each-row and the report's hook in which a step could do anything. If a route is missing or stopped, it counts. */
    Set<String> of(Run run) {
        return Stream.of(InTime.EACH_ROW, run.report().hook())
                .filter(Objects::nonNull)
                .filter(this::doesSomething)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether the rows of a page pass any step. */
    public boolean exist(@Variable("records") PageRecords records) {
        return !records.hooks().isEmpty();
    }

    /** Whether a row passes each-row: the predicate {@code passesEachRow}, which Camel evaluates without resolving parameters. */
    public static Predicate passEachRow() {
        return row ->
                row.getVariable(RowRecords.RECORDS, PageRecords.class).hooks().contains(InTime.EACH_ROW);
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
