package io.zoomhosts.routes;

import com.jayway.jsonpath.InvalidPathException;
import com.jayway.jsonpath.JsonPath;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.RouteConfigurationsBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.EndpointRequiredDefinition;
import org.apache.camel.model.HasExpressionType;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.model.language.JsonPathExpression;
import org.apache.camel.support.PatternHelper;
import org.apache.camel.support.PluginHelper;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Builds all routes without starting them, and says what is wrong with them. It finds what Camel finds when it starts,
 * and what Camel finds only once a host is on its way: a route that is called but not there, two routes for the same
 * calls, a JSON path that cannot be read. One instance per check; not thread-safe.
 */
public final class RouteCheck {

    private final ModelCamelContext context;
    private final Collection<String> entries;
    private final List<RouteProblem> problems = new ArrayList<>();
    private final Map<RouteFile, RouteBuilder> builders = new LinkedHashMap<>();
    private final Map<RouteDefinition, RouteFile> routes = new LinkedHashMap<>();

    /**
     * @param context started, with everything that routes are made with, but without routes: it is used up
     * @param entries the endpoints that the program itself sends to: for each there has to be a route
     */
    public RouteCheck(CamelContext context, Collection<String> entries) {
        this.context = (ModelCamelContext) context;
        this.entries = entries;
    }

    /** What is wrong with the files; nothing where they can be used. */
    public List<RouteProblem> problems(Collection<RouteFile> files) {
        files.forEach(file -> attempt(file, () -> parse(file)));
        if (problems.isEmpty()) {
            checkIds();
            checkCalls();
        }
        builders.forEach((file, builder) -> attempt(file, () -> addConfigurations(file, builder)));
        routes.forEach(this::checkConfiguration);
        builders.forEach((file, builder) -> attempt(file, () -> addRoutes(builder)));
        routes.forEach(this::checkBuiltLate);
        return problems;
    }

    /** Something that Camel may refuse. */
    @FunctionalInterface
    private interface Refusable {
        void run() throws Exception;
    }

    private void attempt(RouteFile file, Refusable refusable) {
        try {
            refusable.run();
        } catch (Exception e) {
            Refusal refusal = new Refusal(file, e);
            problem(file, refusal.line(routes.keySet(), context), refusal.reason());
        }
    }

    private void parse(RouteFile file) throws Exception {
        int foreign = file.text().indexOf('\uFFFD');
        if (foreign >= 0) {
            problem(file, file.line(foreign), "this is not UTF-8");
            return;
        }
        // Of two keys of the same name Camel would silently take the last one.
        Object content =
                new Load(LoadSettings.builder().setAllowDuplicateKeys(false).build()).loadFromString(file.text());
        if (!(content instanceof List)) {
            problem(file, 1, "this is no list of routes: a route begins with '- route:'");
            return;
        }
        for (Object builder : PluginHelper.getRoutesLoader(context).findRoutesBuilders(file.resource())) {
            RouteBuilder parsed = (RouteBuilder) builder;
            builders.put(file, parsed);
            for (RouteDefinition route : parsed.configureRoutes(context).getRoutes()) {
                routes.put(route, file);
                checkPaths(file, route);
            }
        }
    }

    /** Camel reads a JSON path only when a host is on its way. */
    private void checkPaths(RouteFile file, RouteDefinition route) {
        for (ProcessorDefinition<?> step : Steps.in(route)) {
            if (step instanceof HasExpressionType holder
                    && holder.getExpressionType() instanceof JsonPathExpression path
                    && path.getExpression().startsWith("$")) {
                try {
                    JsonPath.compile(path.getExpression());
                } catch (InvalidPathException e) {
                    String reason = path.getExpression() + " is no JSON path: " + e.getMessage();
                    problem(file, file.culprit(step.getLineNumber(), path.getExpression()), reason);
                }
            }
        }
    }

    private void checkIds() {
        routes.forEach((route, file) -> {
            if (!route.hasCustomIdAssigned()) {
                problem(file, lineOf(route), "a route needs an id");
            }
        });
        checkUnique("id", routesBy(RouteDefinition::getId));
    }

