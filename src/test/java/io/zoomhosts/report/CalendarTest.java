package io.zoomhosts.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The windows of a range or a day, six months back, and when each one is settled. */
class CalendarTest {

    private static final Map<String, List<String>> ACTIVE = Map.of("type", List.of("active"));
    private static final Map<String, List<String>> BOTH = Map.of("type", List.of("active", "inactive"));
    private static final Report ONLY_ACTIVE = onlyActive();

    @ParameterizedTest
    @CsvSource({
        "2026-02-01, 2026-02-28",
        "2028-02-01, 2028-02-29",
        "2100-02-01, 2100-02-28",
        "2000-02-01, 2000-02-29",
        "2026-09-01, 2026-09-30",
        "2026-10-01, 2026-10-31",
    })
    void has_one_window_for_a_whole_month(LocalDate from, LocalDate to) {
        assertThat(HostReport.REPORT.windows(from, to, ACTIVE)).containsExactly(HostReport.window("active", from, to));
    }

    @Test
    void splits_a_range_at_month_ends() {
        assertThat(keys(HostReport.REPORT.windows(day("2026-01-30"), day("2026-03-02"), ACTIVE)))
                .containsExactly(
                        "active/2026-01-30/2026-01-31", "active/2026-02-01/2026-02-28", "active/2026-03-01/2026-03-02");
    }

    @Test
    void splits_a_range_at_the_end_of_a_year() {
        assertThat(keys(HostReport.REPORT.windows(day("2026-12-31"), day("2027-01-01"), ACTIVE)))
                .containsExactly("active/2026-12-31/2026-12-31", "active/2027-01-01/2027-01-01");
    }

    @Test
    void february_includes_the_29th() {
        assertThat(keys(HostReport.REPORT.windows(day("2028-02-28"), day("2028-03-01"), ACTIVE)))
                .containsExactly("active/2028-02-28/2028-02-29", "active/2028-03-01/2028-03-01");
    }

    @Test
    void has_one_window_for_a_single_day() {
        assertThat(keys(HostReport.REPORT.windows(day("2028-02-29"), day("2028-02-29"), ACTIVE)))
                .containsExactly("active/2028-02-29/2028-02-29");
    }

    @Test
    void has_each_window_once_per_type_oldest_first() {
        assertThat(keys(HostReport.REPORT.windows(day("2026-09-15"), day("2026-10-04"), BOTH)))
                .containsExactly(
                        "active/2026-09-15/2026-09-30",
                        "inactive/2026-09-15/2026-09-30",
                        "active/2026-10-01/2026-10-04",
                        "inactive/2026-10-01/2026-10-04");
    }

