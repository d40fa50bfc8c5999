package io.zoomhosts.promises;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zoomhosts.demo.KafkaBroker;
import io.zoomhosts.report.Report;
import io.zoomhosts.report.Window;
import io.zoomhosts.run.Run;
import io.zoomhosts.sandbox.SandboxMeeting;
import io.zoomhosts.sandbox.SandboxOptions;
import io.zoomhosts.sandbox.SandboxWorld;
import io.zoomhosts.support.AsyncApi;
import io.zoomhosts.support.Rig;
import io.zoomhosts.support.RoutesCopy;
import io.zoomhosts.support.WithKafka;
import java.io.IOException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each shipped report, as it is declared: every row that Zoom has is published, once, with the same key when it is collected again. */
@ExtendWith(WithKafka.class)
class EveryReportTest {

    private static final LocalDate TODAY = LocalDate.now(ZoneOffset.UTC);
    private static final LocalDate DAY = TODAY.minusDays(10);
    private static final YearMonth LAST_MONTH = YearMonth.from(TODAY).minusMonths(1);

    private static final SandboxOptions OPTIONS =
            Rig.options().withActiveHosts(30).withIdleHosts(20).withMeetingsPerDay(25);

    @RegisterExtension
    final RoutesCopy routes = new RoutesCopy();

    private final AsyncApi documented = new AsyncApi();

    @BeforeEach
    void useOwnTopics() throws IOException {
        routes.ownTopics();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "activities",
                "operation-logs",
                "cloud-recording",
                "daily",
                "telephone",
                "user-meetings",
                "meeting-details",
                "meeting-participants",
                "meeting-polls",
                "webinar-details",
                "webinar-participants",
                "webinar-polls",
                "webinar-qa",
                "history-meetings",
                "meeting-activities",
                "upcoming-events",
                "remote-support"
            })
    void publishes_every_row_with_a_key_that_stays(String name, KafkaBroker kafka) throws Exception {
        try (Rig rig = routes.rig(kafka, OPTIONS)) {
            List<Run> first = collect(rig, name);
            List<ConsumerRecord<String, String>> records = records(rig, name, first);

            assertThat(rows(records))
                    .isNotEmpty()
                    .containsExactlyInAnyOrderElementsOf(expected(rig.zoom().world(), first));
            assertThat(keys(records)).hasSameSizeAs(records);
            assertThat(records).allSatisfy(record -> {
                documented.assertDocumented(name, record);
                assertThat(record.key()).doesNotContain("@");
            });
            assertThat(rig.topic("." + name + ".dlq").committed()).isEmpty();
            assertThat(rig.topic("." + name + ".runs").committed())
                    .allSatisfy(run -> documented.assertDocumented("runCompleted", run));

            Rig.awaitSecondAfter(first.get(first.size() - 1).finishedAt());
            List<Run> second = collect(rig, name);

            assertThat(keys(records(rig, name, second))).isEqualTo(keys(records));
        }
    }

    private static List<Run> collect(Rig rig, String name) throws Exception {
        List<Run> runs =
                switch (name) {
                    case "upcoming-events" -> rig.collect(name, TODAY, TODAY.plusDays(30));
                    case "user-meetings" -> rig.collect(name, LAST_MONTH.atDay(1), LAST_MONTH.atEndOfMonth());
                    default -> rig.collect(name, DAY, DAY);
                };
        assertThat(runs).allSatisfy(run -> assertThat(run.error()).isNull());
        return runs.stream().filter(run -> run.report().name().equals(name)).toList();
    }

    /** The records of these runs. */
    private static List<ConsumerRecord<String, String>> records(Rig rig, String name, List<Run> runs) {
        Set<String> ids = runs.stream().map(Run::id).collect(Collectors.toSet());
        return rig.topic("." + name).committed().stream()
                .filter(record -> ids.contains(
                        AsyncApi.tree(record.value()).at("/report/run_id").textValue()))
                .toList();
    }

    private static Set<String> keys(List<ConsumerRecord<String, String>> records) {
        return records.stream().map(ConsumerRecord::key).collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<JsonNode> rows(List<ConsumerRecord<String, String>> records) {
        return records.stream()
                .map(record -> {
                    ObjectNode row = (ObjectNode) AsyncApi.tree(record.value());
                    row.remove(Report.MEMBER);
                    return (JsonNode) row;
                })
                .toList();
    }

    /** The rows that the sandbox has for these runs. */
    private static List<JsonNode> expected(SandboxWorld world, List<Run> runs) {
        List<JsonNode> rows = new ArrayList<>();
        for (Run run : runs) {
            Report report = run.report();
            Map<String, String> query = new HashMap<>(run.window().query());
            query.putAll(report.query());
            query.values().removeIf(String::isEmpty);
            subjects(world, run.window()).forEach(subject -> rows.addAll(rows(world, report, subject, query)));
        }
        return rows;
    }

    private static List<JsonNode> rows(SandboxWorld world, Report report, String subject, Map<String, String> query) {
        return world.rows(report.path(), subject, query).stream()
                .map(AsyncApi::tree)
                .toList();
    }

    private static Stream<String> subjects(SandboxWorld world, Window window) {
        Report report = window.report();
        if (!report.isBySubject()) {
            return Stream.of("");
        }
        return report.dated()
                ? world.hosts(YearMonth.from(window.from())).stream()
                        .filter(host -> !host.isDeleted())
                        .map(host -> host.id())
                : world.meetings(window.from()).stream()
                        .filter(meeting -> has(report, meeting))
                        .map(SandboxMeeting::uuid);
    }

    private static boolean has(Report report, SandboxMeeting meeting) {
        if (report.path().startsWith("/report/webinars") != meeting.isWebinar() || !meeting.hasDetails()) {
            return false;
        }
        String[] path = report.path().split("/");
        return switch (path[path.length - 1]) {
            case "participants" -> meeting.hasParticipants();
            case "polls" -> meeting.hasPolls();
            case "qa" -> meeting.hasQuestions();
            default -> true;
        };
    }
}
