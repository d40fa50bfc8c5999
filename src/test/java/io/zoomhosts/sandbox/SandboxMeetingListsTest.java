package io.zoomhosts.sandbox;

import static io.zoomhosts.sandbox.ReportClient.texts;
import static io.zoomhosts.sandbox.SandboxClient.query;
import static io.zoomhosts.sandbox.SandboxClient.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The reports of the account that list its meetings, or refer to them. */
class SandboxMeetingListsTest {
    private static final LocalDate FIRST = LocalDate.of(2026, 10, 5);
    private static final LocalDate LAST = LocalDate.of(2026, 10, 9);
    private static final Map<String, String> DAYS = query(
            "from", "2026-10-05", "to", "2026-10-09", "page_size", "300", "activity_type", "-1", "meeting_type", "all");

    @RegisterExtension
    final ReportClient client = new ReportClient();

    // Meetings in other reports

    @Test
    void lists_all_meetings_of_the_days_with_their_host_in_the_history() throws Exception {
        List<JsonNode> rows = client.rows("history_meetings", "history_meetings", DAYS);

        assertThat(texts(rows, "meeting_uuid"))
                .containsExactlyInAnyOrderElementsOf(
                        meetings().stream().map(SandboxMeeting::uuid).toList());
        assertThat(texts(rows, "start_time")).allMatch(time -> time.matches("2026-10-0\\d \\d\\d:\\d\\d:\\d\\d"));
        assertThat(rows)
                .filteredOn(row -> row.at("/feature_used/poll").asBoolean())
                .hasSize((int)
                        meetings().stream().filter(SandboxMeeting::hasPolls).count());
    }

    @ParameterizedTest
    @CsvSource({
        "meeting_type, webinar, 20",
        "meeting_type, meeting, 80",
        "meeting_type, unknown, 80",
        "report_type, poll, 25",
        "report_type, qa, 10",
        "report_type, survey, 0",
        "meeting_feature, remote_control, 5",
        "meeting_feature, breakout_room, 100"
    })
    void filters_the_history(String parameter, String value, int rows) throws Exception {
        assertThat(client.rows("history_meetings", "history_meetings", with(DAYS, parameter, value)))
                .hasSize(rows);
    }

    @Test
    void filters_the_history_by_group() throws Exception {
        int inGroups = 0;
        for (String group : client.zoom.account().groups()) {
            List<JsonNode> rows = client.rows("history_meetings", "history_meetings", with(DAYS, "group_id", group));
            assertThat(rows)
                    .isNotEmpty()
                    .allMatch(row -> row.at("/group/0").asText().equals(group));
            inGroups += rows.size();
        }

        assertThat(inGroups).isBetween(50, 99);
    }

    @Test
    void has_meetings_over_midnight_in_the_window_of_their_start_or_of_their_end() throws Exception {
        SandboxMeeting overMidnight = client.zoom.world().meetings(LAST).stream()
                .filter(meeting -> Times.day(meeting.end()).isAfter(LAST))
                .findFirst()
                .orElseThrow();
        Map<String, String> nextDay = query("from", "2026-10-10", "to", "2026-10-10", "page_size", "300");

        assertThat(history(DAYS)).contains(overMidnight.uuid());
        assertThat(history(nextDay)).doesNotContain(overMidnight.uuid());
        assertThat(history(with(nextDay, "date_type", "end_time"))).contains(overMidnight.uuid());
    }

    @Test
    void names_meetings_by_number_with_blanks_in_the_log_of_meetings() throws Exception {
        List<JsonNode> rows = client.rows("meeting_activities", "meeting_activity_logs", DAYS);

        assertThat(texts(rows, "meeting_number")).allMatch(number -> number.matches("\\d{3} \\d{3,4} \\d{4}"));
        Set<String> numbers = new HashSet<>(texts(rows, "meeting_number"));
        meetings().stream().filter(meeting -> !meeting.isWebinar()).forEach(meeting -> assertThat(numbers)
                .anyMatch(number -> number.replace(" ", "").equals(String.valueOf(meeting.id()))));
        assertThat(texts(rows, "activity_time"))
                .allMatch(time -> time.matches("2026-10-\\d\\d \\d\\d:\\d\\d:\\d\\d:\\d{3}"));
    }