    @Test
    void an_empty_range_has_no_window() {
        assertThat(HostReport.REPORT.windows(day("2026-10-02"), day("2026-10-01"), BOTH))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-23, 2026-05-23",
        "2026-08-31, 2026-02-28",
        "2026-08-28, 2026-02-28",
        "2028-08-31, 2028-02-29",
        "2026-10-31, 2026-04-30",
        "2028-02-29, 2027-08-29",
        "2026-03-31, 2025-09-30",
        "2026-01-01, 2025-07-01",
    })
    void looks_back_six_months_and_stays_within_the_month(LocalDate today, LocalDate earliest) {
        assertThat(HostReport.REPORT.earliest(today)).isEqualTo(earliest);
    }

    @Test
    void schedules_finished_months_then_the_month_to_date() {
        assertThat(keys(ONLY_ACTIVE.scheduledOn(day("2026-11-23"))))
                .containsExactly(
                        "active/2026-06-01/2026-06-30",
                        "active/2026-07-01/2026-07-31",
                        "active/2026-08-01/2026-08-31",
                        "active/2026-09-01/2026-09-30",
                        "active/2026-10-01/2026-10-31",
                        "active/2026-11-01/2026-11-23");
    }

    /** Around the days on which a month leaves Zoom's six months (minus two days), and on first and last days. */
    @ParameterizedTest
    @CsvSource({
        // today, first window from, last window from, windows
        "2026-09-01, 2026-04-01, 2026-09-01, 6",
        "2026-09-03, 2026-04-01, 2026-09-01, 6",
        "2026-09-29, 2026-04-01, 2026-09-01, 6",
        "2026-09-30, 2026-04-01, 2026-09-01, 6",
        "2026-08-27, 2026-03-01, 2026-08-01, 6",
        "2026-08-28, 2026-04-01, 2026-08-01, 5",
        "2026-08-31, 2026-04-01, 2026-08-01, 5",
        "2028-08-28, 2028-03-01, 2028-08-01, 6",
        "2028-08-29, 2028-04-01, 2028-08-01, 5",
        "2026-10-31, 2026-06-01, 2026-10-01, 5",
        "2026-12-31, 2026-08-01, 2026-12-01, 5",
        "2027-01-01, 2026-08-01, 2027-01-01, 6",
        "2028-02-29, 2027-09-01, 2028-02-01, 6",
        "2028-03-01, 2027-10-01, 2028-03-01, 6",
    })
    void schedules_only_windows_inside_the_six_months(LocalDate today, LocalDate first, LocalDate last, int windows) {
        assertThat(ONLY_ACTIVE.scheduledOn(today)).hasSize(windows).satisfies(wanted -> {
            assertThat(wanted.get(0).from()).isEqualTo(first);
            assertThat(wanted.get(windows - 1))
                    .isEqualTo(new Window(ONLY_ACTIVE, Map.of("type", "active"), last, today));
        });
    }

    @ParameterizedTest
    @CsvSource({
        // last day, zone, settled at
        "2026-09-30, UTC,                 2026-10-03T00:00:00Z",
        "2028-02-27, UTC,                 2028-03-01T00:00:00Z",
        "2026-12-31, UTC,                 2027-01-03T00:00:00Z",
        "2026-09-30, Asia/Tokyo,          2026-10-02T15:00:00Z",
        "2026-09-30, America/Los_Angeles, 2026-10-03T07:00:00Z",
        "2026-09-30, Asia/Kathmandu,      2026-10-02T18:15:00Z",
        // clocks go forward, and back, between the last day and the settling
        "2026-03-27, Europe/Paris,        2026-03-29T22:00:00Z",
        "2026-03-26, Europe/Paris,        2026-03-28T23:00:00Z",
        "2026-10-24, Europe/Paris,        2026-10-26T23:00:00Z",
        "2026-10-22, Europe/Paris,        2026-10-24T22:00:00Z",
        // no midnight on 4 November 2018: the day began at 01:00
        "2018-11-01, America/Sao_Paulo,   2018-11-04T03:00:00Z",
        // no 30 December 2011
        "2011-12-27, Pacific/Apia,        2011-12-30T10:00:00Z",
    })
    void settled_two_days_after_the_last_day_in_the_accounts_zone(LocalDate last, ZoneId zone, Instant settledAt) {
        Window window = HostReport.window("active", last.withDayOfMonth(1), last);

        assertThat(window.settledAt(zone)).isEqualTo(settledAt);
    }

    @Test
    void upcoming_is_one_window_from_today_that_never_settles() {
        Report events = report("upcoming");

        assertThat(keys(events.scheduledOn(day("2026-11-26")))).containsExactly("2026-11-26/2026-12-26");
        assertThat(events.earliest(day("2026-11-26"))).isEqualTo("2026-11-26");
        assertThat(events.latest(day("2026-11-26"))).isEqualTo("2026-12-26");
        assertThat(events.scheduledOn(day("2026-11-26")).get(0).settledAt(ZoneOffset.UTC))
                .isEqualTo(Instant.MAX);
    }

    @Test
    void a_declaration_can_change_how_far_back_zoom_reports_and_when_a_window_is_final() {
        ReportDeclaration declaration = HostReport.declaration();
        declaration.setMonthsBack("12");
        declaration.setMarginDays("0");
        declaration.setSettlingDays("7");
        Report report = declaration.report("hosts");

        assertThat(report.earliest(day("2026-11-26"))).isEqualTo("2025-11-26");
        assertThat(report.scheduledOn(day("2026-11-01")).get(0).from()).isEqualTo("2025-11-01");
        assertThat(report.scheduledOn(day("2026-11-01")).get(0).settledAt(ZoneOffset.UTC))
                .isEqualTo("2025-12-08T00:00:00Z");
    }

    @Test
    void closed_months_end_yesterday() {
        Report storage = report("closed-months");

        assertThat(keys(storage.scheduledOn(day("2026-11-26"))))
                .startsWith("2026-06-01/2026-06-30")
                .endsWith("2026-10-01/2026-10-31", "2026-11-01/2026-11-25");
        assertThat(keys(storage.scheduledOn(day("2026-11-01")))).endsWith("2026-10-01/2026-10-31");
    }

    /** Zoom answers with all days of the month: rows of other days would be in a shorter window. */
    @Test
    void year_months_extend_a_range_to_whole_months_or_the_month_to_date() {
        Report daily = report("year-months");
        LocalDate today = day("2026-11-26");

        assertThat(keys(daily.windowsOf(day("2026-10-10"), day("2026-10-20"), today, Map.of())))
                .containsExactly("2026-10-01/2026-10-31");
        assertThat(keys(daily.windowsOf(day("2026-11-10"), day("2026-11-20"), today, Map.of())))
                .containsExactly("2026-11-01/2026-11-26");
        assertThat(keys(report("months").windowsOf(day("2026-10-10"), day("2026-10-20"), today, Map.of())))
                .containsExactly("2026-10-10/2026-10-20");
    }

    @Test
    void year_months_begin_with_the_month_and_ask_for_year_and_month() {
        Report daily = report("year-months");

        List<Window> windows = daily.windows(day("2026-09-15"), day("2026-11-26"), Map.of());

        assertThat(keys(windows))
                .containsExactly("2026-09-01/2026-09-30", "2026-10-01/2026-10-31", "2026-11-01/2026-11-26");
        assertThat(windows.get(0).query()).containsExactly(Map.entry("year", "2026"), Map.entry("month", "9"));
        assertThat(windows.get(0).asked())
                .containsExactly(Map.entry("from", "2026-09-01"), Map.entry("to", "2026-09-30"));
        assertThat(keys(daily.scheduledOn(day("2026-11-26"))))
                .startsWith("2026-06-01/2026-06-30")
                .endsWith("2026-11-01/2026-11-26");
    }

    private static Report log() {
        return report("days");
    }

    private static Report report(String calendar) {
        ReportDeclaration declaration = new ReportDeclaration();
        declaration.setPath("/report/activities");
        declaration.setCalendar(calendar);
        declaration.setRows("activity_logs");
        declaration.setKey("hash");
        declaration.setEcho("date-times");
        declaration.setTotal("none");
        declaration.setEventType("io.zoomhosts.activity.reported.v1");
        declaration.setScope("report:read:user_activities:admin");
        return declaration.report("activities");
    }

    @Test
    void days_splits_a_range_into_days() {
        assertThat(keys(log().windows(day("2026-02-28"), day("2026-03-02"), Map.of())))
                .containsExactly("2026-02-28/2026-02-28", "2026-03-01/2026-03-01", "2026-03-02/2026-03-02");
    }

    @Test
    void days_schedules_those_that_are_over() {
        List<String> keys = keys(log().scheduledOn(day("2026-11-26")));

        assertThat(keys).startsWith("2026-05-28/2026-05-28").endsWith("2026-11-25/2026-11-25");
        assertThat(keys).hasSize(182);
        assertThat(Calendar.DAYS.latest(day("2026-11-26"))).isEqualTo(day("2026-11-25"));
    }

    @Test
    void a_day_is_settled_two_days_after_its_end() {
        assertThat(log().windows(day("2026-11-25"), day("2026-11-25"), Map.of())
                        .get(0)
                        .settledAt(ZoneId.of("UTC")))
                .isEqualTo(Instant.parse("2026-11-28T00:00:00Z"));
    }

    private static Report onlyActive() {
        ReportDeclaration declaration = HostReport.declaration();
        declaration.setScheduled(Map.of("type", "active"));
        return declaration.report("hosts");
    }

    private static List<String> keys(List<Window> windows) {
        return windows.stream().map(Window::key).toList();
    }

    private static LocalDate day(String text) {
        return LocalDate.parse(text);
    }
}
