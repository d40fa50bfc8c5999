package io.zoomhosts.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.zoomhosts.run.Run;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.LoggingLevel;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows skip a hook only if it does nothing. */
class RowStepsTest {

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final RowSteps steps = new RowSteps(context);
    private final Run run = new HostRuns("zoom.hosts").open();

    @BeforeEach
    void start() {
        context.start();
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    @FunctionalInterface
    private interface Hook {
        void steps(RouteDefinition route);
    }

    private static void silent(RouteDefinition route) {
        route.log(LoggingLevel.TRACE, "a row");
    }

    private void route(String hook, Hook steps) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                steps.steps(from("direct:" + hook).routeId(hook));
            }
        });
    }

    @Test
    void the_shipped_routes_have_no_step() throws Exception {
        route("each-row", RowStepsTest::silent);
        route("each-host", RowStepsTest::silent);

        assertThat(steps.of(run)).isEmpty();
    }

    private static Stream<Arguments> hooksThatDoSomething() {
        return Stream.<Hook>of(
                        route -> route.log(LoggingLevel.ERROR, "a row"),
                        route -> route.setProperty("a").constant(1),
                        route -> route.log(LoggingLevel.TRACE, "a row").stop(),
                        route -> route.onException(Exception.class)
                                .handled(true)
                                .end()
                                .log(LoggingLevel.TRACE, "a row"),
                        route -> route.filter().constant(true).log(LoggingLevel.TRACE, "a row"),
                        route -> silent(route.autoStartup(false)))
                .map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("hooksThatDoSomething")
    void a_step_in_either_route_counts(Hook something) throws Exception {
        for (String hook : List.of("each-row", "each-host")) {
            route(hook, something);
            route(hook.equals("each-row") ? "each-host" : "each-row", RowStepsTest::silent);

            assertThat(steps.of(run)).containsExactly(hook);

            for (String id : List.of("each-row", "each-host")) {
                context.getRouteController().stopRoute(id);
                context.removeRoute(id);
            }
        }
    }

    @Test
    void a_missing_route_counts_so_that_the_window_fails() throws Exception {
        route("each-row", RowStepsTest::silent);

        assertThat(steps.of(run)).containsExactly("each-host");
    }
}
