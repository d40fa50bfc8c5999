package io.zoomhosts.sandbox;

import static io.zoomhosts.sandbox.ReportClient.texts;
import static io.zoomhosts.sandbox.SandboxClient.query;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The figures of each day, and the events to come. */
class SandboxFiguresTest {
    private static final LocalDate FIRST = LocalDate.of(2026, 10, 5);
    private static final Map<String, String> DAYS = query(
            "from", "2026-10-05", "to", "2026-10-09", "page_size", "300", "activity_type", "-1", "meeting_type", "all");

    @RegisterExtension
    final ReportClient client = new ReportClient();

    // Figures by day

    @Test
    void has_a_row_for_each_day_that_is_not_in_the_future() throws Exception {
        assertThat(texts(rows("daily", "dates", query("year", "2026", "month", "10")), "date"))
                .containsExactlyElementsOf(days(YearMonth.of(2026, 10).atDay(1), LocalDate.of(2026, 10, 31)));
        assertThat(texts(rows("daily", "dates", query("year", "2026", "month", "11")), "date"))
                .containsExactlyElementsOf(days(LocalDate.of(2026, 11, 1), LocalDate.of(2026, 11, 23)));
        assertThat(texts(
                        rows(
                                "cloud_recording",
                                "cloud_recording_storage",
                                query("from", "2026-11-01", "to", "2026-11-22")),
                        "date"))
                .containsExactlyElementsOf(days(LocalDate.of(2026, 11, 1), LocalDate.of(2026, 11, 22)));
    }

    @Test
    void sums_up_the_meetings_of_each_day() throws Exception {
        JsonNode day =
                rows("daily", "dates", query("year", "2026", "month", "10")).get(FIRST.getDayOfMonth() - 1);
        List<SandboxMeeting> held = client.zoom.world().meetings(FIRST).stream()
                .filter(meeting -> !meeting.isWebinar())
                .toList();
        int persons = held.stream().mapToInt(SandboxMeeting::participants).sum();

        assertThat(day.path("meetings").asInt()).isEqualTo(held.size());
        assertThat(day.path("participants").asInt()).as("joins").isGreaterThan(persons);
    }

    @Test
    void has_storage_as_strings_with_units() throws Exception {
        List<JsonNode> rows = client.rows("cloud_recording", "cloud_recording_storage", DAYS);

        assertThat(rows).hasSize(5).allMatch(row -> row.path("usage").asText().matches("\\d+(\\.\\d)? [MG]B"));
        assertThat(texts(rows, "free_usage")).containsOnly("Unlimited");
        assertThat(texts(rows, "plan_usage")).containsOnly("3 TB");
    }

    // Events to come

    @Test
    void holds_later_what_is_upcoming_now() throws Exception {
        Map<String, String> ahead = query("from", "2026-11-23", "to", "2026-12-23", "page_size", "300");
        List<JsonNode> upcoming = client.rows("upcoming_events", "upcoming_events", ahead);
        assertThat(texts(upcoming, "start_time")).isSorted().allMatch(time -> time.compareTo("2026-11-23T12:00") > 0);
        assertThat(upcoming).hasSizeGreaterThan(300);
        assertThat(new HashSet<>(texts(upcoming, "id"))).hasSizeLessThan(upcoming.size());

        client.clock.moveOn(Duration.ofDays(8));

        LocalDate day = LocalDate.of(2026, 11, 30);
        List<String> announced = upcoming.stream()
                .filter(event -> event.path("start_time").asText().startsWith(day.toString()))
                .map(event -> event.path("topic").asText())
                .sorted()
                .toList();
        assertThat(client.zoom.world().meetings(day).stream()
                        .filter(meeting -> meeting.occasion().isPlanned())
                        .map(SandboxMeeting::topic)
                        .sorted())
                .containsExactlyElementsOf(announced)
                .isNotEmpty();
    }

    @Test
    void loses_events_that_are_cancelled() throws Exception {
        Map<String, String> day = query("from", "2026-11-27", "to", "2026-11-27", "type", "webinar");
        List<JsonNode> before = client.rows("upcoming_events", "upcoming_events", day);

        client.clock.moveOn(Duration.ofDays(3));

        List<JsonNode> after = client.rows("upcoming_events", "upcoming_events", day);
        assertThat(after).hasSize(before.size() - 1);
        assertThat(before).containsAll(after);
    }

    private List<JsonNode> rows(String path, String member, Map<String, String> query) throws Exception {
        List<JsonNode> rows = new ArrayList<>();
        client.page(path, query).path(member).forEach(rows::add);
        return rows;
    }

    private static List<String> days(LocalDate from, LocalDate to) {
        return from.datesUntil(to.plusDays(1)).map(LocalDate::toString).toList();
    }
}
