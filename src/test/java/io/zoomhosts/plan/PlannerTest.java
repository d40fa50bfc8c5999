package io.zoomhosts.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.zoomhosts.account.Account;
import io.zoomhosts.account.Accounts;
import io.zoomhosts.report.HostReport;
import io.zoomhosts.report.Report;
import io.zoomhosts.report.ReportDeclaration;
import io.zoomhosts.report.Reports;
import io.zoomhosts.report.Totals;
import io.zoomhosts.report.Window;
import io.zoomhosts.run.CompleteRun;
import io.zoomhosts.run.Counts;
import io.zoomhosts.run.DueWindow;
import io.zoomhosts.run.Run;
import io.zoomhosts.sandbox.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The windows that each kind of trigger collects, by the days of {@code zoom.time-zone}. */
class PlannerTest {

    private static final Instant SETTLED = Instant.parse("2026-10-03T00:00:00Z");

    private final SettableClock clock = new SettableClock("2026-11-01T02:30:00Z");
    private final Account account = HostReport.account("ACCOUNT", clock);
    private final Account other = HostReport.account("OTHER", clock);
    private final Map<String, CompleteRun> ledger = new HashMap<>();
    private final Planner planner = planner(List.of(account, other), List.of("hosts"));

    @ParameterizedTest
    @CsvSource({
        // last complete run, due
        "                     , true",
        "2026-09-30T23:59:59Z, true",
        "2026-10-02T23:59:59Z, true",
        "2026-10-03T00:00:00Z, false",
        "2026-11-01T00:00:00Z, false",
    })
    void schedule_collects_a_window_until_a_settled_run(Instant last, boolean due) {
        Trigger trigger = new Trigger(clock.instant(), Trigger.Kind.SCHEDULE, List.of(account));

        assertThat(Planner.isDue(SETTLED, Optional.ofNullable(last).map(PlannerTest::completeRun), trigger))
                .isEqualTo(due);
    }

    @ParameterizedTest
    @CsvSource({
        // last complete run, trigger, due
        "                     , 2026-09-30T12:00:00Z, true",
        "                     , 2026-11-01T00:00:00Z, true",
        "2026-10-01T02:30:00Z, 2026-10-02T23:59:59Z, false",
        "2026-10-01T02:30:00Z, 2026-10-03T00:00:00Z, true",
        "2026-10-03T00:00:00Z, 2026-11-01T00:00:00Z, false",
    })
    void start_and_retry_skip_windows_complete_for_now(Instant last, Instant time, boolean due) {
        for (Trigger.Kind kind : List.of(Trigger.Kind.START, Trigger.Kind.RETRY)) {
            assertThat(Planner.isDue(
                            SETTLED,
                            Optional.ofNullable(last).map(PlannerTest::completeRun),
                            new Trigger(time, kind, List.of(account))))
                    .as("%s", kind)
                    .isEqualTo(due);
        }
    }

    @ParameterizedTest
    @EnumSource(Trigger.Kind.class)
    void every_trigger_collects_missing_windows_oldest_first(Trigger.Kind kind) {
        List<DueWindow> due = due(planner, new Trigger(clock.instant(), kind, List.of(account)));

        assertThat(due)
                .extracting(window -> window.window().key())
                .containsExactly(
                        "active/2026-06-01/2026-06-30",
                        "inactive/2026-06-01/2026-06-30",
                        "active/2026-07-01/2026-07-31",
                        "inactive/2026-07-01/2026-07-31",
                        "active/2026-08-01/2026-08-31",
                        "inactive/2026-08-01/2026-08-31",
                        "active/2026-09-01/2026-09-30",
                        "inactive/2026-09-01/2026-09-30",
                        "active/2026-10-01/2026-10-31",
                        "inactive/2026-10-01/2026-10-31",
                        "active/2026-11-01/2026-11-01",
                        "inactive/2026-11-01/2026-11-01");
        assertThat(due).extracting(DueWindow::since).containsOnly(clock.instant());
    }

    @Test
    void collects_only_for_the_accounts_of_the_trigger() {
        Account third = HostReport.account("THIRD", clock);

        List<DueWindow> due = due(
                planner(List.of(account, other, third), List.of("hosts")),
                new Trigger(clock.instant(), Trigger.Kind.RETRY, List.of(other, third)));

        assertThat(due).extracting(DueWindow::account).containsOnly(other, third);
        assertThat(due).hasSize(2 * 12);
    }

    @Test
    void a_window_complete_for_one_account_is_due_for_another() {
        String september = complete(account, "active", "2026-09-01", "2026-09-30", "2026-10-03T02:30:00Z");

        List<DueWindow> due =
                due(planner, new Trigger(clock.instant(), Trigger.Kind.SCHEDULE, List.of(account, other)));

        assertThat(due)
                .extracting(window -> Run.keyOf(window.account(), window.window()))
                .doesNotContain(september)
                .contains(september.replace("ACCOUNT", "OTHER"), september.replace("/active/", "/inactive/"))
                .hasSize(2 * 12 - 1);
    }

