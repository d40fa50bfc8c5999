package io.zoomhosts.promises;

import io.zoomhosts.support.RoutesCopy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * What a user may put into {@code routes/yours}: a case of {@code src/test/resources/steps}, whose README says what each member
 * of a case means.
 *
 * @param steps of the route each-host; null where there are none
 * @param route each-host, where it is more than its steps; null where it is not
 * @param file a file beside the hook; null where there is none
 * @param expect what becomes of the run, where that is certain; null where it is not
 * @param filtered rows that are left out, where that is certain; null where it is not
 * @param says what the failure, or the check, says; null where that does not matter
 * @param changes whether the steps change values on purpose
 */
record HookCase(
        String name,
        String steps,
        String route,
        String file,
        String expect,
        Long filtered,
        String says,
        boolean changes) {

    private static final Path FOLDER = Path.of("src", "test", "resources", "steps");

    /** Stands for the steps of another case, in a case of {@code around.yaml}. */
    private static final Pattern INSIDE = Pattern.compile("(?m)^( *)- INSIDE: \\{}\n");

    /** Every case as it is written, and each of {@code inside.yaml} in each of {@code around.yaml}. */
    static List<HookCase> all() throws IOException {
        List<HookCase> cases = new ArrayList<>();
        try (Stream<Path> files = Files.list(FOLDER)) {
            for (Path file : files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList()) {
                if (!file.endsWith("around.yaml")) {
                    cases.addAll(in(file));
                }
            }
        }
        for (HookCase around : in(FOLDER.resolve("around.yaml"))) {
            for (HookCase inside : in(FOLDER.resolve("inside.yaml"))) {
                cases.add(inside.in(around));
            }
        }
        return cases;
    }

    private static List<HookCase> in(Path file) throws IOException {
        Object loaded = new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
        return ((List<?>) loaded)
                .stream()
                        .map(item -> of(file.getFileName().toString().replace(".yaml", ""), (Map<?, ?>) item))
                        .toList();
    }

    private static HookCase of(String group, Map<?, ?> written) {
        Object filtered = written.get("filtered");
        return new HookCase(
                group + ": " + written.get("name"),
                (String) written.get("steps"),
                (String) written.get("route"),
                (String) written.get("file"),
                (String) written.get("expect"),
                filtered == null ? null : ((Number) filtered).longValue(),
                (String) written.get("says"),
                Boolean.TRUE.equals(written.get("changes")));
    }

    /** These steps in the place that another case has for them. What becomes of them there is not certain. */
    private HookCase in(HookCase around) {
        return new HookCase(
                name.substring(name.indexOf(':') + 2) + ", in " + around.name.substring(around.name.indexOf(':') + 2),
                putInto(around.steps),
                putInto(around.route),
                putInto(around.file),
                null,
                null,
                null,
                changes || around.changes);
    }

    private String putInto(String text) {
        return text == null
                ? null
                : INSIDE.matcher(text)
                        .replaceAll(place -> Matcher.quoteReplacement(
                                steps.indent(place.group(1).length())));
    }

    /** Writes it into a copy of the shipped routes. */
    void writeTo(Path folder) throws IOException {
        if (steps != null) {
            RoutesCopy.eachHost(folder, steps);
        }
        if (route != null) {
            Files.writeString(folder.resolve("yours/each-host.camel.yaml"), route);
        }
        if (file != null) {
            Files.writeString(folder.resolve("yours/mine.camel.yaml"), file);
        }
    }

    /** All that is written, as Camel reads it. */
    Stream<Object> trees() {
        return Stream.of(Optional.ofNullable(steps), Optional.ofNullable(route), Optional.ofNullable(file))
                .flatMap(Optional::stream)
                .map(text -> new Load(LoadSettings.builder().build()).loadFromString(text));
    }

    @Override
    public String toString() {
        return name;
    }
}
