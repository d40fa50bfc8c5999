package io.zoomhosts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Settings that are given as environment variables, or as files that environment variables name: {@code zoom.client-secret}
 * is {@code ZOOM_CLIENT_SECRET}, or stands in the file that {@code ZOOM_CLIENT_SECRET_FILE} names, as secrets of Docker and
 * Kubernetes do. Values are taken as they are; nothing in them is a placeholder. Thread-safe.
 */
public final class Environment {

    private static final String FILE = "_FILE";

    private final Map<String, String> variables;
    private final Map<String, String> read = new ConcurrentHashMap<>();

    Environment(Map<String, String> variables) {
        this.variables = variables;
    }

    static Environment ofProcess() {
        return new Environment(System.getenv());
    }

    /** The environment variable of a property: {@code zoom.page-size} is {@code ZOOM_PAGE_SIZE}. */
    public static String variable(String property) {
        return property.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /**
     * The value of a property; null where the environment has none.
     *
     * @throws ConfigurationException if a file that holds it cannot be read, or if there are two values
     */
    String property(String property) {
        return value(variable(property));
    }

    /**
     * The value of a variable, from its file where {@code <variable>_FILE} names one; null where there is none. The line end
     * after the value in a file is not part of it.
     *
     * @throws ConfigurationException if the file cannot be read, or if there are two values
     */
    String value(String variable) {
        String value = variables.get(variable);
        String file = variables.get(variable + FILE);
        if (file == null || file.isBlank()) {
            return value;
        }
        if (value != null && !value.isBlank()) {
            throw new ConfigurationException(
                    variable + " and " + variable + FILE + " are both set: which one holds? Set one of them");
        }
        return read.computeIfAbsent(variable, name -> read(name + FILE, file));
    }

    /** The path is not shown: somebody may have put the secret itself into the variable. */
    private static String read(String variable, String file) {
        try {
            return Files.readString(Path.of(file)).replaceFirst("^\uFEFF", "").replaceFirst("[\r\n]+$", "");
        } catch (IOException | InvalidPathException e) {
            throw new ConfigurationException(
                    variable + " must be the path of a file with the value in it, and the file cannot be read ("
                            + e.getClass().getSimpleName() + ")");
        }
    }

    /** Whether there is a value for the property, or a file. */
    boolean has(String property) {
        return variables.containsKey(variable(property)) || variables.containsKey(variable(property) + FILE);
    }

    /**
     * Names of all variables that begin so and have a value, or a file with one, without {@code _FILE}.
     *
     * @param itself whether a variable whose name ends with {@code _FILE} is a setting itself
     */
    Set<String> beginningWith(String prefix, Predicate<String> itself) {
        return variables.entrySet().stream()
                .filter(variable -> variable.getKey().startsWith(prefix)
                        && !variable.getValue().isBlank())
                .map(Map.Entry::getKey)
                .map(name -> name.endsWith(FILE) && !itself.test(name)
                        ? name.substring(0, name.length() - FILE.length())
                        : name)
                .collect(Collectors.toSet());
    }
}
