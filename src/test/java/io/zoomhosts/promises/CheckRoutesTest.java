package io.zoomhosts.promises;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zoomhosts.Application;
import io.zoomhosts.ConfigurationException;
import io.zoomhosts.routes.RouteProblem;
import io.zoomhosts.support.RoutesCopy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;

/** Route files that cannot be used are refused by name, line and reason. It needs neither Zoom nor Kafka. */
class CheckRoutesTest {

    /** Its files say in their first line what is wrong with them. */
    private static final Path BROKEN = Path.of("src", "test", "resources", "broken-routes");

    private static final String EACH_HOST = "yours/each-host.camel.yaml";

    private static final Pattern EXPECTED = Pattern.compile("# line (\\d+): (.+)");

    @TempDir
    private Path folder;

    @BeforeEach
    void copyRoutes() throws IOException {
        RoutesCopy.copyTo(folder);
    }

    static Stream<Path> broken() throws IOException {
        return Files.list(BROKEN).sorted();
    }

    @ParameterizedTest
    @MethodSource("broken")
    void refuses_a_broken_file_by_line_and_reason(Path broken) throws Exception {
        Files.copy(broken, folder.resolve(EACH_HOST), StandardCopyOption.REPLACE_EXISTING);
        MatchResult expected =
                EXPECTED.matcher(Files.readString(broken)).results().findFirst().orElseThrow();

        assertThat(problems())
                .filteredOn(problem -> problem.file().equals(EACH_HOST))
                .singleElement()
                .asString()
                .startsWith(EACH_HOST + ":" + expected.group(1) + ": " + expected.group(2));
    }

    @Test
    void accepts_the_routes_as_they_are_shipped() throws Exception {
        assertThat(problems()).isEmpty();
    }

    static Stream<Path> recipes() throws IOException {
        return Files.list(Path.of("docs", "recipes")).sorted();
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void accepts_every_recipe(Path recipe) throws Exception {
        try (Stream<Path> files = Files.list(recipe)) {
            for (Path file : files.toList()) {
                Files.copy(
                        file, folder.resolve("yours").resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }

        assertThat(problems()).isEmpty();
    }

    /** The template stands after what is made of it, and in another file. */
    @Test
    void accepts_a_call_of_a_route_that_is_made_of_a_template() throws Exception {
        Files.writeString(folder.resolve("yours/a-made.camel.yaml"), """
                - templatedRoute:
                    routeTemplateRef: tool
                    parameters:
                      - name: from
                        value: made
                """);
        Files.writeString(folder.resolve("yours/template.camel.yaml"), """
                - routeTemplate:
                    id: tool
                    parameters:
                      - name: from
                    from:
                      uri: "direct:{{from}}"
                      steps:
                        - log: "{{from}}"
                """);
        RoutesCopy.eachHost(folder, "- to: direct:made\n");

        assertThat(problems()).isEmpty();
    }

    @Test
    void names_every_broken_file_at_once() throws Exception {
        Files.writeString(folder.resolve("yours/mine.camel.yaml"), "- route:\n    id: mine\n");
        RoutesCopy.eachHost(folder, "- nonsense: {}\n");

        assertThat(problems())
                .extracting(RouteProblem::file)
                .containsExactlyInAnyOrder("yours/mine.camel.yaml", EACH_HOST);
    }

    /** Camel builds these only when something fails, or when a host arrives. */
    @ParameterizedTest
    @CsvSource({
        "method: again, method: agian",
        "kafka:${variable.run.report.topic}, kafak:${variable.run.report.topic}",
        "method: failed, method: filed",
    })
    void looks_into_what_camel_builds_late(String right, String wrong) throws Exception {
        String file = fileWith(right);
        Path route = folder.resolve(file);
        String shipped = Files.readString(route);
        Files.writeString(route, shipped.replaceFirst(Pattern.quote(right), Matcher.quoteReplacement(wrong)));

        assertThat(problems())
                .filteredOn(problem -> problem.file().equals(file))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.line()).isEqualTo(lineOfStep(shipped, right));
                });
    }