    /** October is settled on 3 November; before that its rows may still change. */
    @ParameterizedTest
    @CsvSource({"SCHEDULE, true", "START, false", "RETRY, false"})
    void windows_not_settled_are_left_to_the_schedule(Trigger.Kind kind, boolean due) {
        String october = complete(account, "active", "2026-10-01", "2026-10-31", "2026-11-01T02:00:00Z");

        List<DueWindow> windows = due(planner, new Trigger(clock.instant(), kind, List.of(account)));

        assertThat(windows.stream()
                        .anyMatch(window -> Run.keyOf(account, window.window()).equals(october)))
                .isEqualTo(due);
    }

    @Test
    void a_window_complete_before_it_settled_is_collected_again() {
        String october = complete(account, "active", "2026-10-01", "2026-10-31", "2026-11-01T02:30:00Z");
        clock.moveOn(Duration.ofDays(2));

        List<DueWindow> due = due(planner, new Trigger(clock.instant(), Trigger.Kind.START, List.of(account)));

        assertThat(due)
                .extracting(window -> Run.keyOf(account, window.window()))
                .contains(october);
    }

    @ParameterizedTest
    @CsvSource({"UTC, 2026-11-01", "America/Los_Angeles, 2026-10-31", "Asia/Tokyo, 2026-11-01"})
    void today_is_in_the_time_zone_of_the_account(ZoneId zone, String today) {
        Account there = new Account(
                "THERE", new Account.Credentials("client", "secret"), zone, 10, Duration.ofSeconds(1), clock);

        List<DueWindow> due = due(planner, new Trigger(clock.instant(), Trigger.Kind.START, List.of(there)));

        assertThat(due).last().extracting(window -> window.window().to()).hasToString(today);
    }

    @Test
    void each_report_has_its_own_windows_and_topic() {
        List<DueWindow> due = due(
                planner(List.of(account), List.of("hosts", "others")),
                new Trigger(clock.instant(), Trigger.Kind.START, List.of(account)));

        assertThat(due)
                .extracting(
                        window -> window.window().report().name(),
                        window -> window.window().report().topic())
                .containsOnly(tuple("hosts", "zoom.hosts"), tuple("others", "zoom.others"));
    }

    @Test
    void schedule_trigger_has_its_due_time_and_all_accounts() {
        Instant fired = Instant.parse("2026-11-01T02:29:59Z");

        Trigger trigger = planner.scheduled(Date.from(fired));

        assertThat(trigger).isEqualTo(new Trigger(fired, Trigger.Kind.SCHEDULE, List.of(account, other)));
    }

    @Test
    void start_trigger_has_the_start_time_and_all_accounts() {
        assertThat(planner.started())
                .isEqualTo(new Trigger(clock.instant(), Trigger.Kind.START, List.of(account, other)));
    }

    @Test
    void retry_trigger_has_the_due_accounts_and_is_taken_once() {
        other.retrySchedule().retryLater();
        clock.moveOn(Duration.ofSeconds(30));

        assertThat(planner.takeRetry()).isEqualTo(new Trigger(clock.instant(), Trigger.Kind.RETRY, List.of(other)));

        assertThat(planner.takeRetry()).isNull();
    }

    @Test
    void retries_a_collection_that_could_not_start() {
        planner.failed(
                new Trigger(clock.instant(), Trigger.Kind.RETRY, List.of(other)),
                new IllegalStateException("no Kafka"));
        assertThat(planner.takeRetry()).isNull();
        clock.moveOn(Duration.ofSeconds(30));

        assertThat(planner.takeRetry()).extracting(Trigger::accounts).isEqualTo(List.of(other));
    }

    @Test
    void retries_for_all_accounts_without_a_trigger() {
        planner.failed(List.of(), new IllegalStateException("no Kafka"));
        clock.moveOn(Duration.ofSeconds(30));

        assertThat(planner.takeRetry()).extracting(Trigger::accounts).isEqualTo(List.of(account, other));
    }

    @Test
    void windows_with_subjects_are_in_an_earlier_stage_than_those_that_ask_about_them() {
        List<List<DueWindow>> stages = planner(List.of(account), List.of("meetings"))
                .due(new Trigger(clock.instant(), Trigger.Kind.START, List.of(account)));

        assertThat(stages).hasSize(2);
        assertThat(stages.get(0))
                .extracting(window -> window.window().report().name())
                .containsOnly("hosts");
        assertThat(stages.get(1))
                .extracting(window -> window.window().report().name())
                .containsOnly("meetings");
    }

