package io.zoomhosts.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zoomhosts.demo.KafkaBroker;
import io.zoomhosts.report.Report;
import io.zoomhosts.report.Window;
import io.zoomhosts.run.Run;
import io.zoomhosts.sandbox.SandboxAnswer;
import io.zoomhosts.sandbox.ZoomContract;
import io.zoomhosts.support.AsyncApi;
import io.zoomhosts.support.Rig;
import io.zoomhosts.support.RoutesCopy;
import io.zoomhosts.support.WithKafka;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Zoom's example row of each report that needs nothing else is collected as it is shipped; row, run and reject match
 * {@code docs/asyncapi.yaml}.
 */
@ExtendWith(WithKafka.class)
class ReportSchemaTest {

    private static final LocalDate DAY = LocalDate.now(ZoneOffset.UTC).minusDays(10);

    private final AsyncApi documented = new AsyncApi();

    @RegisterExtension
    final RoutesCopy routes = new RoutesCopy();

    static List<String> reports() {
        return ShippedReports.others().stream()
                .filter(report -> !report.isBySubject()
                        && report.varied().isEmpty()
                        && report.latest(DAY).compareTo(DAY) <= 0)
                .map(Report::name)
                .toList();
    }

    private static Report report(String name) {
        return ShippedReports.all().stream()
                .filter(report -> report.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("reports")
    void records_of_each_report_are_documented(String name, KafkaBroker kafka) throws Exception {
        ownTopic(name);
        Report report = report(name);
        ObjectNode answer = answer(report);
        ZoomContract.check("GET", "/v2" + report.path(), 200, answer.toString());
        JsonNode row = answer.path(report.rows()).get(0);
        answer.withArray(report.rows()).add("not an object");
        try (Rig rig = routes.rig(kafka)) {
            rig.zoom()
                    .fault((request, nth) -> request.path().equals("/v2" + report.path())
                            ? Optional.of(SandboxAnswer.json(200, answer.toString()))
                            : Optional.empty());

            Run run = rig.collect(name, DAY);

            assertThat(run.error()).isNull();
            assertThat(rig.topic("." + name).committed()).singleElement().satisfies(record -> {
                documented.assertDocumented(name, record);
                ObjectNode value = (ObjectNode) AsyncApi.tree(record.value());
                assertThat(value.at("/report/run_id").textValue()).isEqualTo(run.id());
                value.remove(Report.MEMBER);
                assertThat(value).isEqualTo(row);
            });
            assertThat(rig.topic("." + name + ".runs").committed())
                    .singleElement()
                    .satisfies(record -> documented.assertDocumented("runCompleted", record));
            assertThat(rig.topic("." + name + ".dlq").committed())
                    .singleElement()
                    .satisfies(record -> documented.assertDocumented("rejectOfReport", record));
        }
    }

    /** Other tests use the same broker. */
    private void ownTopic(String name) throws IOException {
        Path file = routes.path("reports/" + name + ".camel.yaml");
        Files.writeString(file, "        topic: \"{{zoom.hosts-topic}}." + name + "\"\n", StandardOpenOption.APPEND);
    }

    /** An answer with the example row of Zoom's OpenAPI file, in a window of today's calendar. */
    private static ObjectNode answer(Report report) {
        Window window = report.windows(DAY, DAY, Map.of()).get(0);
        ObjectNode row = ZoomReport.of(report).example();
        row.properties().stream()
                .filter(member -> member.getValue().asText().matches("\\d{4}-\\d{2}-\\d{2}.*"))
                .forEach(member -> row.put(
                        member.getKey(), DAY + member.getValue().asText().substring(10)));
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        switch (report.echo()) {
            case DATES ->
                answer.put("from", window.from().toString())
                        .put("to", window.to().toString());
            case DATE_TIMES -> answer.put("from", window.from() + "T00:00:00Z").put("to", window.to() + "T00:00:00Z");
            case YEAR_MONTH -> answer.put("year", DAY.getYear()).put("month", DAY.getMonthValue());
            default -> {
                // Nothing to repeat.
            }
        }
        answer.withArray(report.rows()).add(row);
        return answer;
    }
}