    private String fileWith(String text) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("engine"))) {
            return files.filter(file -> read(file).contains(text))
                    .map(file -> "engine/" + file.getFileName())
                    .sorted()
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** The line of the text, or the nearest above it, that begins a step. */
    private static int lineOfStep(String file, String text) {
        List<String> lines = file.lines().toList();
        int line = 0;
        while (!lines.get(line).contains(text)) {
            line++;
        }
        while (!lines.get(line).matches(" *- \\w+:.*")) {
            line--;
        }
        return line + 1;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Guards against a check that ends without a word: Camel gives such a route an id only when it is added. */
    @Test
    void finds_the_line_beside_a_route_without_an_id() throws Exception {
        RoutesCopy.eachHost(folder, "- to: carrier-pigeon:home\n");
        Files.writeString(
                folder.resolve("yours/mine.camel.yaml"),
                "- route:\n    from:\n      uri: direct:mine\n      steps:\n        - log: mine\n");

        assertThat(problems())
                .extracting(RouteProblem::file)
                .containsExactlyInAnyOrder("yours/mine.camel.yaml", EACH_HOST);
    }

    @Test
    void refuses_text_in_another_encoding_than_utf_8() throws Exception {
        Files.write(folder.resolve("yours/mine.camel.yaml"), "# caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(problems()).containsExactly(new RouteProblem("yours/mine.camel.yaml", 1, "this is not UTF-8"));
    }

    /** Camel would ignore it, and publish every host unchanged. */
    @Test
    void refuses_a_file_outside_of_the_three_folders() throws Exception {
        Files.move(folder.resolve(EACH_HOST), folder.resolve("each-host.camel.yaml"));

        assertThat(problems())
                .extracting(RouteProblem::toString)
                .containsExactly("each-host.camel.yaml: this file is in none of engine/, reports/, yours/"
                        + " and would not be read: move it to yours/");
    }

    @Test
    void does_not_start_with_a_file_outside_of_the_three_folders() throws Exception {
        RoutesCopy.eachHost(folder, "- stop: {}\n");
        Files.copy(folder.resolve(EACH_HOST), folder.resolve("each-host.camel.yaml"));

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> load(Application.Purpose.COLLECT))
                .withMessageContaining("each-host.camel.yaml: this file is in none of engine/, reports/, yours/");
    }

    /** Camel would ignore it, and publish every host unchanged. */
    @ParameterizedTest
    @CsvSource({"yours/mine.yaml", "yours/mine.yml", "reports/mine.yaml"})
    void refuses_a_file_whose_name_camel_does_not_read(String name) throws Exception {
        Files.writeString(folder.resolve(name), "# nothing yet\n");

        assertThat(problems())
                .extracting(RouteProblem::toString)
                .containsExactly(
                        name + ": this file would not be read: the name of a route file ends with .camel.yaml");
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> load(Application.Purpose.COLLECT))
                .withMessageContaining(name + ": this file would not be read");
    }

    /** Rows of one would look like rows of the other. */
    @Test
    void refuses_two_reports_with_one_topic() throws Exception {
        Files.writeString(folder.resolve("reports/hosts2.camel.yaml"), hosts().replace("name: hosts", "name: hosts2"));
        int line = lineOf(hosts(), "topic: ");
        String expected =
                "reports/hosts2.camel.yaml:" + line + ": topic zoom.hosts is also the topic of the report hosts";

        assertThat(problems()).singleElement().asString().startsWith(expected);
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> load(Application.Purpose.READ))
                .withMessageContaining(expected);
    }

    /** Camel would take the last of them. */
    @ParameterizedTest
    @EnumSource(value = Application.Purpose.class, mode = Mode.EXCLUDE, names = "CHECK")
    void does_not_start_with_a_report_declared_twice(Application.Purpose purpose) throws Exception {
        Files.writeString(
                folder.resolve("reports/hosts2.camel.yaml"), hosts().replaceFirst("topic: .*", "topic: zoom.hosts2"));

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> load(purpose))
                .withMessageContaining("reports/hosts2.camel.yaml:" + lineOf(hosts(), "name: hosts")
                        + ": the bean 'hosts' is also declared in reports/hosts.camel.yaml:");
    }

    /** Guards against a secret in a topic, where nobody ran a check before the start. */
    @Test
    void does_not_start_with_data_in_an_address() throws Exception {
        RoutesCopy.eachHost(folder, "- toD: \"kafka:mine?key=${variable.name}\"\n");

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> load(Application.Purpose.COLLECT))
                .withMessageContaining(EACH_HOST)
                .withMessageContaining("Camel resolves {{…}} in an address");
    }

    @Test
    void refuses_a_report_to_collect_that_is_not_declared() throws Exception {
        assertThat(problems("zoom.reports", "hosts,nothing"))
                .singleElement()
                .asString()
                .startsWith("(no file): zoom.reports (ZOOM_REPORTS) names a report that no file")
                .contains("zoom.reports (ZOOM_REPORTS)");
    }

    private String hosts() {
        return read(folder.resolve("reports/hosts.camel.yaml"));
    }

    private static int lineOf(String file, String text) {
        List<String> lines = file.lines().toList();
        return 1
                + IntStream.range(0, lines.size())
                        .filter(line -> lines.get(line).contains(text))
                        .findFirst()
                        .orElseThrow();
    }

    /** A Kubernetes ConfigMap is mounted with hidden folders in it. */
    @Test
    void ignores_folders_inside_of_the_three() throws Exception {
        Path hidden = Files.createDirectories(folder.resolve("yours/..data"));
        Files.writeString(hidden.resolve("each-host.camel.yaml"), "- nonsense: {}\n");

        assertThat(problems()).isEmpty();
    }

    @Test
    void names_the_step_that_calls_a_missing_route() throws Exception {
        String caller = fileWith("direct:each-host");
        int line = lineOfStep(Files.readString(folder.resolve(caller)), "direct:each-host");
        Files.delete(folder.resolve(EACH_HOST));

        assertThat(problems())
                .extracting(RouteProblem::toString)
                .containsExactly(caller + ":" + line + ": there is no route from direct:each-host");
    }

    @Test
    void misses_a_route_that_the_program_itself_calls() throws Exception {
        Path file = folder.resolve(fileWith("uri: direct:collect\n"));
        Files.writeString(file, Files.readString(file).replace("uri: direct:collect\n", "uri: direct:gather\n"));

        assertThat(problems())
                .extracting(RouteProblem::toString)
                .containsExactly("(no file): there is no route from direct:collect, which zoom-hosts calls");
    }

    private List<RouteProblem> problems(String... setting) throws Exception {
        Application application = load(Application.Purpose.CHECK, setting);
        return application.checkRoutes(application.routeFiles());
    }

    /** @param setting name and value of one that is not the default, if any is to be given */
    private Application load(Application.Purpose purpose, String... setting) {
        Map<String, String> settings = new HashMap<>(Map.of("routes.location", "file:" + folder));
        if (setting.length == 2) {
            settings.put(setting[0], setting[1]);
        }
        List.of("zoom.account-id", "zoom.client-id", "zoom.client-secret")
                .forEach(credential -> settings.put(credential, "none"));
        List.of("email.pepper", "ndjson.folder", "webhook.url")
                .forEach(ofRecipe -> settings.put(ofRecipe, "http://localhost/pepper"));
        return Application.load(purpose, settings, List.of());
    }
}
