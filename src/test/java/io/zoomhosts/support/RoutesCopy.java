package io.zoomhosts.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A copy of the shipped routes, to be edited as a user would. */
public final class RoutesCopy {

    public static final Path SHIPPED = Path.of("src", "main", "resources", "routes");

    /** A step for {@link #eachHost}: hosts with another licence than 2 (Licensed) are not published. */
    public static final String LICENSED_ONLY = """
            - filter:
                expression:
                  jsonpath:
                    expression: "$[?(@.type != 2)]"
                steps:
                  - stop: {}
            """;

    private RoutesCopy() {}

    public static void copyTo(Path folder) throws IOException {
        try (Stream<Path> routes = Files.walk(SHIPPED)) {
            for (Path route : routes.filter(Files::isRegularFile).toList()) {
                Path copy = folder.resolve(SHIPPED.relativize(route));
                Files.createDirectories(copy.getParent());
                Files.copy(route, copy);
            }
        }
    }

    /** Puts steps (indented YAML) into the route that each host passes. */
    public static void eachHost(Path folder, String steps) throws IOException {
        put(folder.resolve("yours/each-host.camel.yaml"), steps);
    }

    /** Puts steps (indented YAML) into the route that each run passes at its end. */
    public static void eachRun(Path folder, String steps) throws IOException {
        put(folder.resolve("yours/each-run.camel.yaml"), steps);
    }

    private static void put(Path route, String steps) throws IOException {
        String shipped = Files.readString(route);
        Files.writeString(
                route,
                shipped.substring(0, shipped.lastIndexOf("      steps:\n")) + "      steps:\n" + steps.indent(8));
    }
}
