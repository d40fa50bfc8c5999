package io.zoomhosts.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.zoomhosts.account.Account;
import io.zoomhosts.report.HostReport;
import io.zoomhosts.report.Report;
import io.zoomhosts.report.ReportDeclaration;
import io.zoomhosts.report.Reports;
import io.zoomhosts.report.Window;
import io.zoomhosts.sandbox.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A report is overdue if the newest window of its own calendar is not complete in time ({@code ZOOM_OVERDUE_AFTER}); the service
 * is not ready only if all are.
 */
class FreshnessCheckTest {

    /** 02:30 in Paris is 01:30 in UTC. */
    private static final String DAILY = "0 30 2 * * ?";

    private final SettableClock clock = new SettableClock("2026-11-03T12:00:00Z");
    private final Account account = HostReport.account("A", clock);
    private final Account other = HostReport.account("B", clock);
    private final List<Account> accounts = new ArrayList<>(List.of(account));
    private final NewestRuns newest = new NewestRuns();
    private final Map<String, ReportDeclaration> declared =
            new HashMap<>(Map.of("hosts", HostReport.declaration(), "activities", days()));
    private final List<String> collected = new ArrayList<>(List.of("hosts"));
    private final Reports reports = new Reports(() -> declared, collected);
    private Freshness freshness = freshness(DAILY);
    private FreshnessCheck check = check();

    private static ReportDeclaration days() {
        ReportDeclaration declaration = HostReport.declaration();
        declaration.setTopic("zoom.activities");
        declaration.setCalendar("days");
        declaration.setVaried(Map.of());
        declaration.setScheduled(Map.of());
        return declaration;
    }

    private Freshness freshness(String schedule) {
        Freshness made = new Freshness(schedule, ZoneId.of("Europe/Paris"), Duration.ofHours(1), newest, clock);
        accounts.forEach(made::register);
        return made;
    }

    private FreshnessCheck check() {
        return new FreshnessCheck(() -> accounts, any -> reports.collected(), freshness, newest);
    }

    private void schedule(String cron) {
        freshness = freshness(cron);
        check = check();
    }

    @Test
    void is_up_until_the_first_runs_are_overdue() {
        at("2026-11-03T13:00:00Z");
        assertThat(trouble()).isEmpty();

        at("2026-11-03T13:00:01Z");
        assertThat(trouble()).hasValueSatisfying(trouble -> assertThat(trouble)
                .startsWith(
                        "account A: last complete run of the report hosts active: none yet; the window hosts active 2026-11-01 to"
                                + " 2026-11-03 has been overdue since 2026-11-03T12:00:00Z"));
    }

    @Test
    void is_up_until_the_run_of_the_next_trigger_is_overdue() {
        hosts("2026-11-01", "2026-11-03", "2026-11-03T12:00:05Z");

        at("2026-11-04T02:30:00Z");
        assertThat(trouble()).isEmpty();

        at("2026-11-04T02:30:01Z");
        assertThat(trouble()).hasValueSatisfying(trouble -> assertThat(trouble)
                .contains(
                        "hosts active: 2026-11-03T12:00:05Z",
                        "hosts active 2026-11-01 to 2026-11-04 has been overdue since 2026-11-04T01:30:00Z"));
        assertThat(freshness.overdueFor(account, HostReport.REPORT, "active")).isEqualTo(Duration.ofSeconds(3601));

        hosts("2026-11-01", "2026-11-04", "2026-11-04T02:30:05Z");
        assertThat(trouble()).isEmpty();
        assertThat(freshness.overdueFor(account, HostReport.REPORT, "active")).isZero();
    }

    @Test
    void checks_each_type_separately() {
        complete("active", "2026-11-01", "2026-11-04", "2026-11-04T01:30:00Z");
        complete("inactive", "2026-11-01", "2026-11-03", "2026-11-03T01:30:00Z");

        at("2026-11-04T02:31:00Z");

        assertThat(trouble()).hasValueSatisfying(trouble -> assertThat(trouble)
                .contains("report hosts inactive: 2026-11-03T01:30:00Z"));
        assertThat(freshness.overdue(account, HostReport.REPORT, "active")).isEmpty();
    }

