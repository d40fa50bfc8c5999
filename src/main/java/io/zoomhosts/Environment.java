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
 * Settings from environment variables, or from files that environment variables name. {@code zoom.client-secret} is
 * {@code ZOOM_CLIENT_SECRET}, or the content of the file in {@code ZOOM_CLIENT_SECRET_FILE}, for secrets of Docker and
 * Kubernetes. Values are literal: placeholders in them are not resolved. Thread-safe.
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
     * The value of a property; null if the environment has none.
     *
     * @throws ConfigurationException if its file cannot be read, or if both the variable and its file are set
     */
    String property(String property) {
        return value(variable(property));
    }

    /**
     * The value of a variable, read from a file if {@code <variable>_FILE} is set; null if neither is set. Line breaks at
     * the end of the file are removed.
     *
     * @throws ConfigurationException if the file cannot be read, or if both the variable and its file are set
     */
    String value(String variable) {
        String value = variables.get(variable);
        String file = variables.get(variable + FILE);
        if (file == null || file.isBlank()) {
            return value;
        }
        if (value != null && !value.isBlank()) {
            throw new ConfigurationException(variable + " and " + variable + FILE + " are both set: unset one of them");
        }
        return read.computeIfAbsent(variable, name -> read(name + FILE, file));
    }

    /** The message does not show the path: a user may have put the secret itself into the variable. */
    private static String read(String variable, String file) {
        try {
            return Files.readString(Path.of(file)).replaceFirst("^\uFEFF", "").replaceFirst("[\r\n]+$", "");
        } catch (IOException | InvalidPathException e) {
            throw new ConfigurationException(
                    variable + " must be the path of a file that contains the value, and the file cannot be read ("
                            + e.getClass().getSimpleName() + ")");
        }
    }

    /** Whether the variable of the property or its {@code _FILE} is set. */
    boolean has(String property) {
        return variables.containsKey(variable(property)) || variables.containsKey(variable(property) + FILE);
    }

    /**
     * Names of all non-empty variables with a prefix. {@code _FILE} is removed from a name that refers to a file.
     *
     * @param isSetting whether a variable whose name ends with {@code _FILE} is itself the name of a setting
     */
    Set<String> beginningWith(String prefix, Predicate<String> isSetting) {
        return variables.entrySet().stream()
                .filter(variable -> variable.getKey().startsWith(prefix)
                        && !variable.getValue().isBlank())
                .map(Map.Entry::getKey)
                .map(name -> name.endsWith(FILE) && !isSetting.test(name)
                        ? name.substring(0, name.length() - FILE.length())
                        : name)
                .collect(Collectors.toSet());
    }
}
