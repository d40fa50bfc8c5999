package io.zoomhosts.sandbox;

import static io.zoomhosts.sandbox.ReportClient.texts;
import static io.zoomhosts.sandbox.ReportClient.verdict;
import static io.zoomhosts.sandbox.SandboxClient.query;
import static io.zoomhosts.sandbox.SandboxClient.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What all reports of the sandbox have in common, as Zoom does it: windows, parameters, pages, limits. */
class SandboxReportsTest {
    private static final Map<String, String> DAY = query("from", "2026-10-07", "to", "2026-10-07");
    private static final Map<String, String> WEEK = query("from", "2026-10-01", "to", "2026-10-07");

    private ReportClient client;

    @BeforeEach
    void start() throws Exception {
        client = new ReportClient();
    }

    @AfterEach
    void close() {
        client.close();
    }

    // Windows and parameters

    @Test
    void echoes_the_window_in_the_format_of_each_report() throws Exception {
        assertThat(echo("activities", DAY))
                .isEqualTo("{\"from\":\"2026-10-07T00:00:00Z\",\"to\":\"2026-10-07T00:00:00Z\"}");
        assertThat(echo("cloud_recording", DAY)).isEqualTo("{\"from\":\"2026-10-07\",\"to\":\"2026-10-07\"}");
        assertThat(echo("telephone", DAY)).isEqualTo("{\"from\":\"2026-10-07\",\"to\":\"2026-10-07\"}");
        assertThat(echo("daily", query("year", "2026", "month", "9"))).isEqualTo("{\"year\":2026,\"month\":9}");
        for (String silent : List.of("operationlogs", "history_meetings", "remote_support", "meeting_activities")) {
            assertThat(echo(silent, with(DAY, "activity_type", "-1"))).isEqualTo("{}");
        }
    }

    @Test
    void ignores_unknown_parameters_and_misspelt_values() throws Exception {
        List<String> all = client.zoom.world().rows("/report/operationlogs", "", DAY);

        assertThat(rows("operationlogs", "operation_logs", with(DAY, "category_type", "usr")))
                .isEqualTo(all);
        assertThat(rows("operationlogs", "operation_logs", with(DAY, "categoryType", "user")))
                .isEqualTo(all);
        assertThat(rows("operationlogs", "operation_logs", with(DAY, "category_type", "user")))
                .isNotEmpty()
                .hasSizeLessThan(all.size());
    }

    @Test
    void serves_another_window_for_dates_that_are_none() throws Exception {
        assertThat(echo("activities", query("from", "07/10/2026", "to", "yesterday")))
                .isEqualTo("{\"from\":\"2026-10-24T00:00:00Z\",\"to\":\"2026-11-23T00:00:00Z\"}");
        assertThat(echo("activities", Map.of()))
                .isEqualTo("{\"from\":\"2026-10-24T00:00:00Z\",\"to\":\"2026-11-23T00:00:00Z\"}");
        assertThat(echo("daily", DAY)).isEqualTo("{\"year\":2026,\"month\":11}");
    }

    @Test
    void narrows_a_window_longer_than_a_month() throws Exception {
        assertThat(echo("telephone", query("from", "2026-09-01", "to", "2026-10-31")))
                .isEqualTo("{\"from\":\"2026-09-01\",\"to\":\"2026-10-01\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "activities, 2026-05-22, 2026-05-22",
        "history_meetings, 2026-05-22, 2026-05-22",
        "telephone, 2026-10-08, 2026-10-07",
        "cloud_recording, 2026-11-23, 2026-11-23",
        "cloud_recording, 2026-10-01, 2026-11-01",
    })
    void refuses_windows_that_are_too_early_too_late_or_too_long(String path, String from, String to) throws Exception {
        assertThat(verdict(client.get(path, query("from", from, "to", to)))).isEqualTo("400/300");
    }

    @Test
    void requires_the_parameters_that_zoom_requires() throws Exception {
        assertThat(verdict(client.get("operationlogs", query("from", "2026-10-07"))))
                .isEqualTo("400/300");
        assertThat(verdict(client.get("meeting_activities", DAY))).isEqualTo("400/300");
    }

    // Pages

    @Test
    void serves_each_row_once_on_the_pages_of_a_report() throws Exception {
        List<JsonNode> rows = client.rows("activities", "activity_logs", with(WEEK, "page_size", "7"));

        assertThat(rows.stream().map(JsonNode::toString))
                .containsExactlyElementsOf(client.zoom.world().rows("/report/activities", "", WEEK))
                .hasSize(7 * 40);
    }

