package io.zoomhosts.promises;

import static org.assertj.core.api.Assertions.assertThat;

import io.zoomhosts.demo.KafkaBroker;
import io.zoomhosts.failure.Failure;
import io.zoomhosts.run.Run;
import io.zoomhosts.sandbox.Fault;
import io.zoomhosts.sandbox.SandboxAnswer;
import io.zoomhosts.support.Rig;
import io.zoomhosts.support.RoutesCopy;
import io.zoomhosts.support.Topic;
import io.zoomhosts.support.WithKafka;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One of Zoom's logs as a declaration of a user: days, rows without a key, equal rows, and no total. */
@ExtendWith(WithKafka.class)
class LogReportTest {

    private static final LocalDate DAY = LocalDate.now(ZoneOffset.UTC).minusDays(10);

    private static final String DECLARATION = """
            - beans:
                - name: sign-ins
                  type: io.zoomhosts.report.ReportDeclaration
                  properties:
                    path: /report/activities
                    query:
                      page_size: "{{zoom.page-size}}"
                    calendar: days
                    rows: activity_logs
                    key: hash
                    echo: date-times
                    rowTime: time
                    total: none
                    topic: "{{zoom.hosts-topic}}.sign-ins"
                    eventType: com.example.sign-in.reported.v1
                    scope: report:read:user_activities:admin
            """;

    @RegisterExtension
    final RoutesCopy routes = new RoutesCopy();

    @BeforeEach
    void declare() throws IOException {
        Files.writeString(routes.path("yours/sign-ins.camel.yaml"), DECLARATION);
    }

    private static String signIn(String email, String second) {
        return "{\"email\":\"" + email + "\",\"time\":\"" + DAY + "T08:00:" + second + "Z\",\"type\":\"Sign in\"}";
    }

    /** Answers with these pages, one after the other. */
    private static Fault pages(LocalDate day, String... pages) {
        return (request, nth) -> {
            if (!request.path().equals("/v2/report/activities")) {
                return Optional.empty();
            }
            int page = Integer.parseInt(request.query().getOrDefault("next_page_token", "0"));
            String next = page + 1 < pages.length ? String.valueOf(page + 1) : "";
            return Optional.of(SandboxAnswer.json(
                    200,
                    "{\"from\":\"" + day + "T00:00:00Z\",\"to\":\"" + day + "T00:00:00Z\",\"next_page_token\":\"" + next
                            + "\",\"activity_logs\":[" + pages[page] + "]}"));
        };
    }

    private static List<String> keys(Topic topic, Run run) {
        return topic.committed().stream()
                .filter(row -> row.value().contains(run.id()))
                .map(ConsumerRecord::key)
                .toList();
    }

    @Test
    void keeps_equal_rows_and_gives_the_same_keys_when_the_day_is_collected_again(KafkaBroker kafka) throws Exception {
        try (Rig rig = routes.rig(kafka)) {
            Topic topic = rig.topic(".sign-ins");
            String ann = signIn("ann@example.com", "01");
            String bob = signIn("bob@example.com", "02");
            rig.zoom().fault(pages(DAY, bob + "," + ann + "," + ann, ann));
            Run first = rig.collect("sign-ins", DAY);
            Rig.awaitSecondAfter(Instant.now());
            rig.zoom().fault(pages(DAY, ann, ann + "," + bob, ann));
            Run second = rig.collect("sign-ins", DAY);

            assertThat(first.error()).isNull();
            assertThat(first.counts().rows()).isEqualTo(4);
            assertThat(keys(topic, first)).hasSize(4).doesNotHaveDuplicates();
            assertThat(new TreeSet<>(keys(topic, second))).isEqualTo(new TreeSet<>(keys(topic, first)));
            assertThat(topic.committed()).allSatisfy(row -> assertThat(row.value())
                    .contains("\"report\":{\"name\":\"sign-ins\"", "\"from\":\"" + DAY + "\",\"to\":\"" + DAY + "\""));
            assertThat(topic.committed())
                    .extracting(ConsumerRecord::key)
                    .allMatch(key -> key.matches("[\\w-]{43}/[123]"));
        }
    }

    @Test
    void a_step_may_change_every_member_of_a_row(KafkaBroker kafka) throws Exception {
        routes.eachRow(RoutesCopy.WITHOUT_EMAIL);
        try (Rig rig = routes.rig(kafka)) {
            rig.zoom().fault(pages(DAY, signIn("ann@example.com", "01")));

            Run run = rig.collect("sign-ins", DAY);

            assertThat(run.error()).isNull();
            assertThat(rig.topic(".sign-ins").committed()).singleElement().satisfies(row -> assertThat(row.value())
                    .doesNotContain("ann@example.com"));
        }
    }

    /** Zoom ignores what it does not know, and answers with another window. */
    @Test
    void publishes_nothing_if_a_row_is_of_another_day(KafkaBroker kafka) throws Exception {
        try (Rig rig = routes.rig(kafka)) {
            rig.zoom().fault(pages(DAY, "{\"time\":\"" + DAY.minusDays(2) + "T08:00:00Z\"}"));

            Run run = rig.collect("sign-ins", DAY);

            assertThat(run.error().failure()).isEqualTo(Failure.WINDOW_CHANGED);
            assertThat(rig.topic(".sign-ins").committed()).isEmpty();
        }
    }

    @Test
    void publishes_nothing_if_zoom_echoes_another_day(KafkaBroker kafka) throws Exception {
        try (Rig rig = routes.rig(kafka)) {
            rig.zoom().fault(pages(DAY.minusDays(1), signIn("ann@example.com", "01")));

            Run run = rig.collect("sign-ins", DAY);

            assertThat(run.error().failure()).isEqualTo(Failure.WINDOW_CHANGED);
            assertThat(rig.topic(".sign-ins").committed()).isEmpty();
        }
    }
}
