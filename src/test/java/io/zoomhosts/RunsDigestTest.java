package io.zoomhosts;

import static org.assertj.core.api.Assertions.assertThat;

import io.zoomhosts.kafka.RecordedRun;
import io.zoomhosts.support.AsyncApi;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** With many reports and days, {@code zoom-hosts runs} prints what matters and counts the rest. */
class RunsDigestTest {

    private static final LocalDate FIRST = LocalDate.parse("2026-05-28");

    private final List<RecordedRun> runs = new ArrayList<>();

    @Test
    void shows_every_window_of_a_screen() {
        days("activities", 24);

        assertThat(digest().shown()).hasSize(24);
        assertThat(digest().more()).isEmpty();
    }

    @Test
    void shows_the_newest_windows_of_each_report_and_counts_the_others() {
        days("activities", 180);
        days("telephone", 180);

        assertThat(windows())
                .containsExactly(
                        "activities 2026-11-22 to 2026-11-22",
                        "activities 2026-11-23 to 2026-11-23",
                        "telephone 2026-11-22 to 2026-11-22",
                        "telephone 2026-11-23 to 2026-11-23");
        assertThat(digest().more())
                .containsExactly(
                        "activities: 178 more are complete or replaced by a later one. Each window: bin/zoom-hosts runs"
                                + " --report activities",
                        "telephone: 178 more are complete or replaced by a later one. Each window: bin/zoom-hosts runs"
                                + " --report telephone");
    }

    @Test
    void shows_an_old_window_that_is_not_complete() {
        days("activities", 180);
        day("activities", FIRST.plusDays(3), "failed", true);
        day("activities", FIRST.plusDays(9), "complete", false);

        assertThat(windows())
                .containsExactly(
                        "activities 2026-05-31 to 2026-05-31",
                        "activities 2026-06-06 to 2026-06-06",
                        "activities 2026-11-22 to 2026-11-22",
                        "activities 2026-11-23 to 2026-11-23");
    }

    /** For example, a report without its scope. */
    @Test
    void limits_the_windows_that_are_not_complete() {
        IntStream.range(0, 100).forEach(day -> day("activities", FIRST.plusDays(day), "failed", true));

        assertThat(windows()).hasSize(5).last().isEqualTo("activities 2026-09-04 to 2026-09-04");
        assertThat(digest().more())
                .singleElement()
                .asString()
                .startsWith("activities: 95 more windows are not complete, 0 more");
    }

    /** Each day has a month to date of its own. */
    @Test
    void ignores_a_failed_window_that_a_later_one_replaces() {
        for (String type : List.of("active", "inactive")) {
            for (int day = 1; day <= 26; day++) {
                hosts(
                        type,
                        LocalDate.parse("2026-11-01"),
                        LocalDate.of(2026, 11, day),
                        day == 5 ? "failed" : "complete");
            }
            hosts(type, LocalDate.parse("2026-10-01"), LocalDate.parse("2026-10-31"), "failed");
        }

        assertThat(windows())
                .containsExactly(
                        "hosts active 2026-10-01 to 2026-10-31",
                        "hosts inactive 2026-10-01 to 2026-10-31",
                        "hosts active 2026-11-01 to 2026-11-25",
                        "hosts inactive 2026-11-01 to 2026-11-25",
                        "hosts active 2026-11-01 to 2026-11-26",
                        "hosts inactive 2026-11-01 to 2026-11-26");
    }

    private RunsDigest digest() {
        return RunsDigest.of(ShownRuns.of(runs, "").newest());
    }

    private List<String> windows() {
        return digest().shown().stream().map(each -> each.run().window()).toList();
    }

    private void days(String report, int days) {
        IntStream.range(0, days).forEach(day -> day(report, FIRST.plusDays(day), "complete", true));
    }

    private void day(String report, LocalDate day, String status, boolean hasRows) {
        run("\"name\":\"" + report + "\",\"account_id\":\"A\"", day, day, status, hasRows);
    }

    private void hosts(String type, LocalDate from, LocalDate to, String status) {
        run("\"name\":\"hosts\",\"account_id\":\"A\",\"type\":\"" + type + "\"", from, to, status, true);
    }

    /** Each run ends later than the one before. */
    private void run(String report, LocalDate from, LocalDate to, String status, boolean hasRows) {
        String value = """
                {"run_id":"%d","status":"%s","finished_at":"%s","rows":1,"filtered":0,
                 "report":{%s,"from":"%s","to":"%s"},"error":{"kind":"kafka","message":"why"}}
                """.formatted(
                runs.size(), status, Instant.parse("2026-11-26T02:30:00Z").plusSeconds(runs.size()), report, from, to);
        runs.add(new RecordedRun("any", value, AsyncApi.tree(value), hasRows));
    }
}
