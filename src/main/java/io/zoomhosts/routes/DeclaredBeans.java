package io.zoomhosts.routes;

import io.zoomhosts.failure.Causes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.PropertyBindingException;
import org.apache.camel.TypeConversionException;
import org.apache.camel.spi.Registry;
import org.snakeyaml.engine.v2.nodes.Node;

/** The beans that route files declare, with their lines and problems. */
final class DeclaredBeans {

    /** @param bean the entry in {@code beans} that declares it */
    private record Declaration(RouteFile file, String name, Node bean) {

        /** The line of a property such as {@code path} or {@code query.type}; that of the bean's name if it is missing. */
        int line(String property) {
            Node properties = Yaml.fields(bean).get("properties");
            Map<String, Node> written = Yaml.fields(properties);
            String first = first(property);
            if (written.containsKey(property)) {
                return Yaml.line(properties, property);
            }
            if (!written.containsKey(first)) {
                return Yaml.line(bean, "name");
            }
            Node map = written.get(first); // query.type in the map query
            return Yaml.fields(map).containsKey(rest(property))
                    ? Yaml.line(map, rest(property))
                    : Yaml.line(properties, first);
        }

        /** The node of a property as written in the file; null if it is missing. */
        private Node written(String property) {
            Map<String, Node> written = Yaml.fields(Yaml.fields(bean).get("properties"));
            return written.containsKey(property)
                    ? written.get(property)
                    : Yaml.fields(written.get(first(property))).get(rest(property));
        }

        /** {@code query} of {@code query.type}. */
        private static String first(String property) {
            return property == null ? "" : property.replaceFirst("[.\\[].*", "");
        }

        /** {@code type} of {@code query.type}. */
        private static String rest(String property) {
            return property == null ? "" : property.replaceFirst("^[^.\\[]*[.\\[]?", "");
        }

        /** The value as written in the file, with placeholders unresolved, because the value of a setting may be secret. */
        String value(String property) {
            return Yaml.text(written(property));
        }

        RouteProblem problem(String property, String reason) {
            return new RouteProblem(file.name(), line(property), reason + settings(property));
        }

        /** Names the settings that the value uses, if any. */
        private String settings(String property) {
            String names = SETTING.matcher(Yaml.texts(written(property)))
                    .results()
                    .map(setting -> setting.group(1))
                    .map(setting ->
                            setting + " (" + setting.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_") + ")")
                    .collect(Collectors.joining(", "));
            return names.isEmpty() ? "" : "; the value comes from the setting " + names;
        }
    }

    private static final Pattern SETTING = Pattern.compile("\\{\\{([\\w.-]+)");

    private final Registry registry;
    private final Predicate<String> reserved;
    private final Map<String, Declaration> byName = new LinkedHashMap<>();
    private final List<RouteProblem> problems = new ArrayList<>();

    DeclaredBeans(Registry registry, Predicate<String> reserved) {
        this.registry = registry;
        this.reserved = reserved;
    }

    /** Registers the beans of a file, before Camel creates them. */
    void add(RouteFile file, Node root) {
        for (Node bean : RouteFile.beans(root)) {
            add(new Declaration(file, Yaml.text(Yaml.fields(bean).get("name")), bean));
        }
    }

    private void add(Declaration declared) {
        Declaration first = byName.get(declared.name());
        if (first != null) {
            problems.add(declared.problem(
                    null,
                    "the bean '" + declared.name() + "' is also declared in "
                            + first.file().name() + ":" + first.line(null)));
        } else if (reserved.test(declared.name())) {
            problems.add(declared.problem(
                    null, "the bean name '" + declared.name() + "' is reserved for zoom-hosts: choose another name"));
        } else {
            byName.put(declared.name(), declared);
        }
    }

    /** Problems of names that are already used, and problems that the check finds. */
    List<RouteProblem> problems(BeanCheck check) {
        byName.forEach((name, declared) -> {
            Object bean = registry.lookupByName(name);
            if (bean != null) {
                check.problems(name, bean)
                        .forEach(found -> problems.add(declared.problem(found.property(), found.reason())));
            }
        });
        return problems;
    }

    /** Problems of beans that make the program call an endpoint that is not there. */
    List<RouteProblem> problemsOfCalls(BeanCheck check, Predicate<String> isThere) {
        List<RouteProblem> found = new ArrayList<>();
        byName.forEach(
                (name, declared) -> check.calls(registry.lookupByName(name)).forEach((property, endpoint) -> {
                    if (!isThere.test(endpoint)) {
                        found.add(declared.problem(property, "there is no route from " + endpoint));
                    }
                }));
        return found;
    }

    /** The problem of the bean that Camel could not create. Camel creates all other beans of the file before it throws. */
    Optional<RouteProblem> refused(RouteFile file, Exception thrown) {
        return byName.values().stream()
                .filter(declared -> declared.file().equals(file) && registry.lookupByName(declared.name()) == null)
                .findFirst()
                .map(declared -> refused(declared, thrown));
    }

    private static RouteProblem refused(Declaration declared, Exception thrown) {
        if (declared.name().isEmpty()) {
            return declared.problem(null, "a bean needs a name");
        }
        PropertyBindingException binding =
                Causes.first(thrown, PropertyBindingException.class).orElse(null);
        if (binding == null || binding.getPropertyName() == null) {
            return declared.problem(
                    null, "the bean '" + declared.name() + "' cannot be created: " + reason(Causes.root(thrown)));
        }
        String property = binding.getPropertyName();
        if (binding.getCause() == null) {
            return declared.problem(property, "the bean '" + declared.name() + "' has no property '" + property + "'");
        }
        String why = Causes.first(thrown, TypeConversionException.class)
                .map(conversion ->
                        "it must be of type " + conversion.getToType().getSimpleName())
                .orElseGet(() -> reason(Causes.root(thrown)));
        return declared.problem(
                property, "the property '" + property + "' cannot be '" + declared.value(property) + "': " + why);
    }

    private static String reason(Throwable root) {
        return root instanceof ClassNotFoundException ? "there is no class " + root.getMessage() : Refusal.reason(root);
    }
}
