package io.zoomhosts.routes;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Finds what would reach from a user's file into the engine: a call of one of its routes, or of a hook, which has no end; one of its
 * beans; a {@code routeConfiguration} or an error handler that holds for its routes too. And a rollback by its mark, which Camel
 * takes for the end of the row: the window would be complete without it.
 */
final class Trespasses {

    /** The one bean of the engine's routes that is for users too. */
    private static final String FOR_USERS = "addRow";

    /** Fields whose value is the name of a bean. */
    private static final Set<String> REFERENCES = Set.of("ref", "executorService");

    /** Fields whose text calls nothing: most of it is for readers. */
    private static final Set<String> WORDS = Set.of("id", "description", "note", "message", "log", "from");

    private static final Pattern DIRECT = Pattern.compile("direct:[\\w.-]+");

    private static final Pattern BEAN = Pattern.compile("(?:\\bbean:|#)(\\w+)");

    private final Map<RouteFile, Node> trees;
    private final Set<String> calls = new HashSet<>();
    private final Set<String> beans = new HashSet<>();
    private final Set<String> configurations = new HashSet<>();

    /** @param trees of all files that there are: those in {@code engine/} say what is the engine's */
    Trespasses(Map<RouteFile, Node> trees) {
        this.trees = trees;
        trees.forEach((file, tree) -> {
            if (file.folder().equals(RouteFile.ENGINE)) {
                Yaml.find(tree, "uri").stream()
                        .map(Yaml::text)
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
    }

    /** What is refused in a file; nothing in {@code engine/}. */
    List<RouteProblem> in(RouteFile file) {
        List<RouteProblem> problems = new ArrayList<>();
        if (!file.folder().equals(RouteFile.ENGINE)) {
            for (Node item : Yaml.items(trees.get(file))) {
                checkScope(file, item, problems);
                checkSteps(file, item, "", problems);
            }
        }
        return problems;
    }

    private void checkScope(RouteFile file, Node item, List<RouteProblem> problems) {
        Map<String, Node> fields = Yaml.fields(item);
        if (fields.containsKey("errorHandler")) {
            problems.add(new RouteProblem(
                    file.name(),
                    Yaml.line(item, "errorHandler"),
                    "this error handler would be the engine's too: put it into your route, or into a routeConfiguration"
                            + " with an id"));
        }
        if (fields.containsKey("routeConfiguration")) {
            String id = Yaml.text(Yaml.fields(fields.get("routeConfiguration")).get("id"));
            if (id.isEmpty()) {
                problems.add(new RouteProblem(
                        file.name(),
                        Yaml.line(item, "routeConfiguration"),
                        "a routeConfiguration without an id would be the engine's too: give it an id, and name that in"
                                + " your route as routeConfigurationId"));
            } else if (configurations.contains(id)) {
                problems.add(new RouteProblem(
                        file.name(),
                        Yaml.line(item, "routeConfiguration"),
                        "the routeConfiguration '" + id + "' is the engine's: choose another id"));
            }
        }
    }

    private void checkSteps(RouteFile file, Node node, String name, List<RouteProblem> problems) {
        Yaml.items(node).forEach(item -> checkSteps(file, item, name, problems));
        Yaml.fields(node).forEach((field, value) -> {
            if (name.equals("rollback")
                    && field.startsWith("markRollbackOnly")
                    && Yaml.text(value).equals("true")) {
                problems.add(
                        new RouteProblem(
                                file.name(),
                                Yaml.line(node, field),
                                "with this mark Camel ends the way of the row, and the window is complete without it. To fail the"
                                        + " window use rollback without a mark, or throwException; to leave the row out use stop"));
            }
            if (field.equals("interceptSendToEndpoint") && Yaml.items(value).isEmpty()) {
                problems.add(new RouteProblem(
                        file.name(),
                        Yaml.line(node, field),
                        "an interceptSendToEndpoint would hold for what the engine sends too: put its steps before your own"
                                + " step that sends"));
            }
            if (!(name.equals("from") && field.equals("uri"))) {
                checkSteps(file, value, field, problems);
            }
        });
        if (!WORDS.contains(name)) {
            trespasses(name, Yaml.text(node))
                    .forEach(reason -> problems.add(new RouteProblem(file.name(), Yaml.line(node), reason)));
        }
    }

    private Set<String> trespasses(String name, String text) {
        Set<String> reasons = found(DIRECT, 0, text).stream()
                .filter(calls::contains)
                .map(call -> call + " is for the engine to call: a step of yours cannot")
                .collect(Collectors.toSet());
        Set<String> named = found(BEAN, 1, text);
        if (REFERENCES.contains(name)) {
            named.add(text);
        }
        named.stream()
                .filter(beans::contains)
                .map(bean -> "the bean " + bean + " is for the engine: a step of yours cannot use it")
                .forEach(reasons::add);
        return reasons;
    }

    private static Set<String> found(Pattern pattern, int group, String text) {
        return pattern.matcher(text).results().map(found -> found.group(group)).collect(Collectors.toSet());
    }
}
