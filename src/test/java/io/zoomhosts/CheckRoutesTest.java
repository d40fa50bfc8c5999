package io.zoomhosts;

import static org.assertj.core.api.Assertions.assertThat;

import io.zoomhosts.routes.RouteProblem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Route files that cannot be used are refused by name, line and reason; neither Zoom nor Kafka is there. */
class CheckRoutesTest {

    /** Its files say in their first line what is wrong with them. */
    private static final Path BROKEN = Path.of("src", "test", "resources", "broken-routes");

    private static final Pattern EXPECTED = Pattern.compile("# line (\\d+): (.+)");

    @TempDir
    private Path folder;

    @BeforeEach
    void copyRoutes() throws IOException {
        Routes.copyTo(folder);
    }

    static Stream<Path> broken() throws IOException {
        return Files.list(BROKEN).sorted();
    }

    @ParameterizedTest
    @MethodSource("broken")
    void should_refuse_a_broken_file_by_line_and_reason(Path broken) throws Exception {
        Files.copy(broken, folder.resolve("each-host.camel.yaml"), StandardCopyOption.REPLACE_EXISTING);
        MatchResult expected =
                EXPECTED.matcher(Files.readString(broken)).results().findFirst().orElseThrow();

        assertThat(problems())
                .filteredOn(problem -> problem.file().equals("each-host.camel.yaml"))
                .singleElement()
                .asString()
                .startsWith("each-host.camel.yaml:" + expected.group(1) + ": " + expected.group(2));
    }

    @Test
    void should_accept_the_routes_as_they_are_shipped() throws Exception {
        assertThat(problems()).isEmpty();
    }

    @Test
    void should_name_every_broken_file_at_once() throws Exception {
        Files.writeString(folder.resolve("mine.camel.yaml"), "- route:\n    id: mine\n");
        Routes.eachHost(folder, "- nonsense: {}\n");

        assertThat(problems())
                .extracting(RouteProblem::file)
                .containsExactlyInAnyOrder("mine.camel.yaml", "each-host.camel.yaml");
    }

    /** Camel builds these only when something fails, or when a host is on its way. */
    @ParameterizedTest
    @CsvSource({
        "fire-failed.camel.yaml, 14, ref: runs, ref: rums",
        "ask-zoom-again.camel.yaml, 19, method: again, method: agian",
        "publish.camel.yaml, 13, kafka:{{, kafak:{{",
        "collect-window.camel.yaml, 59, method: failed, method: filed",
    })
    void should_look_into_what_is_built_late(String file, int line, String right, String wrong) throws Exception {
        Path route = folder.resolve(file);
        Files.writeString(route, Files.readString(route).replace(right, wrong));

        assertThat(problems()).singleElement().satisfies(problem -> {
            assertThat(problem.file()).isEqualTo(file);
            assertThat(problem.line()).isEqualTo(line);
        });
    }

    /** Guards against a check that ends without a word: Camel gives such a route an id only when it is added. */
    @Test
    void should_find_the_line_beside_a_route_without_an_id() throws Exception {
        Routes.eachHost(folder, "- to: carrier-pigeon:home\n");
        Files.writeString(
                folder.resolve("mine.camel.yaml"),
                "- route:\n    from:\n      uri: direct:mine\n      steps:\n        - log: mine\n");

        assertThat(problems())
                .extracting(RouteProblem::file)
                .containsExactlyInAnyOrder("mine.camel.yaml", "each-host.camel.yaml");
    }

    @Test
    void should_refuse_text_in_another_encoding_than_utf_8() throws Exception {
        Files.write(folder.resolve("mine.camel.yaml"), "# caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(problems()).containsExactly(new RouteProblem("mine.camel.yaml", 1, "this is not UTF-8"));
    }

    @Test
    void should_miss_a_route_that_is_deleted_where_it_is_called() throws Exception {
        Files.delete(folder.resolve("each-host.camel.yaml"));
        Files.delete(folder.resolve("ask-page.camel.yaml"));

        assertThat(problems())
                .extracting(RouteProblem::toString)
                .containsExactly(
                        "publish-page.camel.yaml:25: there is no route from direct:each-host",
                        "(no file): there is no route from direct:ask-page, and it is needed");
    }

    private List<RouteProblem> problems() throws Exception {
        Map<String, String> settings = new HashMap<>(Map.of("routes.location", "file:" + folder));
        List.of("zoom.account-id", "zoom.client-id", "zoom.client-secret")
                .forEach(credential -> settings.put(credential, "none"));
        Application application = Application.load(Application.Purpose.CHECK, settings, List.of());
        return application.checkRoutes(application.routeFiles());
    }
}
