package io.zoomhosts;

import static org.assertj.core.api.Assertions.assertThat;

import io.zoomhosts.broker.KafkaBroker;
import io.zoomhosts.broker.WithKafka;
import io.zoomhosts.report.Failure;
import io.zoomhosts.report.Run;
import io.zoomhosts.report.Window;
import io.zoomhosts.sandbox.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What users do to the routes, and what must hold whatever they do. */
@ExtendWith(WithKafka.class)
class RoutesTest {

    private static final Window WINDOW = Rig.lastMonth("active");

    @TempDir
    private Path folder;

    @BeforeEach
    void copyRoutes() throws Exception {
        Routes.copyTo(folder);
    }

    @Test
    void should_publish_only_hosts_that_a_step_does_not_stop(KafkaBroker kafka) throws Exception {
        Routes.eachHost(folder, Routes.LICENSED_ONLY);
        try (Rig rig = rig(kafka)) {
            Run run = rig.collect(WINDOW).get(0);

            long licensed = rig.zoom().account().rows("active", WINDOW.from(), WINDOW.to()).stream()
                    .filter(row -> row.matches("(?s).*\"type\":2[,}].*"))
                    .count();
            assertThat(run.isFailed()).as(String.valueOf(run.error())).isFalse();
            assertThat(run.hosts()).isEqualTo(licensed).isLessThan(650);
            assertThat(rig.hosts().committed()).hasSize((int) licensed);
        }
    }

    @Test
    void should_publish_what_a_step_makes_of_a_host_with_every_digit(KafkaBroker kafka) throws Exception {
        Routes.eachHost(folder, """
                - unmarshal:
                    json:
                      library: Jackson
                      autoDiscoverObjectMapper: "true"
                - script:
                    expression:
                      simple:
                        expression: "${body.remove('email')}"
                """);
        try (Rig rig = rig(kafka)) {
            rig.zoom()
                    .fault(ReportFaults.window(
                            WINDOW, "{\"id\":\"a\",\"email\":\"a@b.c\",\"n\":1.10,\"big\":9007199254740993}"));

            rig.collect(WINDOW);

            assertThat(rig.hosts().committed())
                    .singleElement()
                    .extracting(host -> host.value())
                    .asString()
                    .startsWith("{\"id\":\"a\",\"n\":1.10,\"big\":9007199254740993,\"report\":{");
        }
    }

    @Test
    void should_publish_nothing_when_a_step_fails(KafkaBroker kafka) throws Exception {
        Routes.eachHost(folder, """
                - filter:
                    expression:
                      simple:
                        expression: "${exchangeProperty.CamelSplitIndex} == 7"
                    steps:
                      - throwException:
                          exceptionType: java.lang.IllegalStateException
                          message: no
                """);
        assertFailed(kafka);
    }

    /** Guards against half a window being committed because nobody saw an exception. */
    @Test
    void should_publish_nothing_when_a_route_stops_early(KafkaBroker kafka) throws Exception {
        Path route = folder.resolve("publish-page.camel.yaml");
        Files.writeString(route, Files.readString(route) + """
                                - filter:
                                    expression:
                                      simple:
                                        expression: "${variable.run.pages} == 2"
                                    steps:
                                      - stop: {}
                        """);
        assertFailed(kafka);
    }

    /** Guards against half a window being committed because an error was handled on the way. */
    @Test
    void should_publish_nothing_when_a_route_handles_an_error(KafkaBroker kafka) throws Exception {
        Files.writeString(folder.resolve("swallow.camel.yaml"), """
                - routeConfiguration:
                    id: swallow
                    onException:
                      - onException:
                          exception:
                            - java.lang.Exception
                          handled:
                            constant:
                              expression: "true"
                """);
        Path route = folder.resolve("try-window.camel.yaml");
        Files.writeString(
                route,
                Files.readString(route)
                        .replace(
                                "    errorHandler:\n      noErrorHandler: {}\n",
                                "    routeConfigurationId: swallow\n"));
        try (Rig rig = rig(kafka)) {
            rig.zoom()
                    .fault((request, nth) -> nth == 2 && request.path().endsWith("/report/users")
                            ? Optional.of(Answer.error(404, 404, "gone"))
                            : Optional.empty());

            assertThat(rig.collect(WINDOW).get(0).isFailed()).isTrue();
            assertThat(rig.hosts().committed()).isEmpty();
        }
    }

    @Test
    void should_collect_another_report_that_is_nothing_but_yaml(KafkaBroker kafka) throws Exception {
        Path route = folder.resolve("host-report.camel.yaml");
        Files.writeString(
                route,
                Files.readString(route)
                        .replace("/report/users", "/report/history_meetings")
                        .replace("expression: users", "expression: history_meetings")
                        .replace("expression: id", "expression: meeting_uuid"));
        try (Rig rig = rig(kafka)) {
            rig.zoom()
                    .fault((request, nth) -> request.path().endsWith("/report/history_meetings")
                            ? Optional.of(Answer.json(
                                    200,
                                    "{\"from\":\"%s\",\"to\":\"%s\",\"history_meetings\":[{\"meeting_uuid\":\"m==\",\"topic\":\"x\"}]}"
                                            .formatted(WINDOW.from(), WINDOW.to())))
                            : Optional.empty());

            Run run = rig.collect(WINDOW).get(0);

            assertThat(run.isFailed()).as(String.valueOf(run.error())).isFalse();
            assertThat(rig.hosts().committed()).singleElement().satisfies(record -> {
                assertThat(record.key()).isEqualTo("m==");
                assertThat(Topic.headers(record))
                        .containsEntry("ce_source", "/zoom/accounts/sandbox-account/report/history_meetings");
            });
        }
    }

    private void assertFailed(KafkaBroker kafka) throws Exception {
        try (Rig rig = rig(kafka)) {
            Run run = rig.collect(WINDOW).get(0);

            assertThat(run.error().failure()).isEqualTo(Failure.ROUTE);
            assertThat(rig.hosts().committed()).isEmpty();
            assertThat(rig.runs().committed())
                    .singleElement()
                    .extracting(event -> event.value())
                    .asString()
                    .contains("\"status\":\"failed\"", "\"kind\":\"route\"");
        }
    }

    private Rig rig(KafkaBroker kafka) throws Exception {
        return Rig.start(kafka).set("routes.location", "file:" + folder);
    }
}
