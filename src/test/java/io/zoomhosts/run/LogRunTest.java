package io.zoomhosts.run;

import static io.zoomhosts.run.OctoberRuns.assertFails;
import static io.zoomhosts.run.OctoberRuns.collect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.zoomhosts.failure.Failure;
import io.zoomhosts.report.HostReport;
import io.zoomhosts.report.Page;
import io.zoomhosts.report.PageRequest;
import io.zoomhosts.report.ReportDeclaration;
import io.zoomhosts.report.Reports;
import io.zoomhosts.report.Row;
import io.zoomhosts.report.Window;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run of one of Zoom's logs, whose rows have no key and may be equal, and whose pages echo date-times. */
class LogRunTest {

    private static final LocalDate DAY = LocalDate.of(2026, 10, 5);
    private static final String OF_DAY = "\"from\":\"2026-10-05T00:00:00Z\",\"to\":\"2026-10-05T23:59:59Z\"";
    private static final String SIGN_IN = "{\"time\":\"2026-10-05T08:00:00Z\",\"type\":\"Sign in\"}";
    private static final String SIGN_OUT = "{\"time\":\"2026-10-05T08:00:00Z\",\"type\":\"Sign out\"}";

    private static Run run() {
        ReportDeclaration declaration = new ReportDeclaration();
        declaration.setPath("/report/activities");
        declaration.setCalendar("days");
        declaration.setRows("activity_logs");
        declaration.setKey("hash");
        declaration.setEcho("date-times");
        declaration.setRowTime("time");
        declaration.setTotal("none");
        declaration.setEventType("io.zoomhosts.activity.reported.v1");
        declaration.setScope("report:read:user_activities:admin");
        Reports reports = new Reports(() -> Map.of("activities", declaration), List.of("activities"));
        Window window = new Window(reports.get("activities"), Map.of(), DAY, DAY);
        return new Run(
                new DueWindow(OctoberRuns.ACCOUNT, window, OctoberRuns.TRIGGERED),
                OctoberRuns.limits(false),
                OctoberRuns.START);
    }

    private static Page page(Run run, String token, String echo, String... rows) throws IOException {
        String json = "{" + echo + ",\"next_page_token\":\"" + token + "\",\"activity_logs\":[" + String.join(",", rows)
                + "]}";
        return Page.read(
                json.getBytes(StandardCharsets.UTF_8),
                PageRequest.first(run.accountId(), run.window()),
                HostReport.FETCHED_AT);
    }

    private static List<String> keys(String[]... pages) throws IOException {
        Run run = run();
        List<String> keys = new ArrayList<>();
        for (int number = 0; number < pages.length; number++) {
            String token = number == pages.length - 1 ? "" : "t" + number;
            collect(run, page(run, token, OF_DAY, pages[number])).stream()
                    .map(Row::key)
                    .forEach(keys::add);
        }
        assertThatCode(run::verify).doesNotThrowAnyException();
        assertThat(run.counts().rows())
                .isEqualTo(Stream.of(pages).mapToInt(rows -> rows.length).sum());
        return keys;
    }

    @Test
    void keeps_equal_rows_and_numbers_them() throws IOException {
        List<String> keys = keys(new String[] {SIGN_IN, SIGN_OUT, SIGN_IN}, new String[] {SIGN_IN});

        assertThat(keys).doesNotHaveDuplicates();
        assertThat(keys).extracting(key -> key.substring(key.indexOf('/'))).containsExactly("/1", "/1", "/2", "/3");
    }

    @Test
    void gives_the_same_keys_in_another_order_of_rows_and_pages() throws IOException {
        assertThat(keys(new String[] {SIGN_IN, SIGN_OUT, SIGN_IN}))
                .containsExactlyInAnyOrderElementsOf(keys(new String[] {SIGN_IN, SIGN_IN}, new String[] {SIGN_OUT}));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"from\":\"2026-10-04T00:00:00Z\",\"to\":\"2026-10-05T23:59:59Z\"",
                "\"from\":\"2026-10-05T00:00:00Z\",\"to\":\"2026-10-06T00:00:00Z\"",
                "\"from\":\"2026-10-05\",\"to\":\"2026-10-05\"",
                "\"from\":\"2026-10-05T00:00:00Z\"",
                "\"page_size\":30"
            })
    void fails_if_the_echo_is_of_another_day(String echo) throws IOException {
        Run run = run();
        Page page = page(run, "", echo);

        assertFails(Failure.WINDOW_CHANGED, () -> run.accept(page), "the request was for activities 2026-10-05");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-10-03T23:59:59Z", "2026-10-07 00:00:00", "2025-10-05T08:00:00Z", "2026-11-05"})
    void fails_if_a_row_is_of_another_day(String time) throws IOException {
        Run run = run();
        run.accept(page(run, "", OF_DAY, SIGN_IN, "{\"time\":\"" + time + "\"}"));

        assertFails(
                Failure.WINDOW_CHANGED,
                run::distinctRows,
                "Zoom sent a row of " + time.substring(0, 10),
                "the request was for activities 2026-10-05");
    }

    /** Its time may be in another time zone than the days of the window; one that cannot be read proves nothing. */
    @ParameterizedTest
    @ValueSource(strings = {"2026-10-04T23:00:00Z", "2026-10-06 01:00:00", "10/05/2026 16:20", "", "yesterday"})
    void takes_rows_at_the_edge_and_without_a_day(String time) throws IOException {
        assertThat(keys(new String[] {"{\"time\":\"" + time + "\"}"})).hasSize(1);
    }
}
