package io.zoomhosts.promises;

import static org.assertj.core.api.Assertions.assertThat;

import io.zoomhosts.demo.KafkaBroker;
import io.zoomhosts.report.Window;
import io.zoomhosts.run.Run;
import io.zoomhosts.support.DayReport;
import io.zoomhosts.support.ReportStub;
import io.zoomhosts.support.Rig;
import io.zoomhosts.support.RoutesCopy;
import io.zoomhosts.support.WithKafka;
import java.io.IOException;
import java.nio.file.Files;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows of every report pass each-row, and then the hook that their report names, if it names one. */
@ExtendWith(WithKafka.class)
class RowHooksTest {

    private static final Window WINDOW = Rig.lastMonth("active");

    private static final String UNMARSHAL = """
            - unmarshal:
                json:
                  library: Jackson
                  autoDiscoverObjectMapper: "true"
            """;

    @RegisterExtension
    final RoutesCopy routes = new RoutesCopy();

    private static String put(String member) {
        return """
            - script:
                expression:
                  simple:
                    expression: "${body.put('%s', ${variable.row.number})}"
            """.formatted(member);
    }

    private void route(String id, String steps) throws IOException {
        Files.writeString(routes.path("yours/" + id + ".camel.yaml"), """
                - route:
                    id: %1$s
                    errorHandler:
                      noErrorHandler: {}
                    from:
                      uri: direct:%1$s
                      steps:
                """.formatted(id) + steps.indent(8));
    }

    @Test
    void a_host_passes_each_row_and_then_each_host(KafkaBroker kafka) throws Exception {
        routes.eachRow(UNMARSHAL + put("first"));
        routes.eachHost(UNMARSHAL + put("second"));
        try (Rig rig = routes.rig(kafka)) {
            rig.zoom().fault(ReportStub.window(WINDOW, "{\"id\":\"a\"}"));

            assertThat(rig.collect(WINDOW).get(0).error()).isNull();
            assertThat(rig.hosts().committed()).singleElement().satisfies(host -> assertThat(host.value())
                    .startsWith("{\"id\":\"a\",\"first\":1,\"second\":1,\"report\":{"));
        }
    }

    @Test
    void a_row_of_another_report_passes_each_row_and_the_hook_of_its_report_only(KafkaBroker kafka) throws Exception {
        routes.eachRow(UNMARSHAL + put("first"));
        routes.eachHost(UNMARSHAL + put("of_hosts"));
        route("each-guest", UNMARSHAL + put("second"));
        DayReport.declare(routes.folder(), "guests", "hook: each-guest\n");
        DayReport.declare(routes.folder(), "visitors", "");
        try (Rig rig = routes.rig(kafka)) {
            assertThat(rig.check()).isEmpty();
            for (String report : new String[] {"guests", "visitors"}) {
                rig.zoom().fault(DayReport.answer(report, "{\"name\":\"Ann\"}"));

                assertThat(rig.collect(report, WINDOW.from()).error()).isNull();
            }
            assertThat(rig.topic(".guests").committed()).singleElement().satisfies(row -> assertThat(row.value())
                    .startsWith("{\"name\":\"Ann\",\"first\":1,\"second\":1,\"report\":{"));
            assertThat(rig.topic(".visitors").committed()).singleElement().satisfies(row -> assertThat(row.value())
                    .startsWith("{\"name\":\"Ann\",\"first\":1,\"report\":{"));
        }
    }

    @Test
    void a_row_that_each_row_stops_does_not_pass_the_hook_of_its_report(KafkaBroker kafka) throws Exception {
        routes.eachRow(RoutesCopy.LICENSED_ONLY);
        routes.eachHost("- throwException:\n    exceptionType: java.lang.IllegalStateException\n    message: no\n");
        try (Rig rig = routes.rig(kafka)) {
            rig.zoom().fault(ReportStub.window(WINDOW, "{\"id\":\"a\",\"type\":1}", "{\"id\":\"b\",\"type\":1}"));

            Run run = rig.collect(WINDOW).get(0);

            assertThat(run.error()).isNull();
            assertThat(run.counts().filtered()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"each-row", "each-host"})
    void a_failure_names_the_hook_and_publishes_nothing(String hook, KafkaBroker kafka) throws Exception {
        RoutesCopy.hook(routes.folder(), hook, "- to: direct:mine\n");
        route("mine", "- throwException:\n    exceptionType: java.lang.IllegalStateException\n    message: no\n");
        try (Rig rig = routes.rig(kafka).set("zoom.retry-delay", "1")) {
            rig.zoom().fault(ReportStub.window(WINDOW, "{\"id\":\"a\"}"));

            Run run = rig.collect(WINDOW).get(0);

            assertThat(run.error())
                    .hasMessage(
                            "a step of " + hook + ", or of a route that it calls, failed with IllegalStateException");
            assertThat(rig.hosts().committed()).extracting(ConsumerRecord::key).isEmpty();
        }
    }
}
