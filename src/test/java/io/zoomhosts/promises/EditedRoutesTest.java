package io.zoomhosts.promises;

import static org.assertj.core.api.Assertions.assertThat;

import io.zoomhosts.demo.KafkaBroker;
import io.zoomhosts.failure.Failure;
import io.zoomhosts.report.Window;
import io.zoomhosts.run.Run;
import io.zoomhosts.sandbox.SandboxAnswer;
import io.zoomhosts.support.ReportStub;
import io.zoomhosts.support.Rig;
import io.zoomhosts.support.RoutesCopy;
import io.zoomhosts.support.WithKafka;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** All or nothing, whatever users change in the routes. */
@ExtendWith(WithKafka.class)
class EditedRoutesTest {

    private static final Window WINDOW = Rig.lastMonth("active");

    @RegisterExtension
    final RoutesCopy routes = new RoutesCopy();

    @Test
    void publishes_only_hosts_that_a_step_does_not_filter(KafkaBroker kafka) throws Exception {
        routes.eachHost(RoutesCopy.LICENSED_ONLY);
        try (Rig rig = routes.rig(kafka)) {
            Run run = rig.collect(WINDOW).get(0);

            long licensed = rig.zoom().account().rows("active", WINDOW.from(), WINDOW.to()).stream()
                    .filter(row -> row.matches("(?s).*\"type\":2[,}].*"))
                    .count();
            assertThat(run.isFailed()).as(String.valueOf(run.error())).isFalse();
            assertThat(run.counts().rows()).isEqualTo(licensed).isLessThan(650);
            assertThat(rig.hosts().committed()).hasSize((int) licensed);
        }
    }

