package io.zoomhosts.routes;

import com.jayway.jsonpath.InvalidPathException;
import com.jayway.jsonpath.JsonPath;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Builds all routes without starting them, and returns their problems. It finds what Camel finds at startup, and also what
 * Camel finds only when a host arrives: a call of a missing route, two routes with the same input, an invalid JSON path,
 * data in which Camel would resolve placeholders ({@link UnsafeSteps}), and steps that interfere with the engine
 * ({@link Trespasses}). A problem contains the line of the step or bean property. Use one instance per check; not thread-safe.
 */
public final class RouteCheck {

    private final ModelCamelContext context;
    private final Collection<String> entries;
    private final BeanCheck beanCheck;
    private final MembersOfVariables members;
    private final DeclaredBeans beans;
    private final List<RouteProblem> problems = new ArrayList<>();
    private final Map<RouteFile, RouteBuilder> builders = new LinkedHashMap<>();
    private final Map<RouteDefinition, RouteFile> routes = new LinkedHashMap<>();

    /**
     * @param context a started context with every bean and setting that the routes need, but without routes. It cannot be
     *     used for anything else afterwards
     * @param entries the endpoints that the program sends to; each needs a route
     * @param reserved whether the program itself has a bean with this name
     * @param beanCheck checks each bean that the files declare
     * @param members the members of the program's variables that user steps may use, by variable name
     */
    public RouteCheck(
            CamelContext context,
            Collection<String> entries,
            Predicate<String> reserved,
            BeanCheck beanCheck,
            Map<String, Set<String>> members) {
        this.context = (ModelCamelContext) context;
        this.entries = entries;
        this.beanCheck = beanCheck;
        this.members = new MembersOfVariables(members);
        this.beans = new DeclaredBeans(context.getRegistry(), reserved);
    }

    /** The problems of the files; empty if they are valid. */
    public List<RouteProblem> problems(Collection<RouteFile> files) {
        files.forEach(file -> attempt(file, () -> parse(file)));
        problems.addAll(beans.problems(beanCheck));
        Map<RouteFile, Node> trees = RouteFile.trees(files);
        Trespasses trespasses = new Trespasses(trees);
        trees.forEach((file, tree) -> {
            problems.addAll(UnsafeSteps.in(file, tree));
            problems.addAll(trespasses.in(file));
            problems.addAll(members.in(file));
        });
        boolean complete = builders.keySet().containsAll(files);
        if (complete) {
            checkIds();
            checkInputs();
        }
        builders.forEach((file, builder) -> attempt(file, () -> addConfigurations(file, builder)));
        routes.forEach(this::checkConfiguration);
        builders.forEach((file, builder) -> attempt(file, () -> context.addRoutes(builder)));
        // All templates are registered now, whichever file they are in.
        builders.forEach((file, builder) -> attempt(file, () -> builder.addTemplatedRoutesToCamelContext(context)));
        if (complete) {
            checkCalls();
        }
        routes.forEach(this::checkBuiltLate);
        return problems;
    }

    /** An action that Camel may reject with an exception. */
    @FunctionalInterface
    private interface Refusable {
        void run() throws Exception;
    }

    private void attempt(RouteFile file, Refusable refusable) {
        try {
            refusable.run();
        } catch (Exception e) {
            Optional<Integer> marked = Refusal.markedLine(e);
            Optional<RouteProblem> bean = marked.isPresent() ? Optional.empty() : beans.refused(file, e);
            problems.add(bean.orElseGet(() -> {
                int line = marked.or(() -> Refusal.route(e).flatMap(id -> line(id, Refusal.reason(e))))
                        .orElse(1);
                return new RouteProblem(file.name(), line, Refusal.reason(e));
            }));
        }
    }

    /**
     * The line of the innermost step that Camel rejects for the same reason as the route; otherwise the line of the route's
     * from.
     */
    private Optional<Integer> line(String id, String reason) {
        return routes.keySet().stream()
                .filter(route -> id.equals(route.getId()))
                .findFirst()
                .map(route -> Steps.in(route).stream()
                        .filter(step -> reason.equals(refusal(step)))
                        .findFirst()
                        .map(ProcessorDefinition::getLineNumber)
                        .orElseGet(() -> lineOf(route)));
    }

    /** The reason why Camel cannot build a step; null if it can. */
    private String refusal(ProcessorDefinition<?> step) {
        try {
            Steps.build(context, step);
            return null;
        } catch (Exception e) {
            return Refusal.reason(e);
        }
    }

    private void parse(RouteFile file) throws Exception {
        Optional<RouteProblem> ignored = file.ignored();
        if (ignored.isPresent()) {
            problems.add(ignored.get());
            return;
        }
        int foreign = file.text().indexOf('\uFFFD');
        if (foreign >= 0) {
            problem(file, file.line(foreign), "the file is not UTF-8");
            return;
        }
        Node tree = Yaml.read(file.text());
        if (!(tree instanceof SequenceNode)) {
            problem(file, 1, "the file is not a list of routes: each route must begin with '- route:'");
            return;
        }
        checkReport(file, tree);
        beans.add(file, tree);
        for (Object builder : PluginHelper.getRoutesLoader(context).findRoutesBuilders(file.resource())) {
            RouteBuilder parsed = (RouteBuilder) builder;
            for (RouteDefinition route : parsed.configureRoutes(context).getRoutes()) {
                routes.put(route, file);
                checkPaths(file, route);
            }
            builders.put(file, parsed);
        }
    }

