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
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The windows that each kind of trigger collects, by the days of {@code zoom.time-zone}. */
class PlannerTest {

    private static final Instant SETTLED = Instant.parse("2026-10-03T00:00:00Z");

    private final SettableClock clock = new SettableClock("2026-11-01T02:30:00Z");
    private final Account account = account("ACCOUNT", "hosts");
    private final Account other = account("OTHER", "hosts");
    private final Map<String, CompleteRun> ledger = new HashMap<>();
    private final Set<Account> busy = new HashSet<>();
    private Duration spread = Duration.ZERO;
    private final Planner planner = planner(account, other);

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
        Account third = account("THIRD", "hosts");

        List<DueWindow> due = due(
                planner(account, other, third),
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
        Account there = HostReport.account("THERE", zone, List.of("hosts"), clock);

        List<DueWindow> due = due(planner, new Trigger(clock.instant(), Trigger.Kind.START, List.of(there)));

        assertThat(due).last().extracting(window -> window.window().to()).hasToString(today);
    }

    @Test
    void each_report_has_its_own_windows_and_topic() {
        List<DueWindow> due =
                start("hosts", "others").stream().flatMap(List::stream).toList();

        assertThat(due)
                .extracting(
                        window -> window.window().report().name(),
                        window -> window.window().report().topic())
                .containsOnly(tuple("hosts", "zoom.hosts"), tuple("others", "zoom.others"));
    }

    @Test
    void the_schedule_makes_all_accounts_due_at_its_time() {
        Instant fired = Instant.parse("2026-11-01T02:29:59Z");

        planner.scheduled(Date.from(fired), null);

        assertThat(planner.takeDue()).isEqualTo(new Trigger(fired, Trigger.Kind.SCHEDULE, List.of(account, other)));
        assertThat(planner.takeDue()).isNull();
    }

    @Test
    void the_start_makes_all_accounts_due() {
        planner.started();

        assertThat(planner.takeDue())
                .isEqualTo(new Trigger(clock.instant(), Trigger.Kind.START, List.of(account, other)));
        assertThat(planner.takeDue()).isNull();
    }

    @Test
    void a_retry_is_due_for_its_account_and_taken_once() {
        other.retrySchedule().retryLater();
        clock.moveOn(Duration.ofSeconds(30));

        assertThat(planner.takeDue()).isEqualTo(new Trigger(clock.instant(), Trigger.Kind.RETRY, List.of(other)));
        assertThat(planner.takeDue()).isNull();
    }

    @Test
    void an_account_that_is_busy_or_elsewhere_waits_and_keeps_no_other_waiting() {
        busy.add(account);
        other.retrySchedule().retryLater();
        account.retrySchedule().retryLater();
        planner.scheduled(Date.from(clock.instant()), null);
        Instant fired = clock.instant();

        assertThat(planner.takeDue()).extracting(Trigger::accounts).isEqualTo(List.of(other));
        clock.moveOn(Duration.ofMinutes(1));
        assertThat(planner.takeDue()).extracting(Trigger::accounts).isEqualTo(List.of(other));
        assertThat(planner.takeDue()).isNull();

        busy.clear();
        assertThat(planner.takeDue()).isEqualTo(new Trigger(fired, Trigger.Kind.SCHEDULE, List.of(account)));
    }

    @Test
    void of_several_triggers_an_account_takes_the_newest_of_the_schedule() {
        Instant first = clock.instant();
        busy.add(account);
        planner.scheduled(Date.from(first), null);
        planner.scheduled(Date.from(first.plusSeconds(60)), null);
        clock.moveOn(Duration.ofMinutes(2));
        planner.started();
        busy.clear();

        assertThat(planner.takeDue())
                .isEqualTo(new Trigger(first.plusSeconds(60), Trigger.Kind.SCHEDULE, List.of(account, other)));
        assertThat(planner.takeDue()).isNull();
    }

    /** {@code zoom.schedule-spread}: the run id has the time of the schedule, whenever the account is collected. */
    @Test
    void accounts_begin_within_the_spread_each_always_with_the_same_delay() {
        spread = Duration.ofMinutes(10);
        List<Account> many = IntStream.range(0, 500)
                .mapToObj(number -> account("account-" + number, "hosts"))
                .toList();
        Planner spreading = planner(many.toArray(Account[]::new));

        List<List<Account>> first = minutes(spreading, 11);
        List<List<Account>> second = minutes(spreading, 11);

        assertThat(first).isEqualTo(second);
        assertThat(first.stream().flatMap(List::stream)).containsExactlyInAnyOrderElementsOf(many);
        assertThat(first.subList(1, 10)).allSatisfy(minute -> assertThat(minute).hasSizeBetween(25, 80));
    }

    @Test
    void the_spread_is_shorter_than_half_the_time_until_the_next_trigger() {
        spread = Duration.ofMinutes(10);
        Planner spreading = planner(account, other);
        Instant fired = clock.instant();
        spreading.scheduled(Date.from(fired), Date.from(fired.plusSeconds(20)));
        clock.moveOn(Duration.ofSeconds(10));

        List<Account> due = new ArrayList<>();
        for (Trigger each = spreading.takeDue(); each != null; each = spreading.takeDue()) {
            due.addAll(each.accounts());
        }
        assertThat(due).containsExactlyInAnyOrder(account, other);
    }

