package io.zoomhosts.routes;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Finds parts of a user's file that interfere with the engine: calls of its routes, calls of a hook (which would never
 * end), a report whose hook is a route that the engine calls anyway, use of its beans, and a {@code routeConfiguration} or
 * error handler that also applies to its routes. Also finds a rollback with a mark, with which Camel skips the row, so that the
 * window would be complete without it.
 */
final class Trespasses {

    /** The only bean of the engine's routes that users may use. */
    private static final String FOR_USERS = "addRow";

    /** Fields that contain the name of a bean. */
    private static final Set<String> REFERENCES = Set.of("ref", "executorService");

    /** Fields whose text calls nothing; most of them are for readers. */
    private static final Set<String> WORDS = Set.of("id", "description", "note", "message", "log", "from");

    private static final Pattern DIRECT = Pattern.compile("direct:[\\w.-]+");

    private static final Pattern BEAN = Pattern.compile("(?:\\bbean:|#)(\\w+)");

    private final Map<RouteFile, Node> trees;
    private final Set<String> calls = new HashSet<>();
    private final Set<String> hooks = new HashSet<>();
    private final Set<String> beans = new HashSet<>();
    private final Set<String> configurations = new HashSet<>();

    /** @param trees the trees of all files; those in {@code engine/} define what belongs to the engine */
    Trespasses(Map<RouteFile, Node> trees) {
        this.trees = trees;
        trees.forEach((file, tree) -> {
            if (file.isOfProgram()) {
                Stream.concat(
                                Yaml.find(tree, "uri").stream().map(Yaml::text),
                                Yaml.maps(tree).flatMap(Trespasses::inParts))
                        .filter(uri -> uri.startsWith("direct:"))
                        .forEach(calls::add);
                REFERENCES.forEach(
                        field -> Yaml.find(tree, field).stream().map(Yaml::text).forEach(beans::add));
                Yaml.find(tree, "routeConfiguration").stream()
                        .map(configuration ->
                                Yaml.text(Yaml.fields(configuration).get("id")))
                        .forEach(configurations::add);
            }
        });
        beans.remove(FOR_USERS);
        trees.values().stream()
                .flatMap(tree -> hooks(tree).stream())
                .map(Trespasses::endpoint)
                .forEach(hooks::add);
    }

    /** The problems in a file; none in {@code engine/}. */
    List<RouteProblem> in(RouteFile file) {
        List<RouteProblem> problems = new ArrayList<>();
        if (!file.isOfProgram()) {
            checkHooks(file, problems);
            for (Node item : Yaml.items(trees.get(file))) {
                checkScope(file, item, problems);
                checkSteps(file, item, "", problems);
            }
        }
        return problems;
    }

    /**
     * What the address of a map may be that has it in parts, as visual editors write it: {@code direct:plan} for {@code uri: direct}
     * and {@code parameters: name: plan}.
     */
    private static Stream<String> inParts(Node map) {
        Map<String, Node> fields = Yaml.fields(map);
        return Yaml.fields(fields.get("parameters")).values().stream()
                .map(part -> Yaml.text(fields.get("uri")) + ":" + Yaml.text(part));
    }

    /** The hooks that the reports of a file name. */
    private static List<Node> hooks(Node tree) {
        return RouteFile.beans(tree).stream()
                .map(bean -> Yaml.fields(Yaml.fields(bean).get("properties")).get("hook"))
                .filter(Objects::nonNull)
                .toList();
    }

    private static String endpoint(Node hook) {
        return "direct:" + Yaml.text(hook);
    }

    private void checkHooks(RouteFile file, List<RouteProblem> problems) {
        for (Node hook : hooks(trees.get(file))) {
            if (calls.contains(endpoint(hook))) {
                problems.add(new RouteProblem(
                        file.name(),
                        Yaml.line(hook),
                        "the engine calls the route " + Yaml.text(hook)
                                + " anyway, so it cannot be the hook of a report: name a route of your own"));
            }
        }
    }

    private void checkScope(RouteFile file, Node item, List<RouteProblem> problems) {
        Map<String, Node> fields = Yaml.fields(item);
        if (fields.containsKey("errorHandler")) {
            problems.add(new RouteProblem(
                    file.name(),
                    Yaml.line(item, "errorHandler"),
                    "this error handler would also apply to the engine's routes: put it into your route,"
                            + " or into a routeConfiguration with an id"));
        }
        if (fields.containsKey("routeConfiguration")) {
            String id = Yaml.text(Yaml.fields(fields.get("routeConfiguration")).get("id"));
            if (id.isEmpty()) {
                problems.add(new RouteProblem(
                        file.name(),
                        Yaml.line(item, "routeConfiguration"),
                        "a routeConfiguration without an id would also apply to the engine's routes: give it"
                                + " an id, and set routeConfigurationId in your route to that id"));
            } else if (configurations.contains(id)) {
                problems.add(new RouteProblem(
                        file.name(),
                        Yaml.line(item, "routeConfiguration"),
                        "the engine already has a routeConfiguration '" + id + "': choose another id"));
            }
        }
    }

    private void checkSteps(RouteFile file, Node node, String name, List<RouteProblem> problems) {
        Yaml.items(node).forEach(item -> checkSteps(file, item, name, problems));
        Yaml.fields(node).forEach((field, value) -> {
            if (name.equals("rollback")
                    && field.startsWith("markRollbackOnly")
                    && Yaml.text(value).equals("true")) {
                problems.add(new RouteProblem(
                        file.name(),
                        Yaml.line(node, field),
                        "with this mark Camel skips the row, and the window is complete without it. To fail"
                                + " the window, use rollback without a mark, or throwException; to skip the row, use"
                                + " stop"));
            }
            if (field.equals("interceptSendToEndpoint") && Yaml.items(value).isEmpty()) {
                problems.add(new RouteProblem(
                        file.name(),
                        Yaml.line(node, field),
                        "an interceptSendToEndpoint would also intercept the engine's own sends: remove it, and put its"
                                + " steps before the step in your route that sends"));
            }
            if (!(name.equals("from") && field.equals("uri"))) {
                checkSteps(file, value, field, problems);
            }
        });
        if (!WORDS.contains(name)) {
            Stream.concat(Stream.of(Yaml.text(node)), inParts(node))
                    .flatMap(text -> trespasses(name, text).stream())
                    .forEach(reason -> problems.add(new RouteProblem(file.name(), Yaml.line(node), reason)));
        }
    }

    private Set<String> trespasses(String name, String text) {
        Set<String> reasons = found(DIRECT, 0, text).stream()
                .filter(call -> calls.contains(call) || hooks.contains(call))
                .map(call -> "only the engine may call " + call + ": your steps cannot")
                .collect(Collectors.toSet());
        Set<String> named = found(BEAN, 1, text);
        if (REFERENCES.contains(name)) {
            named.add(text);
        }
        named.stream()
                .filter(beans::contains)
                .map(bean -> "the bean " + bean + " belongs to the engine: your steps cannot use it")
                .forEach(reasons::add);
        return reasons;
    }

    private static Set<String> found(Pattern pattern, int group, String text) {
        return pattern.matcher(text).results().map(found -> found.group(group)).collect(Collectors.toSet());
    }
}
