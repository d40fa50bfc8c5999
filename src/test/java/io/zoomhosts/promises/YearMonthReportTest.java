package io.zoomhosts.promises;

import static org.assertj.core.api.Assertions.assertThat;

import io.zoomhosts.demo.KafkaBroker;
import io.zoomhosts.failure.Failure;
import io.zoomhosts.run.Run;
import io.zoomhosts.sandbox.Fault;
import io.zoomhosts.sandbox.ReceivedRequest;
import io.zoomhosts.sandbox.SandboxAnswer;
import io.zoomhosts.support.Rig;
import io.zoomhosts.support.RoutesCopy;
import io.zoomhosts.support.WithKafka;
import java.io.IOException;
import java.nio.file.Files;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Zoom's daily usage as a declaration of a user: asked by year and month, one row a day, the same days in every account. */
@ExtendWith(WithKafka.class)
class YearMonthReportTest {

    private static final String PATH = "/v2/report/daily";
    private static final YearMonth MONTH = YearMonth.now(ZoneOffset.UTC).minusMonths(2);

    private static final String DECLARATION = """
            - beans:
                - name: usage
                  type: io.zoomhosts.report.ReportDeclaration
                  properties:
                    path: /report/daily
                    calendar: year-months
                    rows: dates
                    key: report.account_id/date
                    echo: year-month
                    rowTime: date
                    total: none
                    topic: "{{zoom.hosts-topic}}.usage"
                    eventType: com.example.usage.reported.v1
                    scope: report:read:daily_usage:admin
            """;

    @RegisterExtension
    final RoutesCopy routes = new RoutesCopy();

    @BeforeEach
    void declare() throws IOException {
        Files.writeString(routes.path("yours/usage.camel.yaml"), DECLARATION);
    }

    private static Fault answer(YearMonth month) {
        return (request, nth) -> request.path().equals(PATH)
                ? Optional.of(SandboxAnswer.json(
                        200,
                        "{\"year\":%d,\"month\":%d,\"dates\":[{\"date\":\"%s\",\"meetings\":3},{\"date\":\"%s\",\"meetings\":0}]}"
                                .formatted(month.getYear(), month.getMonthValue(), month.atDay(1), month.atDay(2))))
                : Optional.empty();
    }

    @Test
    void asks_by_year_and_month_and_puts_the_account_into_the_key(KafkaBroker kafka) throws Exception {
        try (Rig rig = routes.rig(kafka)) {
            rig.zoom().fault(answer(MONTH));

            Run run = rig.collect("usage", MONTH.atEndOfMonth());

            assertThat(run.error()).isNull();
            assertThat(run.window().key()).isEqualTo(MONTH.atDay(1) + "/" + MONTH.atEndOfMonth());
            assertThat(rig.zoom().requests())
                    .filteredOn(request -> request.path().equals(PATH))
                    .extracting(ReceivedRequest::query)
                    .containsExactly(Map.of(
                            "year", String.valueOf(MONTH.getYear()), "month", String.valueOf(MONTH.getMonthValue())));
            assertThat(rig.topic(".usage").committed())
                    .extracting(row -> row.key())
                    .containsExactlyInAnyOrder(
                            run.account().id() + "/" + MONTH.atDay(1),
                            run.account().id() + "/" + MONTH.atDay(2));
            assertThat(rig.topic(".usage").committed()).allSatisfy(row -> assertThat(row.value())
                    .contains("\"from\":\"" + MONTH.atDay(1) + "\",\"to\":\"" + MONTH.atEndOfMonth() + "\""));
        }
    }

    @Test
    void publishes_nothing_if_zoom_echoes_another_month(KafkaBroker kafka) throws Exception {
        try (Rig rig = routes.rig(kafka)) {
            rig.zoom().fault(answer(MONTH.plusMonths(1)));

            Run run = rig.collect("usage", MONTH.atEndOfMonth());

            assertThat(run.error().failure()).isEqualTo(Failure.WINDOW_CHANGED);
            assertThat(rig.topic(".usage").committed()).isEmpty();
        }
    }
}