    @Test
    void an_account_is_not_put_off_by_triggers_that_follow_faster_than_its_delay() {
        spread = Duration.ofMinutes(10);
        Planner spreading = planner(account, other);
        List<Account> due = new ArrayList<>();
        for (int second = 0; second < 600; second++) {
            spreading.scheduled(Date.from(clock.instant()), null);
            Trigger trigger = spreading.takeDue();
            due.addAll(trigger == null ? List.of() : trigger.accounts());
            clock.moveOn(Duration.ofSeconds(1));
        }

        assertThat(due).contains(account, other);
    }

    @Test
    void an_account_that_was_removed_is_not_due_any_more() {
        planner.scheduled(Date.from(clock.instant()), null);

        planner.removed(List.of(account));

        assertThat(planner.takeDue()).extracting(Trigger::accounts).isEqualTo(List.of(other));
        assertThat(planner.takeDue()).isNull();
    }

    @Test
    void an_account_taken_over_is_due_at_once() {
        planner.scheduled(Date.from(clock.instant().minusSeconds(7200)), null);

        planner.gained("OTHER"::equals);

        assertThat(planner.takeDue()).extracting(Trigger::accounts).isEqualTo(List.of(account));
        assertThat(planner.takeDue()).isEqualTo(new Trigger(clock.instant(), Trigger.Kind.START, List.of(other)));
    }

    /** The plan may be woken at any moment. */
    @Test
    void accounts_taken_over_together_are_due_together() {
        List<Trigger> meanwhile = new ArrayList<>();
        planner.gained(id -> {
            meanwhile.add(planner.takeDue());
            return true;
        });

        assertThat(meanwhile).hasSize(2).containsOnlyNulls();
        assertThat(planner.takeDue()).extracting(Trigger::accounts).isEqualTo(List.of(account, other));
    }

    @Test
    void an_account_taken_over_soon_after_a_time_of_the_schedule_is_collected_for_that() {
        Instant fired = clock.instant().minusSeconds(5);
        planner.scheduled(Date.from(fired), null);

        planner.gained("OTHER"::equals);

        assertThat(planner.takeDue()).isEqualTo(new Trigger(fired, Trigger.Kind.SCHEDULE, List.of(account, other)));
    }

    @Test
    void retries_a_collection_that_could_not_start() {
        planner.failed(
                new Trigger(clock.instant(), Trigger.Kind.RETRY, List.of(other)),
                new IllegalStateException("no Kafka"));
        assertThat(planner.takeDue()).isNull();
        clock.moveOn(Duration.ofSeconds(30));

        assertThat(planner.takeDue()).extracting(Trigger::accounts).isEqualTo(List.of(other));
    }

    @Test
    void retries_for_all_accounts_without_a_trigger() {
        planner.failed(null, new IllegalStateException("no Kafka"));
        clock.moveOn(Duration.ofSeconds(30));

        assertThat(planner.takeDue()).extracting(Trigger::accounts).isEqualTo(List.of(account, other));
    }

    @Test
    void windows_with_subjects_are_in_an_earlier_stage_than_those_that_ask_about_them() {
        List<List<DueWindow>> stages = start("meetings");

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
        List<DueWindow> due =
                start("days", "hosts").stream().flatMap(List::stream).toList();

        assertThat(due.subList(0, 12))
                .extracting(window -> window.window().report().name())
                .containsOnly("hosts");
        assertThat(due.get(12).window().from()).isEqualTo("2026-05-03");
        assertThat(due).hasSize(12 + 182);
    }

    /** {@code ZOOM_REPORT_TYPES=inactive} is about what the schedule collects of hosts for themselves. */
    @Test
    void collects_the_windows_with_the_subjects_even_if_the_schedule_leaves_them_out() {
        List<List<DueWindow>> stages = start("leavers");

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
        Planner all = planner(account);
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

    private Account account(String id, String... reports) {
        return HostReport.account(id, ZoneOffset.UTC, List.of(reports), clock);
    }

    private Planner planner(Account... accounts) {
        return new Planner(
                new Accounts(List.of(accounts)),
                new Reports(PlannerTest::declared, List.of("hosts")),
                (report, since) -> ledger,
                each -> !busy.contains(each),
                spread,
                thrown -> Optional.empty(),
                clock);
    }

    /** The stages of a start with these reports. */
    private List<List<DueWindow>> start(String... reports) {
        Account of = account("ACCOUNT", reports);
        return planner(of).due(new Trigger(clock.instant(), Trigger.Kind.START, List.of(of)));
    }

    /** The accounts that become due in each minute after a trigger of the schedule. */
    private List<List<Account>> minutes(Planner from, int number) {
        from.scheduled(Date.from(clock.instant()), null);
        List<List<Account>> minutes = new ArrayList<>();
        for (int minute = 0; minute < number; minute++) {
            Trigger due = from.takeDue();
            minutes.add(due == null ? List.of() : due.accounts());
            clock.moveOn(Duration.ofMinutes(1));
        }
        return minutes;
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
