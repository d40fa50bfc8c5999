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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The check rejects route files that cannot be used, with file, line and reason. It needs neither Zoom nor Kafka. */
class CheckRoutesTest {

    /** The first line of each file gives the expected problem. */
    private static final Path BROKEN = Path.of("src", "test", "resources", "broken-routes");

    private static final String EACH_HOST = "yours/each-host.camel.yaml";

    private static final Pattern EXPECTED = Pattern.compile("# line (\\d+): (.+)");

    @RegisterExtension
    final RoutesCopy routes = new RoutesCopy();

    static Stream<Path> broken() throws IOException {
        return Files.list(BROKEN).sorted();
    }

    @ParameterizedTest
    @MethodSource("broken")
    void rejects_a_broken_file_with_line_and_reason(Path broken) throws Exception {
        Files.copy(broken, routes.path(EACH_HOST), StandardCopyOption.REPLACE_EXISTING);
        MatchResult expected =
                EXPECTED.matcher(Files.readString(broken)).results().findFirst().orElseThrow();

        assertThat(problems())
                .filteredOn(problem -> problem.file().equals(EACH_HOST))
                .singleElement()
                .asString()
                .startsWith(EACH_HOST + ":" + expected.group(1) + ": " + expected.group(2));
    }

    @Test
    void accepts_the_shipped_routes() throws Exception {
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
                Files.copy(file, routes.path("yours").resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }

        assertThat(problems()).isEmpty();
    }

    /** The template is in another file, after the route that is made from it. */
    @Test
    void accepts_a_call_to_a_route_made_from_a_template() throws Exception {
        Files.writeString(routes.path("yours/a-made.camel.yaml"), """
                - templatedRoute:
                    routeTemplateRef: tool
                    parameters:
                      - name: from
                        value: made
                """);
        Files.writeString(routes.path("yours/template.camel.yaml"), """
                - routeTemplate:
                    id: tool
                    parameters:
                      - name: from
                    from:
                      uri: "direct:{{from}}"
                      steps:
                        - log: "{{from}}"
                """);
        routes.eachHost("- to: direct:made\n");

        assertThat(problems()).isEmpty();
    }

    @Test
    void names_every_broken_file_at_once() throws Exception {
        Files.writeString(routes.path("yours/mine.camel.yaml"), "- route:\n    id: mine\n");
        routes.eachHost("- nonsense: {}\n");

        assertThat(problems())
                .extracting(RouteProblem::file)
                .containsExactlyInAnyOrder("yours/mine.camel.yaml", EACH_HOST);
    }