    @Test
    void takes_names_and_numbers_of_activities() throws Exception {
        List<JsonNode> byName = client.rows(
                "meeting_activities", "meeting_activity_logs", with(DAYS, "activity_type", "In-Meeting Chat"));

        assertThat(byName).isNotEmpty();
        assertThat(new HashSet<>(texts(byName, "activity_category"))).containsExactly("In-Meeting Chat");
        assertThat(client.rows("meeting_activities", "meeting_activity_logs", with(DAYS, "activity_type", "5")))
                .isEqualTo(byName);
        assertThat(client.rows("meeting_activities", "meeting_activity_logs", with(DAYS, "activity_type", "Chat")))
                .isEqualTo(client.rows("meeting_activities", "meeting_activity_logs", DAYS));
    }

    @Test
    void has_three_lists_of_calls_that_the_rows_do_not_tell_apart() throws Exception {
        List<Set<JsonNode>> lists = new ArrayList<>();
        List<Set<String>> types = new ArrayList<>();
        for (String type : List.of("1", "2", "3")) {
            List<JsonNode> rows = client.rows("telephone", "telephony_usage", with(DAYS, "type", type));
            lists.add(new HashSet<>(rows));
            types.add(new HashSet<>(texts(rows, "type")));
        }

        assertThat(lists.get(0)).doesNotContainAnyElementsOf(lists.get(1)).isNotEmpty();
        assertThat(lists.get(2)).doesNotContainAnyElementsOf(lists.get(1)).isNotEmpty();
        assertThat(types.get(2)).contains("call-in", "call-out");
        assertThat(types.get(1)).contains("call-in");
        assertThat(types.get(0)).contains("call-out");
        assertThat(client.rows("telephone", "telephony_usage", with(DAYS, "type", "toll")))
                .containsExactlyInAnyOrderElementsOf(client.rows("telephone", "telephony_usage", DAYS));
    }

    @Test
    void has_calls_that_differ_in_end_and_price_only() throws Exception {
        List<JsonNode> rows = client.rows("telephone", "telephony_usage", DAYS);
        Set<String> identities = new HashSet<>();
        rows.forEach(row -> identities.add(row.path("uuid").asText()
                + row.path("phone_number")
                + row.path("call_in_number")
                + row.path("signaled_number")
                + row.path("start_time")
                + row.path("type")));

        assertThat(new HashSet<>(rows)).hasSize(rows.size());
        assertThat(identities).hasSizeLessThan(rows.size());
        assertThat(meetings().stream().map(SandboxMeeting::uuid)).containsAll(texts(rows, "uuid"));
    }

    @Test
    void keeps_the_digits_of_money() throws Exception {
        String body = client.get("telephone", DAYS).body();

        assertThat(body).contains("\"rate\":0.10,");
        assertThat(body).containsPattern("\"total\":\\d+\\.\\d0,");
        assertThat(client.page("telephone", DAYS).at("/telephony_usage/0/rate").decimalValue())
                .isEqualTo(new BigDecimal("0.10"));
    }

    @Test
    void has_durations_of_support_as_strings() throws Exception {
        List<JsonNode> rows = client.rows("remote_support", "remote_support_logs", DAYS);

        assertThat(rows).hasSize(5);
        assertThat(texts(rows, "wait_time")).allMatch(time -> time.matches("0[0-2]:\\d\\d"));
        assertThat(texts(rows, "duration")).allMatch(time -> time.matches("(\\d\\d:)?\\d\\d:\\d\\d"));
        assertThat(meetings().stream().map(SandboxMeeting::uuid)).containsAll(texts(rows, "meeting_uuid"));
    }

    private Set<String> history(Map<String, String> query) throws Exception {
        return new HashSet<>(texts(client.rows("history_meetings", "history_meetings", query), "meeting_uuid"));
    }

    private List<SandboxMeeting> meetings() {
        return FIRST.datesUntil(LAST.plusDays(1))
                .flatMap(day -> client.zoom.world().meetings(day).stream())
                .toList();
    }
}
