package io.zoomhosts.routes;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Finds steps of a user's in which Camel resolves <code>{{…}}</code> in data: people choose their names in Zoom, and a host may be
 * called <code>{{zoom.client-secret}}</code>. Tried with Camel 4.18.0, in {@code simple} and in addresses.
 *
 * <p>An address that Camel makes for each exchange may hold nothing but the run's own values. The other rules read the text
 * of the file. A body is text unless the file has an {@code unmarshal} before; so is a header, a property, and a variable that
 * is not the program's own. Functions such as <code>${trim(${body})}</code> are safe. zoom-hosts itself also runs a call on
 * text safely ({@code LiteralBeanLanguage}); Camel without it, in {@code camel run} for example, does not.
 */
final class UnsafeSteps {

    private static final String BODY = "(?:in\\.)?(?<body>body|(?:mandatoryB|b)odyAs\\([^)]*\\))";

    private static final String NAMED = "(?:headers?|exchangeProperty|variables?)(?:[.:]|\\[)(?<name>[\\w-]+)]?";

    private static final String DATA = "\\$(?:simple)?\\{(?:" + BODY + "|" + NAMED + ")";

    /** What the program sets: none of it is data of Zoom's. */
    private static final Set<String> OURS = Set.of("run", "row", "records");

    /** What is looked for, and why it is refused. */
    private enum Rule {
        CALL(
                DATA + "\\??[.\\[][^}]*}",
                "where this calls a method of text, Camel resolves {{…}} in the text first, and a host may be named"
                        + " {{zoom.client-secret}}. Use a function such as ${trim(${body})}, or unmarshal the body to a map"
                        + " first"),
        SETTING(
                "\\$\\{properties(?:Exist)?:[^}]*\\$\\{[^}]*}",
                "data chooses which setting is read, a secret too. Name the setting"),
        NESTED("nested: *[\"']?true", "Camel evaluates what is in the data. Leave 'nested' out"),
        HTTP_URI(
                "Camel(?:Rest)?HttpUri",
                "Camel resolves {{…}} in this header, and a host may be named {{zoom.client-secret}}. Use a fixed address,"
                        + " and CamelHttpPath or CamelHttpQuery for data");

        private final Pattern pattern;
        private final String why;

        Rule(String pattern, String why) {
            this.pattern = Pattern.compile(pattern);
            this.why = why;
        }
    }

    /** Steps whose address, or list of addresses, Camel makes for each exchange. */
    private static final Set<String> DYNAMIC =
            Set.of("toD", "wireTap", "enrich", "pollEnrich", "poll", "recipientList", "routingSlip", "dynamicRouter");

    /** Languages that would give such a step whatever they find. */
    private static final Set<String> LANGUAGES = Set.of(
            "jsonpath",
            "jq",
            "xpath",
            "xquery",
            "header",
            "variable",
            "exchangeProperty",
            "method",
            "language",
            "tokenize",
            "xtokenize",
            "csimple",
            "groovy",
            "joor",
            "java",
            "js",
            "python",
            "mvel",
            "ognl",
            "spel",
            "datasonnet");

    private static final String ADDRESS =
            ": Camel resolves {{…}} in an address after it put data there, and a host may be named {{zoom.client-secret}}. Use a"
                    + " fixed address, or one made of ${variable.run…} only, and give data as the body, as the variable topic"
                    + " or as a header";

    private UnsafeSteps() {}

    /** What is refused in a file; nothing in {@code engine/}. */
    static List<RouteProblem> in(RouteFile file, Node tree) {
        List<RouteProblem> problems = new ArrayList<>();
        if (!file.folder().equals(RouteFile.ENGINE)) {
            // A comment keeps its length, so that places are still those of the file.
            String text = Pattern.compile("(?m)^\\s*#.*$").matcher(file.text()).replaceAll(comment -> " "
                    .repeat(comment.group().length()));
            addresses(file, tree, noData(tree), problems);
            for (Rule rule : Rule.values()) {
                Matcher found = rule.pattern.matcher(text);
                while (found.find()) {
                    if (isData(rule, found, text)) {
                        problems.add(new RouteProblem(
                                file.name(),
                                file.line(found.end()),
                                found.group().strip() + ": " + rule.why));
                    }
                }
            }
        }
        return problems;
    }

    /** What of {@code simple} is no data of Zoom's in this file: variables that it sets to constants are none. */
    private static Pattern noData(Node tree) {
        Map<String, Boolean> constants = new HashMap<>();
        Yaml.find(tree, "setVariable").forEach(step -> {
            Map<String, Node> fields = Yaml.fields(step);
            Map<String, Node> expression = Yaml.fields(fields.get("expression"));
            boolean constant = expression.containsKey("constant") || fields.containsKey("constant");
            constants.merge(Yaml.text(fields.get("name")), constant, Boolean::logicalAnd);
        });
        constants.put("run", true);
        String names = constants.keySet().stream()
                .filter(constants::get)
                .map(Pattern::quote)
                .collect(Collectors.joining("|", "(?:", ")"));
        return Pattern.compile("\\$(?:simple)?\\{(?:variables?[.:\\[]" + names
                + "\\b|date:|uuid|random|exchangeId|properties:[\\w.-]+})[^{}]*}?");
    }

    /** Finds data in addresses. */
    private static void addresses(RouteFile file, Node tree, Pattern noData, List<RouteProblem> problems) {
        for (String dynamic : DYNAMIC) {
            for (Node step : Yaml.find(tree, dynamic)) {
                for (String language : LANGUAGES) {
                    Yaml.find(step, language)
                            .forEach(found ->
                                    problems.add(new RouteProblem(file.name(), Yaml.line(found), language + ADDRESS)));
                }
                for (Node text : Yaml.scalars(step)) {
                    if (noData.matcher(Yaml.text(text)).replaceAll("").matches("(?s).*\\$(?:simple)?\\{.*")) {
                        problems.add(new RouteProblem(file.name(), Yaml.line(text), Yaml.text(text) + ADDRESS));
                    }
                }
            }
        }
    }

    private static boolean isData(Rule rule, Matcher found, String text) {
        if (rule != Rule.CALL) {
            return true;
        }
        if (found.group("body") != null) {
            return text.lastIndexOf("unmarshal:", found.start()) < 0;
        }
        return !OURS.contains(found.group("name")) && !found.group("name").startsWith("Camel");
    }
}