    private void checkCalls() {
        Map<String, List<RouteDefinition>> called =
                routesBy(route -> endpoint(route.getInput().getEndpointUri()));
        routes.forEach((route, file) -> {
            for (ProcessorDefinition<?> step : Steps.in(route)) {
                String to = step instanceof EndpointRequiredDefinition call ? endpoint(call.getEndpointUri()) : "";
                if (to.matches("(direct|seda):[^$]+") && !called.containsKey(to)) {
                    problem(file, file.culprit(step.getLineNumber(), to), "there is no route from " + to);
                }
            }
        });
        for (String entry : entries) {
            if (!called.containsKey(entry)) {
                problems.add(
                        new RouteProblem("(no file)", 0, "there is no route from " + entry + ", and it is needed"));
            }
        }
        called.keySet().removeIf(from -> !from.startsWith("direct:"));
        checkUnique("uri", called);
    }

    private Map<String, List<RouteDefinition>> routesBy(Function<RouteDefinition, String> name) {
        return routes.keySet().stream()
                .filter(route -> name.apply(route) != null)
                .collect(Collectors.groupingBy(name));
    }

    private void checkUnique(String key, Map<String, List<RouteDefinition>> routesByName) {
        routesByName.forEach((name, all) -> all.forEach(route -> all.stream()
                .filter(other -> other != route)
                .forEach(other -> problem(
                        routes.get(route),
                        routes.get(route).lineOf(key, lineOf(route)),
                        key + " " + name + " is taken by another route, in "
                                + routes.get(other).name()))));
    }

    private void checkConfiguration(RouteDefinition route, RouteFile file) {
        String wanted = route.getRouteConfigurationId();
        if (wanted != null
                && context.getRouteConfigurationDefinitions().stream()
                        .noneMatch(known -> PatternHelper.matchPattern(known.getId(), wanted))) {
            problem(
                    file,
                    file.lineOf("routeConfigurationId", lineOf(route)),
                    "there is no routeConfiguration '" + wanted + "'");
        }
    }

    /** Camel builds what is in them only when something fails. */
    private void addConfigurations(RouteFile file, RouteBuilder builder) throws Exception {
        if (builder instanceof RouteConfigurationsBuilder configurations) {
            Set<RouteConfigurationDefinition> known = new HashSet<>(context.getRouteConfigurationDefinitions());
            configurations.addRouteConfigurationsToCamelContext(context);
            for (RouteConfigurationDefinition added : context.getRouteConfigurationDefinitions()) {
                if (!known.contains(added)) {
                    checkHandlers(file, added);
                }
            }
        }
    }

    private void checkHandlers(RouteFile file, RouteConfigurationDefinition configuration) {
        for (OnExceptionDefinition handler : configuration.getOnExceptions()) {
            int before = problems.size();
            for (ProcessorDefinition<?> step : Steps.in(handler)) {
                attempt(file, step);
            }
            if (problems.size() == before) {
                attempt(file, handler);
            }
        }
    }

    private void attempt(RouteFile file, ProcessorDefinition<?> step) {
        try {
            Steps.build(context, step);
        } catch (Exception e) {
            Refusal refusal = new Refusal(file, e);
            problem(file, refusal.lineIn(step.getLineNumber()), refusal.reason());
        }
    }

    private void addRoutes(RouteBuilder builder) throws Exception {
        builder.addTemplatedRoutesToCamelContext(context);
        context.addRoutes(builder);
    }

    private void checkBuiltLate(RouteDefinition route, RouteFile file) {
        for (ProcessorDefinition<?> step : Steps.in(route)) {
            if (step instanceof ToDynamicDefinition) {
                attempt(file, step);
            }
        }
    }

    private void problem(RouteFile file, int line, String reason) {
        problems.add(new RouteProblem(file.name(), line, reason));
    }

    private static int lineOf(RouteDefinition route) {
        return route.getInput() == null
                ? route.getLineNumber()
                : route.getInput().getLineNumber();
    }

    /** An endpoint without its parameters, as all who use it name it. */
    private String endpoint(String uri) {
        try {
            return context.resolvePropertyPlaceholders(uri).replace("://", ":").replaceFirst("\\?.*", "");
        } catch (IllegalArgumentException unknownSetting) {
            return uri; // Camel says so when it builds the route
        }
    }
}
