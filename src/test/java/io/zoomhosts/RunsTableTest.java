package io.zoomhosts;

import static org.assertj.core.api.Assertions.assertThat;

import io.zoomhosts.kafka.RecordedRun;
import io.zoomhosts.support.AsyncApi;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table that {@code zoom-hosts runs} prints: which runs, in which order, with which columns. */
class RunsTableTest {

    private static final String OCTOBER = "hosts active 2026-10-01 to 2026-10-31";

    @Test
    void orders_windows_by_days_then_type_then_account() {
        assertThat(newest(
                        "",
                        complete("B", "inactive", "2026-10-01", "2026-10-31", "2026-11-02T02:30:00Z", 1),
                        complete("B", "active", "2026-10-01", "2026-10-31", "2026-11-04T02:30:00Z", 2),
                        complete("A", "inactive", "2026-10-01", "2026-10-31", "2026-11-03T02:30:00Z", 3),
                        complete("A", "active", "2026-10-01", "2026-10-15", "2026-11-05T02:30:00Z", 4),
                        complete("A", "active", "2026-09-01", "2026-09-30", "2026-11-06T02:30:00Z", 5)))
                .containsExactly(
                        "ACCOUNT  WINDOW                                   STATUS    ROWS  FILTERED  ZOOM'S TOTAL  FINISHED AT           ERROR",
                        "A        hosts active 2026-09-01 to 2026-09-30    complete     5         0             -  2026-11-06T02:30:00Z",
                        "A        hosts active 2026-10-01 to 2026-10-15    complete     4         0             -  2026-11-05T02:30:00Z",
                        "B        hosts active 2026-10-01 to 2026-10-31    complete     2         0             -  2026-11-04T02:30:00Z",
                        "A        hosts inactive 2026-10-01 to 2026-10-31  complete     3         0             -  2026-11-03T02:30:00Z",
                        "B        hosts inactive 2026-10-01 to 2026-10-31  complete     1         0             -  2026-11-02T02:30:00Z");
    }

    @Test
    void shows_one_account_without_a_column_for_it() {
        assertThat(newest(
                        "A",
                        complete("A", "active", "2026-10-01", "2026-10-31", "2026-11-02T02:30:00Z", 1),
                        complete("B", "active", "2026-10-01", "2026-10-31", "2026-11-03T02:30:00Z", 2)))
                .hasSize(2)
                .last()
                .asString()
                .matches(OCTOBER + " +complete +1 .*");
    }

    @Test
    void shows_the_last_complete_run_behind_failed_runs() {
        assertThat(october(
                        october("complete", "2026-11-02", 6, true),
                        october("complete", "2026-11-03", 7, true),
                        october("failed", "2026-11-04", 0, true),
                        october("failed", "2026-11-05", 0, true)))
                .matches(OCTOBER + " +failed, complete before .* 2026-11-05T02:30:00Z  the 7 rows of"
                        + " 2026-11-03T02:30:00Z stay; kafka: why");
    }

    @Test
    void ignores_a_complete_run_whose_hosts_are_gone() {
        assertThat(october(october("complete", "2026-11-02", 6, false), october("failed", "2026-11-04", 0, true)))
                .matches(OCTOBER + " +failed +0 .* kafka: why");
    }

    @Test
    void reports_that_the_hosts_of_a_complete_run_are_gone() {
        assertThat(october(october("complete", "2026-11-02", 6, false)))
                .matches(OCTOBER + " +complete, rows gone +6 .* the topic with its rows was deleted");
    }

    /** Two processes with the same schedule can have one run each. */
    @Test
    void complete_run_wins_over_failure_of_other_process() {
        RecordedRun failed = run("""
                {"run_id":"id-2026-11-02","status":"failed","finished_at":"2026-11-02T02:31:00Z",
                 "report":{"name":"hosts","account_id":"A","type":"active","from":"2026-10-01","to":"2026-10-31"}}
                """, true);

        assertThat(october(october("complete", "2026-11-02", 6, true), failed)).matches(OCTOBER + " +complete +6 .*");
    }

    @Test
    void skips_records_that_are_not_runs() {
        assertThat(newest("", run("{}", true), run("[1]", true), run("{\"status\":\"complete\"}", true)))
                .isEmpty();
    }

    /** Guards against escape sequences in messages of Zoom or Kafka. */
    @Test
    void prints_no_terminal_control_characters() {
        RecordedRun hostile = run("""
                {"run_id":"1","status":"failed","finished_at":"2026-11-02T02:30:00Z","rows":"\\u001b[2J",
                \t"report":{"name":"hosts","account_id":"A","type":"active\\r\\n","from":"2026-10-01","to":"2026-10-31"},
                "error":{"kind":"kafka","message":"é \\u001b]0;x\\u0007\\nactive %s😀"}}
                """.formatted("\u009b31m\u202e\u2028"), true);

        assertThat(Stream.concat(
                        newest("", hostile).stream(),
                        ShownRuns.of(List.of(hostile), "").all().stream().map(ShownRuns.Shown::json)))
                .hasSize(3)
                .noneMatch(line -> line.matches("(?s).*[\\p{Cc}\\p{Cf}\\u2028].*"))
                .anyMatch(line -> line.endsWith("kafka: é \\u001b]0;x\\u0007\\u000aactive \\u009b31m\\u202e\\u2028😀"))
                .last()
                .satisfies(json -> assertThat(AsyncApi.tree(json)).isEqualTo(hostile.event()));
    }

    private static List<String> newest(String account, RecordedRun... runs) {
        return RunsTable.lines(ShownRuns.of(List.of(runs), account).newest()).toList();
    }

    /** The only line below the heading. */
    private static String october(RecordedRun... runs) {
        List<String> lines = newest("", runs);
        assertThat(lines).hasSize(2);
        return lines.get(1);
    }

    private static RecordedRun october(String status, String day, int hosts, boolean hasRows) {
        return run("""
                {"run_id":"id-%s","status":"%s","finished_at":"%sT02:30:00Z","rows":%d,"filtered":0,"total_records":null,
                 "report":{"name":"hosts","account_id":"A","type":"active","from":"2026-10-01","to":"2026-10-31"},
                 "error":{"kind":"kafka","message":"why"}}
                """.formatted(day, status, day, hosts), hasRows);
    }

    private static RecordedRun complete(
            String account, String type, String from, String to, String finishedAt, int hosts) {
        return run("""
                {"run_id":"id-%d","status":"complete","finished_at":"%s","rows":%d,"filtered":0,
                 "report":{"name":"hosts","account_id":"%s","type":"%s","from":"%s","to":"%s"}}
                """.formatted(hosts, finishedAt, hosts, account, type, from, to), true);
    }

    private static RecordedRun run(String value, boolean hasRows) {
        return new RecordedRun("any", value, AsyncApi.tree(value), hasRows);
    }
}