    /** Rejects a routeConfiguration in reports/: {@link RouteReload} reloads configurations, but not reports. */
    private void checkReport(RouteFile file, Node tree) {
        for (Node item : Yaml.items(tree)) {
            if (file.folder().equals(RouteFile.REPORTS) && Yaml.fields(item).containsKey("routeConfiguration")) {
                String reason = "a file in reports/ cannot hold a routeConfiguration: move it to a file in yours/";
                problem(file, Yaml.line(item, "routeConfiguration"), reason);
            }
        }
    }

    /** Camel compiles a JSON path only when a host arrives. */
    private void checkPaths(RouteFile file, RouteDefinition route) {
        for (ProcessorDefinition<?> step : Steps.in(route)) {
            if (step instanceof HasExpressionType holder
                    && holder.getExpressionType() instanceof JsonPathExpression path
                    && path.getExpression().startsWith("$")) {
                try {
                    JsonPath.compile(path.getExpression());
                } catch (InvalidPathException e) {
                    String reason = path.getExpression() + " is not a JSON path: " + e.getMessage();
                    problem(file, step.getLineNumber(), reason);
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

    private void checkInputs() {
        Map<String, List<RouteDefinition>> called =
                routesBy(route -> endpoint(route.getInput().getEndpointUri()));
        for (String entry : entries) {
            if (!called.containsKey(entry)) {
                problems.add(new RouteProblem(
                        "(no file)",
                        0,
                        "zoom-hosts calls " + entry
                                + ", but no route starts there: restore the file in engine/ that has it"));
            }
        }
        called.keySet().removeIf(from -> !from.startsWith("direct:"));
        checkUnique("uri", called);
    }

    /** Checks that the routes that steps and declared beans call exist, including routes made from templates. */
    private void checkCalls() {
        Set<String> called = Stream.concat(
                        routes.keySet().stream().map(route -> route.getInput().getEndpointUri()),
                        context.getRoutes().stream()
                                .map(made -> made.getEndpoint().getEndpointUri()))
                .map(this::endpoint)
                .collect(Collectors.toSet());
        problems.addAll(beans.problemsOfCalls(beanCheck, called::contains));
        routes.forEach((route, file) -> {
            for (ProcessorDefinition<?> step : Steps.in(route)) {
                String to = step instanceof EndpointRequiredDefinition call ? endpoint(call.getEndpointUri()) : "";
                if (to.matches("(direct|seda):[^$]+") && !called.contains(to)) {
                    problem(file, step.getLineNumber(), "there is no route from " + to);
                }
            }
        });
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
                        lineOf(route),
                        "the " + key + " " + name + " is already used by another route, in "
                                + routes.get(other).name()))));
    }

    private void checkConfiguration(RouteDefinition route, RouteFile file) {
        String wanted = route.getRouteConfigurationId();
        if (wanted != null
                && context.getRouteConfigurationDefinitions().stream()
                        .noneMatch(known -> PatternHelper.matchPattern(known.getId(), wanted))) {
            problem(file, lineOf(route), "there is no routeConfiguration '" + wanted + "'");
        }
    }

    /** Builds the steps of exception handlers, which Camel otherwise does only when an exception occurs. */
    private void addConfigurations(RouteFile file, RouteBuilder builder) throws Exception {
        if (builder instanceof RouteConfigurationsBuilder configurations) {
            Set<RouteConfigurationDefinition> known = new HashSet<>(context.getRouteConfigurationDefinitions());
            configurations.addRouteConfigurationsToCamelContext(context);
            for (RouteConfigurationDefinition added : context.getRouteConfigurationDefinitions()) {
                if (!known.contains(added)) {
                    added.getOnExceptions().forEach(handler -> checkHandler(file, handler));
                }
            }
        }
    }

    private void checkHandler(RouteFile file, OnExceptionDefinition handler) {
        int before = problems.size();
        Steps.in(handler).forEach(step -> build(file, step));
        if (problems.size() == before) {
            build(file, handler);
        }
    }

    private void checkBuiltLate(RouteDefinition route, RouteFile file) {
        for (ProcessorDefinition<?> step : Steps.in(route)) {
            if (step instanceof ToDynamicDefinition) {
                build(file, step);
            }
        }
    }

    private void build(RouteFile file, ProcessorDefinition<?> step) {
        String reason = refusal(step);
        if (reason != null) {
            problem(file, step.getLineNumber(), reason);
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

    /** The URI of an endpoint without its parameters, in a form that can be compared. */
    private String endpoint(String uri) {
        try {
            return context.resolvePropertyPlaceholders(uri).replace("://", ":").replaceFirst("\\?.*", "");
        } catch (IllegalArgumentException unknownSetting) {
            return uri; // Camel reports this when it builds the route
        }
    }
}