    @Test
    void reports_with_few_windows_come_before_those_of_days() {
        List<DueWindow> due = due(
                planner(List.of(account), List.of("days", "hosts")),
                new Trigger(clock.instant(), Trigger.Kind.START, List.of(account)));

        assertThat(due.subList(0, 12))
                .extracting(window -> window.window().report().name())
                .containsOnly("hosts");
        assertThat(due.get(12).window().from()).isEqualTo("2026-05-03");
        assertThat(due).hasSize(12 + 182);
    }

    /** {@code ZOOM_REPORT_TYPES=inactive} is about what the schedule collects of hosts for themselves. */
    @Test
    void collects_the_windows_with_the_subjects_even_if_the_schedule_leaves_them_out() {
        List<List<DueWindow>> stages = planner(List.of(account), List.of("leavers"))
                .due(new Trigger(clock.instant(), Trigger.Kind.START, List.of(account)));

        assertThat(stages.get(0))
                .extracting(window -> window.window().variant())
                .contains("inactive", "active");
        assertThat(stages.get(1))
                .hasSameSizeAs(stages.get(0).stream()
                        .filter(window -> window.window().variant().equals("active"))
                        .toList());
    }

    /** The other report may have failed at the time when both should have become final. */
    @Test
    void a_window_whose_subjects_were_not_final_is_collected_again() {
        Trigger trigger = new Trigger(clock.instant(), Trigger.Kind.SCHEDULE, List.of(account));
        CompleteRun run = new CompleteRun("a run", Instant.parse("2026-10-04T00:00:00Z"), false, null);

        assertThat(Planner.isDue(SETTLED, Optional.of(run), trigger)).isTrue();
    }

    @Test
    void collects_the_windows_with_the_subjects_too_unless_they_are_final() {
        Planner all = planner(List.of(account), List.of("meetings"));
        Window october = meetings()
                .windows(LocalDate.parse("2026-09-01"), LocalDate.parse("2026-09-30"), Map.of())
                .get(0);
        List<DueWindow> asked = List.of(new DueWindow(account, october, clock.instant()));

        assertThat(all.withSubjects(asked))
                .extracting(stage -> stage.get(0).window().toString())
                .containsExactly("hosts active 2026-09-01 to 2026-09-30", "meetings 2026-09-01 to 2026-09-30");

        complete(account, "active", "2026-09-01", "2026-09-30", "2026-10-03T02:30:00Z");
        assertThat(all.withSubjects(asked)).containsExactly(asked);
    }

    private static Report meetings() {
        return new Reports(PlannerTest::declared, List.of("hosts")).get("meetings");
    }

    private static Map<String, ReportDeclaration> declared() {
        ReportDeclaration others = HostReport.declaration();
        others.setTopic("zoom.others");
        ReportDeclaration idle = HostReport.declaration();
        idle.setTopic("zoom.idle");
        idle.setScheduled(Map.of("type", "inactive"));
        Map<String, ReportDeclaration> declared = new LinkedHashMap<>();
        declared.put("hosts", HostReport.declaration());
        declared.put("others", others);
        ReportDeclaration days = HostReport.declaration();
        days.setCalendar("days");
        days.setVaried(Map.of());
        days.setScheduled(Map.of());
        days.setTopic("zoom.days");
        declared.put("days", days);
        declared.put("meetings", bySubject("hosts", "zoom.meetings"));
        declared.put("idle", idle);
        declared.put("leavers", bySubject("idle", "zoom.leavers"));
        return declared;
    }

    private static ReportDeclaration bySubject(String parent, String topic) {
        ReportDeclaration declaration = HostReport.declaration();
        declaration.setPath("/report/users/{userId}/meetings");
        declaration.setVaried(Map.of());
        declaration.setScheduled(Map.of());
        declaration.setTopic(topic);
        declaration.setSubjects(parent);
        declaration.setSubject("id");
        declaration.setWhere("report.type=active");
        declaration.setUnchecked(true);
        return declaration;
    }

    private Planner planner(List<Account> accounts, List<String> collected) {
        return new Planner(
                new Accounts(accounts),
                new Reports(PlannerTest::declared, collected),
                (report, since) -> ledger,
                thrown -> Optional.empty(),
                clock);
    }

    /** The windows of all stages. */
    private static List<DueWindow> due(Planner planner, Trigger trigger) {
        return planner.due(trigger).stream().flatMap(List::stream).toList();
    }

    private static CompleteRun completeRun(Instant startedAt) {
        return new CompleteRun("a run", startedAt, true, null);
    }

    /** Puts a complete run into the ledger and returns its key. */
    private String complete(Account of, String type, String from, String to, String startedAt) {
        Report report = HostReport.REPORT;
        String key = Run.keyOf(of, HostReport.window(type, from, to));
        ledger.put(
                key,
                new CompleteRun(
                        "a run", Instant.parse(startedAt), true, new Counts(0, 0, 1, 0, 0, Totals.zero(report))));
        return key;
    }
}