    @ParameterizedTest
    @CsvSource({"1000, 300", "301, 300", "300, 300", "0, 1", "-5, 1", "many, 30", "'', 30"})
    void clamps_the_page_size(String asked, int served) throws Exception {
        JsonNode page =
                client.page("activities", with(query("from", "2026-10-01", "to", "2026-10-31"), "page_size", asked));

        assertThat(page.path("page_size").asInt()).isEqualTo(served);
        assertThat(page.path("activity_logs")).hasSize(served);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cloud_recording", "daily"})
    void has_no_pages_of_reports_by_day(String path) throws Exception {
        JsonNode answer = client.page(path, with(WEEK, "page_size", "1"));

        assertThat(answer.has("next_page_token")).isFalse();
        assertThat(answer.path(path.equals("daily") ? "dates" : "cloud_recording_storage"))
                .hasSizeGreaterThan(1);
    }

    @Test
    void counts_the_rows_of_reports_that_have_totals() throws Exception {
        JsonNode page = client.page("telephone", with(WEEK, "page_size", "2"));

        assertThat(page.path("total_records").asInt())
                .isEqualTo(
                        client.zoom.world().rows("/report/telephone", "", WEEK).size());
        assertThat(client.page("telephone", with(WEEK, "query_date_type", "meeting_start_time"))
                        .has("total_records"))
                .isFalse();
    }

    @Test
    void leaves_out_totals_when_configured() throws Exception {
        client.close();
        client = new ReportClient(SandboxOptions.defaults().withTotals(false));

        assertThat(client.page("telephone", WEEK).has("total_records")).isFalse();
    }

    @Test
    void binds_a_page_token_to_query_and_path_for_15_minutes() throws Exception {
        List<String> uuids = client.zoom.world().meetings(LocalDate.of(2026, 10, 7)).stream()
                .filter(held -> !held.isWebinar() && held.hasParticipants())
                .map(SandboxMeeting::uuid)
                .toList();
        String path = "meetings/" + SandboxClient.encodedTwice(uuids.get(0)) + "/participants";
        String other = "meetings/" + SandboxClient.encodedTwice(uuids.get(1)) + "/participants";
        String token = client.page(path, query("page_size", "1"))
                .path("next_page_token")
                .asText();
        Map<String, String> next = query("page_size", "1", "next_page_token", token);

        assertThat(client.get(path, next).statusCode()).isEqualTo(200);
        assertThat(verdict(client.get(other, next))).isEqualTo("400/300");
        assertThat(verdict(client.get(path, with(next, "page_size", "2")))).isEqualTo("400/300");
        client.clock.moveOn(Duration.ofMinutes(15));
        assertThat(verdict(client.get(path, next))).isEqualTo("400/300");
    }

    // Limits

    @Test
    void shares_the_limits_with_the_host_report() throws Exception {
        client.close();
        client = new ReportClient(SandboxOptions.defaults().withRequestsPerDay(3));

        assertThat(List.of(
                        client.get("users", DAY).statusCode(),
                        client.get("daily", DAY).statusCode(),
                        client.get("meetings/unknown", DAY).statusCode(),
                        client.get("users", DAY).statusCode()))
                .containsExactly(200, 200, 404, 429);
    }

    @Test
    void says_what_is_left_of_the_day_when_configured() throws Exception {
        assertThat(client.get("daily", DAY).headers().firstValue("X-RateLimit-Remaining"))
                .isEmpty();
        client.close();
        client = new ReportClient(
                SandboxOptions.defaults().withRequestsPerDay(100).withBudgetHeaders(true));

        client.get("users", DAY);
        HttpResponse<String> second = client.get("daily", DAY);

        assertThat(second.headers().firstValue("X-RateLimit-Type")).contains("Daily-limit");
        assertThat(second.headers().firstValue("X-RateLimit-Limit")).contains("100");
        assertThat(second.headers().firstValue("X-RateLimit-Remaining")).contains("98");
        client.clock.moveOn(Duration.ofHours(12));
        assertThat(client.get("users", DAY).headers().firstValue("X-RateLimit-Remaining"))
                .contains("99");
    }

    // The same world for everybody

    @Test
    void serves_the_same_rows_from_equal_seeds_only() throws Exception {
        List<String> rows = client.zoom.world().rows("/report/history_meetings", "", DAY);

        try (ReportClient same = new ReportClient();
                ReportClient another =
                        new ReportClient(SandboxOptions.defaults().withSeed(7))) {
            assertThat(same.zoom.world().rows("/report/history_meetings", "", DAY))
                    .isEqualTo(rows);
            assertThat(another.zoom.world().rows("/report/history_meetings", "", DAY))
                    .doesNotContainAnyElementsOf(rows);
        }
    }

    @Test
    void holds_as_many_meetings_a_day_as_configured() throws Exception {
        client.close();
        client = new ReportClient(SandboxOptions.defaults().withMeetingsPerDay(500));

        List<JsonNode> rows = client.rows(
                "history_meetings", "history_meetings", with(with(DAY, "meeting_type", "all"), "page_size", "300"));

        Set<String> uuids = new HashSet<>(texts(rows, "meeting_uuid"));
        assertThat(rows).hasSize(500);
        assertThat(uuids).hasSize(500);
    }

    @Test
    void reports_nothing_of_an_account_without_hosts() throws Exception {
        client.close();
        client = new ReportClient(SandboxOptions.defaults().withActiveHosts(0).withMeetingsPerDay(500));

        assertThat(client.page("history_meetings", DAY).path("history_meetings"))
                .isEmpty();
        assertThat(client.page("upcoming_events", query("from", "2026-11-23", "to", "2026-12-23"))
                        .path("upcoming_events"))
                .isEmpty();
    }

    @Test
    void refuses_rows_of_a_report_that_zoom_does_not_have() {
        assertThatThrownBy(() -> client.zoom.world().rows("/report/rooms", "", DAY))
                .hasMessageContaining("/report/rooms");
    }

    /** What an answer has besides rows and pages. */
    private String echo(String path, Map<String, String> query) throws Exception {
        JsonNode page = client.page(path, query);
        ObjectNode echo = page.deepCopy();
        page.fieldNames().forEachRemaining(name -> {
            if (page.path(name).isArray() || name.contains("page") || name.startsWith("total_")) {
                echo.remove(name);
            }
        });
        return echo.toString();
    }

    private List<String> rows(String path, String member, Map<String, String> query) throws Exception {
        return client.rows(path, member, query).stream().map(JsonNode::toString).toList();
    }
}