    /** A first start collects the oldest windows first, and a retry may collect an old one. */
    @Test
    void an_older_window_does_not_make_a_report_fresh() {
        hosts("2026-11-01", "2026-11-03", "2026-11-03T12:00:05Z");
        hosts("2026-09-01", "2026-09-30", "2026-11-04T04:00:00Z");

        at("2026-11-04T12:00:00Z");

        assertThat(trouble()).isPresent();
        assertThat(freshness.overdueFor(account, HostReport.REPORT, "active")).isEqualTo(Duration.parse("PT10H30M"));
    }

    /** The process is at work, and a restart would only delay it. */
    @Test
    void is_up_while_older_windows_become_complete() {
        hosts("2026-09-01", "2026-09-30", "2026-11-03T13:59:00Z");

        at("2026-11-03T14:30:00Z");

        assertThat(trouble()).isEmpty();
        assertThat(freshness.overdueFor(account, HostReport.REPORT, "active")).isPositive();
    }

    @Test
    void a_run_that_started_before_the_trigger_is_too_old_for_a_window_that_may_have_changed() {
        schedule("0 0 * * * ?");
        hosts("2026-11-01", "2026-11-04", "2026-11-04T09:00:00Z");

        at("2026-11-04T11:00:01Z");

        assertThat(trouble()).isPresent();
    }

    @Test
    void a_report_of_days_has_to_have_the_day_before() {
        collected.set(0, "activities");
        day("2026-11-02", "2026-11-04T01:30:00Z");
        at("2026-11-04T02:31:00Z");

        assertThat(freshness.overdue(account, activities(), ""))
                .hasValueSatisfying(
                        overdue -> assertThat(overdue.window()).hasToString("activities 2026-11-03 to 2026-11-03"));

        day("2026-11-03", "2026-11-04T02:31:00Z");
        assertThat(freshness.overdue(account, activities(), "")).isEmpty();
        assertThat(trouble()).isEmpty();
    }

    /** An alert must not end because the next trigger expects another window. */
    @Test
    void is_overdue_since_the_first_trigger_that_was_missed() {
        hosts("2026-11-01", "2026-11-03", "2026-11-03T12:00:05Z");
        at("2026-11-04T04:00:00Z");
        assertThat(freshness.overdueFor(account, HostReport.REPORT, "active")).isEqualTo(Duration.parse("PT2H30M"));

        at("2026-11-05T04:00:00Z");
        assertThat(freshness.overdueFor(account, HostReport.REPORT, "active")).isEqualTo(Duration.parse("PT26H30M"));

        hosts("2026-11-01", "2026-11-05", "2026-11-05T04:00:00Z");
        assertThat(freshness.overdueFor(account, HostReport.REPORT, "active")).isZero();
    }

    /** The process was down when the schedule triggered, and its start has collected more. */
    @Test
    void a_later_window_counts_too() {
        hosts("2026-11-01", "2026-11-05", "2026-11-05T00:10:00Z");

        at("2026-11-05T00:30:00Z");

        assertThat(trouble()).isEmpty();
    }

    /** Otherwise a report without its scope would hide what happens to the others, and hold back the process. */
    @Test
    void is_up_while_another_report_is_fresh() {
        collected.add("activities");
        hosts("2026-11-01", "2026-11-04", "2026-11-04T01:30:05Z");
        at("2026-11-04T03:00:00Z");

        assertThat(freshness.overdue(account, activities(), "")).isPresent();
        assertThat(trouble()).isEmpty();

        at("2026-11-05T03:00:00Z");
        assertThat(trouble()).hasValueSatisfying(trouble -> assertThat(trouble)
                .contains("report hosts active: ", "report activities: none yet"));
    }

