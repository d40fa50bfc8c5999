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
 * A case of {@code src/test/resources/steps}: steps or routes that a user may put into {@code routes/yours}. The README there
 * describes each member of a case.
 *
 * @param hook the hook that gets the steps: each-host, or each-row
 * @param steps steps of the hook, or null
 * @param route the whole route of the hook if it is more than its steps, or null
 * @param file another file beside the hook, or null
 * @param expect required outcome of the run; null if any is allowed
 * @param filtered required number of filtered rows; null if any is allowed
 * @param says required part of the message of the failure or the check, or null
 * @param changes whether the steps change values on purpose
 */
record HookCase(
        String name,
        String hook,
        String steps,
        String route,
        String file,
        String expect,
        Long filtered,
        String says,
        boolean changes) {

    private static final String EACH_HOST = "each-host";
    private static final String EACH_ROW = "each-row";

    private static final Path FOLDER = Path.of("src", "test", "resources", "steps");

    /** Placeholder for the steps of another case, in a case of {@code around.yaml}. */
    private static final Pattern INSIDE = Pattern.compile("(?m)^( *)- INSIDE: \\{}\n");

    /**
     * All cases in each-host and in each-row, and each case of {@code inside.yaml} inside each case of {@code around.yaml} in
     * each-host.
     */
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
        cases.addAll(cases.stream().map(HookCase::inEachRow).toList());
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
                EACH_HOST,
                (String) written.get("steps"),
                (String) written.get("route"),
                (String) written.get("file"),
                (String) written.get("expect"),
                filtered == null ? null : ((Number) filtered).longValue(),
                (String) written.get("says"),
                Boolean.TRUE.equals(written.get("changes")));
    }

    /** This case's steps inside another case. The outcome is not fixed. */
    private HookCase in(HookCase around) {
        return new HookCase(
                name.substring(name.indexOf(':') + 2) + ", in " + around.name.substring(around.name.indexOf(':') + 2),
                EACH_HOST,
                putInto(around.steps),
                putInto(around.route),
                putInto(around.file),
                null,
                null,
                null,
                changes || around.changes);
    }

    private HookCase inEachRow() {
        return new HookCase(
                name.replace(EACH_HOST, EACH_ROW) + ", in " + EACH_ROW,
                EACH_ROW,
                ofEachRow(steps),
                ofEachRow(route),
                ofEachRow(file),
                expect,
                filtered,
                ofEachRow(says),
                changes);
    }

    private static String ofEachRow(String text) {
        return text == null ? null : text.replace(EACH_HOST, EACH_ROW);
    }

    private String putInto(String text) {
        return text == null
                ? null
                : INSIDE.matcher(text)
                        .replaceAll(place -> Matcher.quoteReplacement(
                                steps.indent(place.group(1).length())));
    }

    /** Writes the case into a copy of the shipped routes. */
    void writeTo(Path folder) throws IOException {
        if (steps != null) {
            RoutesCopy.hook(folder, hook, steps);
        }
        if (route != null) {
            Files.writeString(folder.resolve("yours/" + hook + ".camel.yaml"), route);
        }
        if (file != null) {
            Files.writeString(folder.resolve("yours/mine.camel.yaml"), file);
        }
    }

    /** The parsed YAML of the case. */
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
