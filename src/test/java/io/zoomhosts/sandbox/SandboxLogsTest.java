package io.zoomhosts.sandbox;

import static io.zoomhosts.sandbox.ReportClient.texts;
import static io.zoomhosts.sandbox.SandboxClient.query;
import static io.zoomhosts.sandbox.SandboxClient.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The logs, lists and figures of the account: their order, their equal rows, their formats, and that they agree. */
class SandboxLogsTest {
    private static final LocalDate FIRST = LocalDate.of(2026, 10, 5);
    private static final LocalDate LAST = LocalDate.of(2026, 10, 9);
    private static final Map<String, String> DAYS = query(
            "from", "2026-10-05", "to", "2026-10-09", "page_size", "300", "activity_type", "-1", "meeting_type", "all");

    private static final Set<String> SAMPLE = Set.of("reag12343@gmail.com", "mynewemailgoog@gmail.com");

    private ReportClient client;

    @BeforeEach
    void start() throws Exception {
        client = new ReportClient();
    }

    @AfterEach
    void close() {
        client.close();
    }

    // Logs

    @ParameterizedTest
    @CsvSource({
        "activities, activity_logs, time",
        "operationlogs, operation_logs, time",
        "meeting_activities, meeting_activity_logs, activity_time",
        "history_meetings, history_meetings, start_time"
    })
    void logs_the_newest_first_and_within_the_window(String path, String member, String time) throws Exception {
        List<String> times = texts(client.rows(path, member, DAYS), time);

        assertThat(times).hasSizeGreaterThan(90).isSortedAccordingTo(Collections.reverseOrder());
        assertThat(times.get(0)).startsWith("2026-10-09");
        assertThat(times.get(times.size() - 1)).startsWith("2026-10-05");
    }

    @ParameterizedTest
    @CsvSource({
        "activities, activity_logs",
        "operationlogs, operation_logs",
        "meeting_activities, meeting_activity_logs"
    })
    void logs_equal_rows(String path, String member) throws Exception {
        List<JsonNode> rows = client.rows(path, member, DAYS);

        assertThat(new HashSet<>(rows)).hasSizeLessThan(rows.size());
    }

    @Test
    void logs_today_so_far() throws Exception {
        Map<String, String> today = query("from", "2026-11-23", "to", "2026-11-23", "page_size", "300");
        int before = client.rows("activities", "activity_logs", today).size();

        client.clock.moveOn(Duration.ofHours(6));

        assertThat(client.rows("activities", "activity_logs", today))
                .hasSizeGreaterThan(before)
                .allMatch(row -> row.path("time").asText().compareTo("2026-11-23T18:00:00Z") <= 0);
    }

    @Test
    void leaves_members_out_that_zoom_may_leave_out() throws Exception {
        List<JsonNode> signIns = client.rows("activities", "activity_logs", DAYS);

        assertThat(signIns).anyMatch(row -> !row.has("ip_address"));
        assertThat(signIns).anyMatch(row -> !row.has("client_type"));
        assertThat(texts(signIns, "version")).contains("");
        assertThat(client.rows("operationlogs", "operation_logs", DAYS)).anyMatch(row -> !row.has("operation_detail"));
    }

    @Test
    void logs_what_users_of_the_account_do() throws Exception {
        Set<String> users = new HashSet<>();
        for (String type : List.of("active", "inactive")) {
            Map<String, String> month =
                    query("from", "2026-10-01", "to", "2026-10-31", "page_size", "300", "type", type);
            users.addAll(texts(client.rows("users", "users", month), "email"));
        }

        assertThat(users).containsAll(texts(client.rows("activities", "activity_logs", DAYS), "email"));
        assertThat(users).containsAll(texts(client.rows("operationlogs", "operation_logs", DAYS), "operator"));
    }

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

    @Test
    void invents_all_addresses_but_those_of_the_published_sample() throws Exception {
        for (String path : List.of("activities", "operationlogs", "history_meetings", "meeting_activities")) {
            assertThat(Pattern.compile("[\\w.]+@[\\w.]+")
                            .matcher(client.get(path, DAYS).body())
                            .results())
                    .isNotEmpty()
                    .extracting(MatchResult::group)
                    .allMatch(address -> address.endsWith("@example.com") || SAMPLE.contains(address));
        }
    }

    private List<JsonNode> rows(String path, String member, Map<String, String> query) throws Exception {
        List<JsonNode> rows = new ArrayList<>();
        client.page(path, query).path(member).forEach(rows::add);
        return rows;
    }

    private Set<String> history(Map<String, String> query) throws Exception {
        return new HashSet<>(texts(client.rows("history_meetings", "history_meetings", query), "meeting_uuid"));
    }

    private List<SandboxMeeting> meetings() {
        return FIRST.datesUntil(LAST.plusDays(1))
                .flatMap(day -> client.zoom.world().meetings(day).stream())
                .toList();
    }

    private static List<String> days(LocalDate from, LocalDate to) {
        return from.datesUntil(to.plusDays(1)).map(LocalDate::toString).toList();
    }
}
