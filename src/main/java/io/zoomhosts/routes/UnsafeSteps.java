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
 * Finds user steps in which Camel would resolve <code>{{…}}</code> in data. People choose their own names in Zoom, so a
 * host may be named <code>{{zoom.client-secret}}</code>. Verified with Camel 4.18.0, for {@code simple} and for addresses.
 *
 * <p>An address that Camel builds for each exchange may contain only values of the run. The other rules search the text of
 * the file. They assume that a body is text unless an {@code unmarshal} precedes it, and that headers, properties and the
 * user's variables are text. Functions such as <code>${trim(${body})}</code> are safe. zoom-hosts also makes calls on text
 * safe ({@code LiteralBeanLanguage}), but Camel alone, for example {@code camel run}, does not.
 */
final class UnsafeSteps {

    private static final String BODY = "(?:in\\.)?(?<body>body|(?:mandatoryB|b)odyAs\\([^)]*\\))";

    private static final String NAMED = "(?:headers?|exchangeProperty|variables?)(?:[.:]|\\[)(?<name>[\\w-]+)]?";

    private static final String DATA = "\\$(?:simple)?\\{(?:" + BODY + "|" + NAMED + ")";

    /** Variables that the program sets. They contain no data from Zoom. */
    private static final Set<String> OURS = Set.of("run", "row", "records");

    /** A pattern to search for, and the reason to reject it. */
    private enum Rule {
        CALL(
                DATA + "\\??[.\\[][^}]*}",
                "this may call a method on text, and Camel first resolves {{…}} in that text. A host"
                        + " whose name is {{zoom.client-secret}} would expose that secret. Use a function such as"
                        + " ${trim(${body})}, or unmarshal the body to a map first"),
        SETTING(
                "\\$\\{properties(?:Exist)?:[^}]*\\$\\{[^}]*}",
                "data decides which setting is read, and that could be a secret. Use a fixed setting name"),
        NESTED("nested: *[\"']?true", "Camel would evaluate expressions in the data. Remove 'nested'"),
        HTTP_URI(
                "Camel(?:Rest)?HttpUri",
                "Camel resolves {{…}} in this header. A host whose name is {{zoom.client-secret}} would expose"
                        + " that secret. Use a fixed address, and put data into CamelHttpPath or CamelHttpQuery");

        private final Pattern pattern;
        private final String why;

        Rule(String pattern, String why) {
            this.pattern = Pattern.compile(pattern);
            this.why = why;
        }
    }

    /** Steps whose address or addresses Camel builds for each exchange. */
    private static final Set<String> DYNAMIC =
            Set.of("toD", "wireTap", "enrich", "pollEnrich", "poll", "recipientList", "routingSlip", "dynamicRouter");

    /** Languages that would put data into the address of such a step. */
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
            ": Camel inserts data into this address and then resolves {{…}} in it. A host whose name is"
                    + " {{zoom.client-secret}} would expose that secret. Use a fixed address, or one that"
                    + " contains only ${variable.run…}; pass data in the body, in the variable topic or in a"
                    + " header";

    private UnsafeSteps() {}

    /** The problems in a file; none in {@code engine/}. */
    static List<RouteProblem> in(RouteFile file, Node tree) {
        List<RouteProblem> problems = new ArrayList<>();
        if (!file.isOfProgram()) {
            // Blank out comments, keeping their length so that positions stay the same.
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

    /**
     * Matches {@code simple} expressions that contain no data from Zoom, including variables that this file sets to
     * constants.
     */
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

    /** Adds the problems of addresses that contain data. */
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