    /** Camel builds these steps only when something fails or when a host arrives. */
    @ParameterizedTest
    @CsvSource({
        "method: again, method: agian",
        "kafka:${variable.run.report.topic}, kafak:${variable.run.report.topic}",
        "method: failed, method: filed",
    })
    void checks_steps_that_camel_builds_only_when_they_run(String right, String wrong) throws Exception {
        String file = fileWith(right);
        Path route = routes.path(file);
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
        try (Stream<Path> files = Files.list(routes.path("engine"))) {
            return files.filter(file -> read(file).contains(text))
                    .map(file -> "engine/" + file.getFileName())
                    .sorted()
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** The line of the step that contains the text. */
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

    /** Guards against a check that reports nothing: Camel gives such a route an id only when it is added. */
    @Test
    void reports_the_line_beside_a_route_without_an_id() throws Exception {
        routes.eachHost("- to: carrier-pigeon:home\n");
        Files.writeString(
                routes.path("yours/mine.camel.yaml"),
                "- route:\n    from:\n      uri: direct:mine\n      steps:\n        - log: mine\n");

        assertThat(problems())
                .extracting(RouteProblem::file)
                .containsExactlyInAnyOrder("yours/mine.camel.yaml", EACH_HOST);
    }

    @Test
    void rejects_a_file_that_is_not_utf_8() throws Exception {
        Files.write(routes.path("yours/mine.camel.yaml"), "# caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(problems()).containsExactly(new RouteProblem("yours/mine.camel.yaml", 1, "the file is not UTF-8"));
    }

    /** Camel would ignore it, and publish every host unchanged. */
    @Test
    void rejects_a_file_outside_the_four_folders() throws Exception {
        Files.move(routes.path(EACH_HOST), routes.path("each-host.camel.yaml"));

        assertThat(problems())
                .extracting(RouteProblem::toString)
                .containsExactly(
                        "each-host.camel.yaml: this file would be ignored: it is in none of the folders engine/, licences/, reports/, yours/"
                                + ". Move it to yours/");
    }

    @Test
    void does_not_start_with_a_file_outside_the_four_folders() throws Exception {
        routes.eachHost("- stop: {}\n");
        Files.copy(routes.path(EACH_HOST), routes.path("each-host.camel.yaml"));

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> load(Application.Purpose.COLLECT))
                .withMessageContaining("each-host.camel.yaml: this file would be ignored: it is in none of the folders"
                        + " engine/, licences/, reports/, yours/");
    }

    /** Camel would ignore it, and publish every host unchanged. */
    @ParameterizedTest
    @CsvSource({"yours/mine.yaml", "yours/mine.yml", "reports/mine.yaml"})
    void rejects_a_file_whose_name_camel_ignores(String name) throws Exception {
        Files.writeString(routes.path(name), "# nothing yet\n");

        assertThat(problems())
                .extracting(RouteProblem::toString)
                .containsExactly(
                        name + ": this file would be ignored: the name of a route file must end with .camel.yaml");
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> load(Application.Purpose.COLLECT))
                .withMessageContaining(name + ": this file would be ignored");
    }

    /** Rows of the two reports could not be told apart. */
    @Test
    void rejects_two_reports_with_one_topic() throws Exception {
        Files.writeString(routes.path("reports/hosts2.camel.yaml"), hosts().replace("name: hosts", "name: hosts2"));
        int line = lineOf(hosts(), "topic: ");
        String expected = "reports/hosts2.camel.yaml:" + line + ": topic zoom.hosts is also the topic of report hosts";

        assertThat(problems()).singleElement().asString().startsWith(expected);
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> load(Application.Purpose.READ))
                .withMessageContaining(expected);
    }

    /** Zoom would ignore the parameter, and answer with the rows of the whole account. */
    @Test
    void rejects_a_report_with_a_parameter_that_zoom_does_not_have() throws Exception {
        String misspelt = hosts().replace("group_id:", "groupId:");
        Files.writeString(routes.path("reports/hosts.camel.yaml"), misspelt);
        String expected = "reports/hosts.camel.yaml:" + lineOf(misspelt, "groupId:")
                + ": Zoom has no parameter groupId for this path and would ignore it. Known parameters: [type, page_size,"
                + " page_number, group_id]; ";

        assertThat(problems()).singleElement().asString().startsWith(expected).contains("ZOOM_GROUP_ID");
    }

