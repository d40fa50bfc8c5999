package io.zoomhosts.sandbox;

import static io.zoomhosts.sandbox.ReportClient.texts;
import static io.zoomhosts.sandbox.SandboxClient.query;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The logs of the account: their order, their equal rows, and that they are of its users. */
class SandboxLogsTest {
    private static final Map<String, String> DAYS = query(
            "from", "2026-10-05", "to", "2026-10-09", "page_size", "300", "activity_type", "-1", "meeting_type", "all");

    private static final Set<String> SAMPLE = Set.of("reag12343@gmail.com", "mynewemailgoog@gmail.com");

    @RegisterExtension
    final ReportClient client = new ReportClient();

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
}