    @Test
    void publishes_changed_hosts_with_every_digit(KafkaBroker kafka) throws Exception {
        routes.eachHost(RoutesCopy.WITHOUT_EMAIL);
        try (Rig rig = routes.rig(kafka)) {
            rig.zoom()
                    .fault(ReportStub.window(
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
    void publishes_nothing_when_a_step_fails(KafkaBroker kafka) throws Exception {
        routes.eachHost("""
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

    /** Guards against a commit of half a window when there is no exception. */
    @Test
    void publishes_nothing_when_a_route_stops_early(KafkaBroker kafka) throws Exception {
        edit("engine/4-kafka.camel.yaml", "            ref: rowRecords\n            method: sent\n", """
                            ref: rowRecords
                            method: sent
                        - filter:
                            expression:
                              simple:
                                expression: "${variable.run.counts.pages} == 2"
                            steps:
                              - stop: {}
                """);
        assertFailed(kafka);
    }

    /** Guards against visible hosts without a run event. */
    @Test
    void publishes_nothing_when_a_route_stops_between_verdict_and_event(KafkaBroker kafka) throws Exception {
        edit("engine/2-window.camel.yaml", """
                              - toD:
                                  id: to-kafka-complete-run
                """, """
                              - stop: {}
                              - toD:
                                  id: to-kafka-complete-run
                """);
        assertFailed(kafka);
    }

    /** Guards against visible hosts without a run event when the exception of its send is swallowed. */
    @Test
    void publishes_nothing_when_the_run_event_is_not_sent(KafkaBroker kafka) throws Exception {
        edit("engine/2-window.camel.yaml", """
                              - toD:
                                  id: to-kafka-complete-run
                                  uri: "kafka:${variable.run.report.runsTopic}"
                                  allowOptimisedComponents: "false"
                """, """
                              - log: "no event"
                """);
        assertFailed(kafka);
    }

    /** Guards against a complete run with 450 of 650 hosts: the verdict must count published rows, not received ones. */
    @Test
    void publishes_nothing_when_the_error_of_a_page_is_swallowed(KafkaBroker kafka) throws Exception {
        edit("engine/2-window.camel.yaml", """
                                    - to:
                                        uri: direct:publish-page
                """, """
                                    - doTry:
                                        steps:
                                          - filter:
                                              expression:
                                                simple:
                                                  expression: "${variable.run.counts.pages} == 2"
                                              steps:
                                                - throwException:
                                                    exceptionType: java.lang.IllegalStateException
                                                    message: no
                                          - to:
                                              uri: direct:publish-page
                                        doCatch:
                                          - exception:
                                              - java.lang.IllegalStateException
                                            steps:
                                              - log: swallowed
                """);
        try (Rig rig = routes.rig(kafka)) {
            Run run = rig.collect(WINDOW).get(0);

            assertThat(run.error()).hasMessageContaining("3 pages with 350 rows arrived, but 2 pages");
            assertThat(rig.hosts().committed()).isEmpty();
        }
    }

    static Stream<UnaryOperator<String>> editsOfSend() {
        return Stream.of(
                send -> "",
                send -> send.replaceFirst("to-kafka-rows", "once") + send,
                send -> "        - setBody:\n            expression:\n              constant: {expression: '{}'}\n"
                        + send,
                send -> "        - filter:\n"
                        + "            expression:\n"
                        + "              simple: {expression: \"${variable.run.counts.pages} != 2\"}\n"
                        + "            steps:\n" + send.indent(6));
    }

    /** Guards against a complete run whose rows are missing or doubled. */
    @ParameterizedTest
    @MethodSource("editsOfSend")
    void publishes_nothing_when_a_page_is_sent_twice_or_never(UnaryOperator<String> edit, KafkaBroker kafka)
            throws Exception {
        String send = """
                        - toD:
                            id: to-kafka-rows
                            description: >-
                              Each record names its own topic: the topic of the report, a topic that your step chose, or
                              the .dlq topic of the report for rejects (rows without a usable key). Keep
                              allowOptimisedComponents false: the optimised form leaves the header kafka.OVERRIDE_TOPIC
                              behind, and from the next page on, records that your step sends would go to this topic
                              too.
                            uri: "kafka:${variable.run.report.topic}"
                            allowOptimisedComponents: "false"
                """;
        edit("engine/4-kafka.camel.yaml", send, edit.apply(send));
        assertFailed(kafka);
    }

    /** Guards against an endless loop that waits for a page that never arrives. */
    @Test
    void publishes_nothing_when_the_error_of_a_request_is_swallowed(KafkaBroker kafka) throws Exception {
        edit("engine/2-window.camel.yaml", """
                                    - to:
                                        uri: direct:next-page
                """, """
                                    - doTry:
                                        steps:
                                          - to:
                                              uri: direct:next-page
                                        doCatch:
                                          - exception:
                                              - java.lang.Exception
                                            steps:
                                              - log: swallowed
                """);
        try (Rig rig = routes.rig(kafka)) {
            rig.zoom().fault(ReportStub.onPage(2, SandboxAnswer.error(404, 404, "gone")));

            assertThat(rig.collect(WINDOW).get(0).error()).hasMessageContaining("Look for doCatch");
            assertThat(rig.hosts().committed()).isEmpty();
        }
    }

    /** Rows could not be told from runs or rejected rows. */
    @ParameterizedTest
    @ValueSource(strings = {".runs", ".dlq"})
    void publishes_nothing_when_a_step_names_the_runs_or_dlq_topic(String suffix, KafkaBroker kafka) throws Exception {
        routes.eachHost("""
                - setVariable:
                    name: topic
                    expression:
                      simple:
                        expression: "{{zoom.hosts-topic}}%s"
                """.formatted(suffix));
        assertFailed(kafka);
    }

    /** Guards against a commit of half a window when a route handles an error. */
    @Test
    void publishes_nothing_when_a_route_handles_an_error(KafkaBroker kafka) throws Exception {
        Files.writeString(routes.path("yours/swallow.camel.yaml"), """
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
        edit(
                "engine/2-window.camel.yaml",
                "    errorHandler:\n      noErrorHandler: {}\n    from:\n      uri: direct:attempt\n",
                "    routeConfigurationId: swallow\n    from:\n      uri: direct:attempt\n");
        try (Rig rig = routes.rig(kafka)) {
            rig.zoom().fault(ReportStub.onPage(2, SandboxAnswer.error(404, 404, "gone")));

            assertThat(rig.collect(WINDOW).get(0).isFailed()).isTrue();
            assertThat(rig.hosts().committed()).isEmpty();
        }
    }

    @Test
    void all_or_nothing_covers_what_a_step_sends_to_its_own_topic(KafkaBroker kafka) throws Exception {
        routes.eachHost("""
                - to:
                    uri: "kafka:{{zoom.hosts-topic}}.other"
                """);
        try (Rig rig = routes.rig(kafka)) {
            rig.zoom().fault(ReportStub.window(WINDOW, 3, "{\"id\":\"a\"}", "{\"id\":\"b\"}"));
            assertThat(rig.collect(WINDOW).get(0).error().failure()).isEqualTo(Failure.TOTALS_DIFFER);
            assertThat(rig.topic(".other").committed()).isEmpty();

            rig.zoom().fault(ReportStub.window(WINDOW, 2, "{\"id\":\"a\"}", "{\"id\":\"b\"}"));
            assertThat(rig.collect(WINDOW)).noneMatch(Run::isFailed);
            assertThat(rig.topic(".other").committed())
                    .extracting(record -> record.value())
                    .containsExactly("{\"id\":\"a\"}", "{\"id\":\"b\"}");
        }
    }

    /** Replaces a text in a route; fails if the text is missing. */
    private void edit(String file, String text, String replacement) throws Exception {
        Path route = routes.path(file);
        String shipped = Files.readString(route);
        assertThat(shipped).containsOnlyOnce(text);
        Files.writeString(route, shipped.replace(text, replacement));
    }

    private void assertFailed(KafkaBroker kafka) throws Exception {
        try (Rig rig = routes.rig(kafka)) {
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
}
