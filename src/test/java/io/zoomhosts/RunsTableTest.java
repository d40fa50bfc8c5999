package io.zoomhosts;

import static org.assertj.core.api.Assertions.assertThat;

import io.zoomhosts.kafka.RecordedRun;
import io.zoomhosts.support.AsyncApi;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which runs are shown, in which order, and how. */
class RunsTableTest {

    private static final String OCTOBER = "hosts active 2026-10-01 to 2026-10-31";

    @Test
    void should_order_windows_by_their_days_then_by_type_then_by_account() {
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
    void should_show_one_account_and_no_column_for_it() {
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
    void should_name_the_last_complete_run_after_any_number_of_failed_ones() {
        assertThat(october(
                        october("complete", "2026-11-02", 6, true),
                        october("complete", "2026-11-03", 7, true),
                        october("failed", "2026-11-04", 0, true),
                        october("failed", "2026-11-05", 0, true)))
                .matches(OCTOBER + " +failed, complete before .* 2026-11-05T02:30:00Z  the 7 rows of"
                        + " 2026-11-03T02:30:00Z stay; kafka: why");
    }

    @Test
    void should_not_name_a_complete_run_whose_hosts_are_gone() {
        assertThat(october(october("complete", "2026-11-02", 6, false), october("failed", "2026-11-04", 0, true)))
                .matches(OCTOBER + " +failed +0 .* kafka: why");
    }

    @Test
    void should_say_that_the_hosts_of_a_complete_run_are_gone() {
        assertThat(october(october("complete", "2026-11-02", 6, false)))
                .matches(OCTOBER + " +complete, rows gone +6 .* the topic that they were in was deleted");
    }

    /** Of two processes with the same schedule. */
    @Test
    void should_let_a_complete_run_hold_that_another_process_failed() {
        RecordedRun failed = run("""
                {"run_id":"id-2026-11-02","status":"failed","finished_at":"2026-11-02T02:31:00Z",
                 "report":{"name":"hosts","account_id":"A","type":"active","from":"2026-10-01","to":"2026-10-31"}}
                """, true);

        assertThat(october(october("complete", "2026-11-02", 6, true), failed)).matches(OCTOBER + " +complete +6 .*");
    }

    @Test
    void should_pass_over_what_is_no_run() {
        assertThat(newest("", run("{}", true), run("[1]", true), run("{\"status\":\"complete\"}", true)))
                .isEmpty();
    }

    /** Guards against words of others that a terminal would take for its own. */
    @Test
    void should_print_nothing_that_a_terminal_would_act_on() {
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

    /** The one line below the heading. */
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
