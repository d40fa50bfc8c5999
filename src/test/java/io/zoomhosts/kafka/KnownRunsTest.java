package io.zoomhosts.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.zoomhosts.report.HostReport;
import io.zoomhosts.report.Report;
import io.zoomhosts.report.ReportDeclaration;
import io.zoomhosts.report.Window;
import io.zoomhosts.run.CompleteRun;
import io.zoomhosts.run.Run;
import io.zoomhosts.sandbox.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the ledger keeps in memory: the windows that the schedule or a run in work may still ask for. */
class KnownRunsTest {

    private static final Instant TODAY = Instant.parse("2026-11-26T12:00:00Z");

    private final List<String> heard = new ArrayList<>();
    private String variant = "active/";
    private KnownRuns known = of(HostReport.REPORT);

    private KnownRuns of(Report report) {
        return new KnownRuns(
                report,
                6,
                new SettableClock(TODAY.toString()),
                (accountId, window, startedAt) -> heard.add(accountId + "/" + window.key()));
    }

    private static Report by(String calendar) {
        ReportDeclaration declaration = HostReport.declaration();
        declaration.setCalendar(calendar);
        declaration.setVaried(Map.of());
        declaration.setScheduled(Map.of());
        return HostReport.of("hosts", declaration);
    }

    @Test
    void keeps_the_window_of_a_month_that_ends_last() {
        month("A", "2026-10-01", "2026-10-30", "2026-10-30T02:30:00Z");
        month("A", "2026-10-01", "2026-10-31", "2026-10-31T02:30:00Z");
        month("A", "2026-10-01", "2026-10-29", "2026-11-01T02:30:00Z");
        month("A", "2026-09-01", "2026-09-29", "2026-09-29T02:30:00Z");

        assertThat(keptOf("A"))
                .containsExactlyInAnyOrder(
                        "A/hosts/active/2026-10-01/2026-10-31", "A/hosts/active/2026-09-01/2026-09-29");
    }

    @Test
    void drops_a_window_at_once_when_one_that_ends_later_is_known() {
        month("A", "2026-10-01", "2026-10-30", "2026-10-30T02:30:00Z");
        known.settle();
        month("A", "2026-10-01", "2026-10-31", "2026-10-31T02:30:00Z");
        month("A", "2026-10-01", "2026-10-29", "2026-11-01T02:30:00Z");
        known.settle();

        assertThat(known.complete()).containsOnlyKeys("A/hosts/active/2026-10-01/2026-10-31");
    }

    /** A trigger may still be in work, or the answer to a commit lost: the claim of the window has to find its run. */
    @Test
    void keeps_every_run_that_started_in_the_last_two_days() {
        month("A", "2026-11-01", "2026-11-23", "2026-11-24T11:59:59Z");
        month("A", "2026-11-01", "2026-11-24", "2026-11-24T12:00:00Z");
        month("A", "2026-11-01", "2026-11-26", "2026-11-26T02:30:00Z");
        month("A", "2026-01-01", "2026-01-31", "2026-11-26T02:30:00Z");

        assertThat(keptOf("A"))
                .containsExactlyInAnyOrder(
                        "A/hosts/active/2026-11-01/2026-11-24",
                        "A/hosts/active/2026-11-01/2026-11-26",
                        "A/hosts/active/2026-01-01/2026-01-31");
        assertThat(known.hasAllSince(TODAY.minus(Duration.ofDays(2)))).isTrue();
        assertThat(known.hasAllSince(TODAY.minus(Duration.ofDays(2)).minusSeconds(1)))
                .isFalse();
    }

    @Test
    void drops_windows_that_zoom_no_longer_reports_on() {
        month("A", "2026-04-01", "2026-04-25", "2026-05-03T02:30:00Z");
        month("A", "2026-04-01", "2026-04-26", "2026-05-03T02:30:00Z");
        month("B", "2026-04-01", "2026-04-25", "2026-05-03T02:30:00Z");

        assertThat(keptOf("A")).containsExactly("A/hosts/active/2026-04-01/2026-04-26");
        assertThat(keptOf("B")).isEmpty();
    }

    @Test
    void keeps_types_accounts_and_parts_apart() {
        put(run("A/hosts/active/2026-10-01/2026-10-30", "2026-10-31T02:30:00Z"));
        put(run("A/hosts/inactive/2026-10-01/2026-10-31", "2026-10-31T02:30:00Z"));
        put(run("A/hosts/active/2026-10-01/2026-10-30/1-of-2", "2026-10-31T02:30:00Z"));
        put(run("A/hosts/active/2026-10-01/2026-10-30/2-of-2", "2026-10-31T02:30:00Z"));

        assertThat(keptOf("A")).hasSize(4);
    }

    @Test
    void keeps_every_day_of_a_report_of_days() {
        known = of(by("days"));
        variant = "";
        put(run("A/hosts/2026-10-01/2026-10-01", "2026-10-02T02:30:00Z"));
        put(run("A/hosts/2026-10-02/2026-10-02", "2026-10-03T02:30:00Z"));

        assertThat(keptOf("A")).hasSize(2);
    }

