package io.zoomhosts.routes;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.model.TryDefinition;
import org.apache.camel.reifier.ProcessorReifier;
import org.apache.camel.reifier.language.ExpressionReifier;

/** Finds and builds the steps of a route. */
final class Steps {

    private Steps() {}

    /** All steps inside a step, innermost first. */
    static List<ProcessorDefinition<?>> in(ProcessorDefinition<?> around) {
        Set<ProcessorDefinition<?>> inside = new LinkedHashSet<>(around.getOutputs());
        if (around instanceof TryDefinition attempt) {
            inside.addAll(Objects.requireNonNullElse(attempt.getCatchClauses(), List.of()));
            inside.add(attempt.getFinallyClause());
            inside.remove(null);
        }
        List<ProcessorDefinition<?>> steps = new ArrayList<>();
        for (ProcessorDefinition<?> step : inside) {
            steps.addAll(in(step));
            steps.add(step);
        }
        return steps;
    }

    /** @throws Exception if Camel cannot build the step */
    static void build(CamelContext context, ProcessorDefinition<?> step) throws Exception {
        if (step instanceof OnExceptionDefinition handler) {
            Stream.of(handler.getHandled(), handler.getContinued(), handler.getRetryWhile())
                    .filter(Objects::nonNull)
                    .forEach(predicate ->
                            ExpressionReifier.reifier(context, predicate).createPredicate());
        }
        if (step instanceof ToDynamicDefinition to && to.getUri().matches("[\\w+.-]+:.*")) {
            // Only the scheme is known before an exchange arrives.
            String scheme = to.getUri().substring(0, to.getUri().indexOf(':'));
            if (context.getComponent(scheme) == null) {
                throw new IllegalArgumentException(
                        "there is no component for " + to.getUri().replaceFirst("\\?.*", ""));
            }
        }
        ProcessorReifier.reifier(anyRoute(context), step).createProcessor();
    }

    private static Route anyRoute(CamelContext context) throws Exception {
        if (context.getRoutes().isEmpty()) {
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:zoom-hosts-any-route").stop();
                }
            });
        }
        return context.getRoutes().get(0);
    }
}
