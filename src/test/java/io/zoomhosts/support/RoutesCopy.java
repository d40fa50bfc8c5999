package io.zoomhosts.support;

import io.zoomhosts.demo.EmbeddedKafka;
import io.zoomhosts.demo.KafkaBroker;
import io.zoomhosts.sandbox.SandboxOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A copy of the shipped routes, edited as a user would edit them. A field with {@code @RegisterExtension} gives each test a
 * new copy in a temporary folder; the static methods work on any folder.
 */
public final class RoutesCopy implements BeforeEachCallback, AfterEachCallback {

    public static final Path SHIPPED = Path.of("src", "main", "resources", "routes");

    /** Removes the e-mail address of each row. */
    public static final String WITHOUT_EMAIL = """
            - unmarshal:
                json:
                  library: Jackson
                  autoDiscoverObjectMapper: "true"
            - script:
                expression:
                  simple:
                    expression: "${body.remove('email')}"
            """;

    /** A step for {@link #eachHost} that publishes only hosts with licence 2 (Licensed). */
    public static final String LICENSED_ONLY = """
            - filter:
                expression:
                  jsonpath:
                    expression: "$[?(@.type != 2)]"
                steps:
                  - stop: {}
            """;

    private Path folder;

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        folder = Files.createTempDirectory("routes");
        copyTo(folder);
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        EmbeddedKafka.delete(folder);
    }

    public Path folder() {
        return folder;
    }

    /** @param file relative to the folder, for example {@code yours/each-host.camel.yaml} */
    public Path path(String file) {
        return folder.resolve(file);
    }

    /** Puts steps (indented YAML) into the route that each host passes. */
    public void eachHost(String steps) throws IOException {
        eachHost(folder, steps);
    }

    /** Puts steps (indented YAML) into the route that each row of every report passes. */
    public void eachRow(String steps) throws IOException {
        hook(folder, "each-row", steps);
    }

    /** Puts steps (indented YAML) into the route that each run passes at its end. */
    public void eachRun(String steps) throws IOException {
        eachRun(folder, steps);
    }

    /** A rig that runs these routes. */
    public Rig rig(KafkaBroker kafka) throws IOException {
        return Rig.start(kafka).set("routes.location", "file:" + folder);
    }

    /** Gives each report but hosts a topic of the rig's own, {@code <topic of hosts>.<report>}: other tests use the same broker. */
    public void ownTopics() throws IOException {
        try (Stream<Path> reports = Files.list(path("reports"))) {
            for (Path report : reports.toList()) {
                String name = report.getFileName().toString().replace(".camel.yaml", "");
                if (!name.equals("hosts")) {
                    Files.writeString(
                            report,
                            "        topic: \"{{zoom.hosts-topic}}." + name + "\"\n",
                            StandardOpenOption.APPEND);
                }
            }
        }
    }

    /** A rig that runs these routes with a sandbox of these options. */
    public Rig rig(KafkaBroker kafka, SandboxOptions options) throws IOException {
        return Rig.start(kafka, options).set("routes.location", "file:" + folder);
    }

    public static void copyTo(Path folder) throws IOException {
        copy(SHIPPED, folder);
    }

    /** Replaces files by those of another folder. */
    public void replaceBy(Path other) throws IOException {
        copy(other, folder);
    }

    private static void copy(Path source, Path folder) throws IOException {
        try (Stream<Path> routes = Files.walk(source)) {
            for (Path route : routes.filter(Files::isRegularFile).toList()) {
                Path copy = folder.resolve(source.relativize(route));
                Files.createDirectories(copy.getParent());
                Files.copy(route, copy, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /** Puts steps (indented YAML) into the route that each host passes. */
    public static void eachHost(Path folder, String steps) throws IOException {
        hook(folder, "each-host", steps);
    }

    /** Puts steps (indented YAML) into a hook of {@code yours/}. */
    public static void hook(Path folder, String hook, String steps) throws IOException {
        Path route = folder.resolve("yours/" + hook + ".camel.yaml");
        String shipped = Files.readString(route);
        Files.writeString(
                route,
                shipped.substring(0, shipped.lastIndexOf("      steps:\n")) + "      steps:\n" + steps.indent(8));
    }

    /** Puts steps (indented YAML) into the route that each run passes at its end. */
    public static void eachRun(Path folder, String steps) throws IOException {
        hook(folder, "each-run", steps);
    }
}