    /** A snapshot of what is planned begins on another day each time. */
    @Test
    void keeps_the_newest_snapshot() {
        known = of(by("upcoming"));
        variant = "";
        put(run("A/hosts/2026-11-01/2026-12-01", "2026-11-01T02:30:00Z"));
        put(run("A/hosts/2026-11-02/2026-12-02", "2026-11-02T02:30:00Z"));

        assertThat(keptOf("A")).containsExactly("A/hosts/2026-11-02/2026-12-02");
    }

    /** The schedule of a year: memory must depend on accounts and windows, not on runs. */
    @Test
    void the_runs_of_a_year_need_no_more_than_their_windows() {
        int accounts = 200;
        int largest = 0;
        Set<Window> asked = new HashSet<>(HostReport.REPORT.scheduledOn(LocalDate.parse("2026-11-26")));
        SettableClock clock = new SettableClock("2025-11-26T02:30:00Z");
        known = new KnownRuns(HostReport.REPORT, 6, clock, (accountId, window, startedAt) -> {});
        for (int day = 0; day <= 365; day++) {
            LocalDate today = LocalDate.ofInstant(clock.instant(), clock.getZone());
            for (int account = 0; account < accounts; account++) {
                for (String type : List.of("active", "inactive")) {
                    known.take(run(
                            "A" + account + "/hosts/" + type + "/" + today.withDayOfMonth(1) + "/" + today,
                            clock.instant().toString()));
                }
            }
            known.settle();
            largest = Math.max(largest, known.complete().size());
            clock.moveOn(Duration.ofDays(1));
        }

        int windows = accounts * 2 * (8 + 2);
        assertThat(largest).isLessThan(windows * 3 / 2 + KnownRuns.FEW);
        assertThat(known.complete())
                .containsKeys(asked.stream()
                        .map(window -> Run.keyOf(HostReport.account("A0"), window))
                        .toArray(String[]::new));
    }

    @Test
    void parses_only_runs_that_it_keeps() {
        for (LocalDate day = LocalDate.parse("2026-05-01"); day.getYear() == 2026; day = day.plusDays(1)) {
            for (int account = 0; account < 10; account++) {
                month("A" + account, day.withDayOfMonth(1).toString(), day.toString(), day + "T02:30:00Z");
            }
        }
        known.settle();

        assertThat(heard).hasSameSizeAs(known.complete().keySet()).doesNotHaveDuplicates();
    }

    @Test
    void ignores_records_that_are_not_runs_of_the_report() {
        for (String key :
                List.of("", "A", "A/hosts", "A/hosts/active/2026-10-01", "A/hosts/active/2026-10-01/2026-10-32")) {
            put(run(key, "2026-10-31T02:30:00Z"));
        }
        put(run(null, "2026-10-31T02:30:00Z"));
        put(run("A/telephone/active/2026-10-01/2026-10-31", "2026-10-31T02:30:00Z"));
        put(run("A/hosts/a/b/2026-10-01/2026-10-31", "2026-10-31T02:30:00Z"));
        put(run("A/hosts/active/2026-10-01/2026-10-31", "yesterday"));
        put(new StoredRun("A/hosts/active/2026-10-01/2026-10-31", "no run", RunRecord.COMPLETED, TODAY, true));

        known.settle();

        assertThat(known.complete()).isEmpty();
    }

    /** Guards against a planner that finds no run because the topic is read again at the same time. */
    @Test
    void a_view_keeps_its_runs_while_everything_is_read_again() {
        month("A", "2026-10-01", "2026-10-31", "2026-11-01T02:30:00Z");
        known.settle();
        Map<String, CompleteRun> view = known.complete();

        known.anew();

        assertThat(view).hasSize(1);
        assertThat(known.complete()).isEmpty();
    }

    private void month(String account, String from, String to, String startedAt) {
        put(run(account + "/hosts/active/" + from + "/" + to, startedAt));
    }

    private void put(StoredRun run) {
        known.take(run);
    }

    /** The keys of an account that are left once there are more runs than are kept without looking at them. */
    private Set<String> keptOf(String account) {
        known.settle();
        for (int other = 0; other <= KnownRuns.FEW; other++) {
            LocalDate day = LocalDate.EPOCH.plusDays(other);
            put(run("OTHER/hosts/" + variant + day + "/" + day, "2026-01-01T00:00:00Z"));
        }
        known.settle();
        Set<String> kept = new HashSet<>(known.complete().keySet());
        kept.removeIf(key -> !key.startsWith(account + "/"));
        return kept;
    }

    private static StoredRun run(String key, String startedAt) {
        String event = """
                {"run_id":"id","status":"complete","rows":1,"pages":1,"started_at":"%s"}""".formatted(startedAt);
        Instant writtenAt = startedAt.equals("yesterday") ? TODAY : Instant.parse(startedAt);
        return new StoredRun(key, event, RunRecord.COMPLETED, writtenAt, true);
    }
}