    /** Camel would use the last one. */
    @ParameterizedTest
    @EnumSource(
            value = Application.Purpose.class,
            mode = Mode.EXCLUDE,
            names = {"CHECK", "LICENCES", "LICENCES_ONCE"})
    void does_not_start_with_a_report_declared_twice(Application.Purpose purpose) throws Exception {
        Files.writeString(
                routes.path("reports/hosts2.camel.yaml"), hosts().replaceFirst("topic: .*", "topic: zoom.hosts2"));

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> load(purpose))
                .withMessageContaining("reports/hosts2.camel.yaml:" + lineOf(hosts(), "name: hosts")
                        + ": the bean 'hosts' is also declared in reports/hosts.camel.yaml:");
    }

    /** Guards against a secret in a topic when nobody ran {@code check} first. */
    @Test
    void does_not_start_with_data_in_an_endpoint_uri() throws Exception {
        routes.eachHost("- toD: \"kafka:mine?key=${variable.name}\"\n");

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> load(Application.Purpose.COLLECT))
                .withMessageContaining(EACH_HOST)
                .withMessageContaining("Camel inserts data into this address");
    }

    @Test
    void rejects_zoom_reports_that_names_an_undeclared_report() throws Exception {
        assertThat(problems("zoom.reports", "hosts,nothing"))
                .singleElement()
                .asString()
                .startsWith("(no file): zoom.reports (ZOOM_REPORTS) names a report that no file")
                .contains("zoom.reports (ZOOM_REPORTS)");
    }

    private String hosts() {
        return read(routes.path("reports/hosts.camel.yaml"));
    }

    private static int lineOf(String file, String text) {
        List<String> lines = file.lines().toList();
        return 1
                + IntStream.range(0, lines.size())
                        .filter(line -> lines.get(line).contains(text))
                        .findFirst()
                        .orElseThrow();
    }

    /** A mounted Kubernetes ConfigMap contains hidden folders. */
    @Test
    void ignores_folders_inside_the_three() throws Exception {
        Path hidden = Files.createDirectories(routes.path("yours/..data"));
        Files.writeString(hidden.resolve("each-host.camel.yaml"), "- nonsense: {}\n");

        assertThat(problems()).isEmpty();
    }

    @Test
    void names_the_step_that_calls_a_missing_route() throws Exception {
        String caller = fileWith("direct:each-row");
        int line = lineOfStep(Files.readString(routes.path(caller)), "direct:each-row");
        Files.delete(routes.path("yours/each-row.camel.yaml"));

        assertThat(problems())
                .extracting(RouteProblem::toString)
                .containsExactly(caller + ":" + line + ": there is no route from direct:each-row");
    }

    @Test
    void names_the_report_whose_hook_is_missing() throws Exception {
        Files.delete(routes.path(EACH_HOST));

        assertThat(problems())
                .extracting(RouteProblem::toString)
                .containsExactly("reports/hosts.camel.yaml:" + lineOf(hosts(), "hook: ")
                        + ": there is no route from direct:each-host");
    }

    /** A row would wait for it, and then fail its window. */
    @ParameterizedTest
    @ValueSource(strings = {"each-row", "each-host", "each-run"})
    void does_not_start_without_a_hook(String hook) throws Exception {
        Files.delete(routes.path("yours/" + hook + ".camel.yaml"));

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> load(Application.Purpose.COLLECT))
                .withMessageContaining("there is no route from direct:" + hook);
    }

    @ParameterizedTest
    @ValueSource(strings = {"publish-page", "each-row", "each-run"})
    void rejects_a_hook_that_the_engine_calls_anyway(String hook) throws Exception {
        Files.writeString(routes.path("reports/hosts.camel.yaml"), hosts().replace("hook: each-host", "hook: " + hook));

        assertThat(problems())
                .extracting(RouteProblem::toString)
                .containsExactly("reports/hosts.camel.yaml:" + lineOf(hosts(), "hook: ")
                        + ": the engine calls the route " + hook
                        + " anyway, so it cannot be the hook of a report: name a route of your own");
    }

    @Test
    void reports_a_missing_route_that_the_program_calls() throws Exception {
        Path file = routes.path(fileWith("uri: direct:collect\n"));
        Files.writeString(file, Files.readString(file).replace("uri: direct:collect\n", "uri: direct:gather\n"));

        assertThat(problems())
                .extracting(RouteProblem::toString)
                .containsExactly(
                        "(no file): zoom-hosts calls direct:collect, but no route starts there: restore the file in"
                                + " engine/ that has it");
    }

    private List<RouteProblem> problems(String... setting) throws Exception {
        Application application = load(Application.Purpose.CHECK, setting);
        return application.checkRoutes(application.routeFiles());
    }

    /** @param setting name and value of a setting to change; none keeps the defaults */
    private Application load(Application.Purpose purpose, String... setting) {
        Map<String, String> settings = new HashMap<>(Map.of("routes.location", "file:" + routes.folder()));
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