    /** Otherwise an account with a problem of its own would hold back all others. */
    @Test
    void is_up_and_names_the_account_while_another_one_is_fresh() {
        accounts.add(other);
        freshness.register(other);
        hosts("2026-11-01", "2026-11-04", "2026-11-04T01:30:05Z");
        at("2026-11-04T03:00:00Z");

        assertThat(freshness.overdueFor(account, HostReport.REPORT, "active")).isZero();
        assertThat(freshness.overdueFor(other, HostReport.REPORT, "active")).isPositive();
        assertThat(trouble()).isEmpty();
        assertThat(Optional.ofNullable(check.look().message())).hasValueSatisfying(note -> assertThat(note)
                .contains("account B: ", "hosts active 2026-11-01 to 2026-11-04")
                .doesNotContain("account A"));

        at("2026-11-05T03:00:00Z");
        assertThat(trouble()).hasValueSatisfying(trouble -> assertThat(trouble).contains("account A: ", "account B: "));
    }

    @Test
    void an_account_that_is_added_later_has_as_much_time_as_the_others() {
        hosts("2026-11-01", "2026-11-04", "2026-11-04T01:30:05Z");
        at("2026-11-04T03:00:00Z");
        freshness.register(other);

        at("2026-11-04T04:00:00Z");
        assertThat(freshness.overdueFor(other, HostReport.REPORT, "active")).isZero();

        at("2026-11-04T04:00:01Z");
        assertThat(freshness.overdueFor(other, HostReport.REPORT, "active")).isEqualTo(Duration.ofSeconds(3601));

        freshness.forget(other);
        assertThat(freshness.overdueFor(other, HostReport.REPORT, "active")).isZero();
    }

    @Test
    void names_some_of_many_accounts() {
        for (int more = 1; more < 30; more++) {
            accounts.add(HostReport.account("A" + more, clock));
        }
        schedule(DAILY);

        at("2026-11-03T13:00:01Z");

        assertThat(trouble()).hasValueSatisfying(trouble -> assertThat(trouble)
                .contains("account A9: ", "And 20 more accounts")
                .doesNotContain("account A10"));
    }

    /** The newest window of each account, and not all windows of half a year. */
    @Test
    void a_first_start_that_collects_the_newest_window_last_does_not_lose_it() {
        for (String month :
                List.of("2026-11-01", "2026-06-01", "2026-07-01", "2026-08-01", "2026-09-01", "2026-10-01")) {
            String end = month.equals("2026-11-01") ? "2026-11-03" : month.substring(0, 8) + "30";
            hosts(month, end, "2026-11-03T12:00:05Z");
        }

        at("2026-11-03T14:30:00Z");

        assertThat(freshness.overdue(account, HostReport.REPORT, "active")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 30 2 1 1 ? 2099", "0 30 2 1 * ?", "* * * * * ?"})
    void follows_any_schedule(String cron) {
        schedule(cron);
        hosts("2026-11-01", "2026-11-03", "2026-11-03T12:00:05Z");

        at("2026-11-03T13:00:00Z");
        assertThat(trouble()).isEmpty();

        at("2026-11-05T12:00:00Z");
        assertThat(trouble().isPresent()).isEqualTo(cron.startsWith("*"));
    }

    private Report activities() {
        return reports.get("activities");
    }

    private void day(String day, String startedAt) {
        LocalDate date = LocalDate.parse(day);
        newest.complete(account.id(), new Window(activities(), Map.of(), date, date), Instant.parse(startedAt));
    }

    private void hosts(String from, String to, String startedAt) {
        complete("active", from, to, startedAt);
        complete("inactive", from, to, startedAt);
    }

    private void complete(String type, String from, String to, String startedAt) {
        complete(account, type, from, to, startedAt);
    }

    private void complete(Account of, String type, String from, String to, String startedAt) {
        newest.complete(of.id(), HostReport.window(type, from, to), Instant.parse(startedAt));
    }

    private void at(String instant) {
        clock.moveOn(Duration.between(clock.instant(), Instant.parse(instant)));
    }

    /** Why the check is down; empty if it is up. */
    private Optional<String> trouble() {
        ReadinessCheck.Finding found = check.look();
        return found.isDown() ? Optional.of(found.message()) : Optional.empty();
    }
}
