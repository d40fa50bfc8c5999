package io.zoomhosts.run;

import static io.zoomhosts.run.OctoberRuns.assertFails;
import static io.zoomhosts.run.OctoberRuns.collect;
import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.Test;

/** A run that asks about several subjects. */
class SubjectRunTest {

    private static final LocalDate DAY = LocalDate.parse("2026-10-05");

    private final Run run = run();

    private static Run run() {
        ReportDeclaration history = declaration("/report/history_meetings", "history_meetings", "meeting_uuid", "none");
        ReportDeclaration participants = declaration(
                "/report/meetings/{meetingId}/participants",
                "participants",
                "report.subject/hash(user_id,join_time)",
                "total_records");
        participants.setSubjects("history");
        participants.setSubject("meeting_uuid");
        participants.setDated(false);
        Reports reports =
                new Reports(() -> Map.of("history", history, "participants", participants), List.of("participants"));
        return new Run(
                new DueWindow(
                        OctoberRuns.ACCOUNT,
                        new Window(reports.get("participants"), Map.of(), DAY, DAY),
                        OctoberRuns.TRIGGERED),
                OctoberRuns.limits(false),
                OctoberRuns.START);
    }

    private static ReportDeclaration declaration(String path, String rows, String key, String total) {
        ReportDeclaration declaration = new ReportDeclaration();
        declaration.setPath(path);
        declaration.setCalendar("days");
        declaration.setRows(rows);
        declaration.setKey(key);
        declaration.setEcho("none");
        declaration.setTotal(total);
        declaration.setEventType("com.example.row.reported.v1");
        declaration.setScope("report:read:admin");
        declaration.setUnchecked(true);
        return declaration;
    }

    private Page page(String subject, String token, int total, String... rows) throws IOException {
        String json = "{\"next_page_token\":\"" + token + "\",\"total_records\":" + total + ",\"participants\":["
                + String.join(",", rows) + "]}";
        return Page.read(json.getBytes(StandardCharsets.UTF_8), request(subject), HostReport.FETCHED_AT);
    }

    private PageRequest request(String subject) {
        return PageRequest.first("ACCOUNT", run.window(), subject);
    }

    private Page withoutReport(String subject) {
        return Page.withoutReport(request(subject), HostReport.FETCHED_AT);
    }

    private static String stay(String user, String leave) {
        return "{\"user_id\":\"" + user + "\",\"leave_time\":\"" + leave + "\"}";
    }

    @Test
    void requests_the_next_page_of_a_subject_before_another_subject() throws IOException {
        run.asksAbout(List.of("a", "b", "c"), true);

        assertThat(run.nextRequest()).isEqualTo(request("a"));
        assertThat(run.nextRequest()).isEqualTo(request("b"));
        run.accept(page("b", "t", 2, stay("1", "8")));

        assertThat(run.nextRequest()).isEqualTo(request("b").next("t"));
        assertThat(run.nextRequest()).isEqualTo(request("c"));
        assertThat(run.nextRequest()).isNull();
        assertThat(run.hasNextPage()).isTrue();
    }

    @Test
    void is_whole_once_every_subject_has_answered() throws IOException {
        run.asksAbout(List.of("a", "b", "c"), true);

        collect(run, page("c", "", 1, stay("1", "8")));
        collect(run, withoutReport("a"));
        assertFails(Failure.ROUTE, run::verify, "ended before its last page");
        collect(run, page("b", "", 0));
        run.verify();

        assertThat(run.hasNextPage()).isFalse();
        assertThat(run.event())
                .containsEntry("rows", 1L)
                .containsEntry("pages", 2)
                .containsEntry("subjects", 3)
                .containsEntry("without_report", 1)
                .containsEntry("total_records", 1L)
                .containsEntry("proof", List.of("token-chain", "total"));
    }

    @Test
    void a_total_proves_nothing_if_zoom_sent_none() throws IOException {
        run.asksAbout(List.of("a"), true);
        collect(run, withoutReport("a"));
        run.verify();

        assertThat(run.event()).containsEntry("without_report", 1).containsEntry("proof", List.of("token-chain"));
    }

    @Test
    void is_not_whole_before_the_subjects_are_known() {
        assertThat(run.hasNextPage()).isFalse();
        assertFails(Failure.ROUTE, run::verify, "ended before its last page");
    }

    /** Two wrong totals may add up to the right sum. */
    @Test
    void knows_no_total_if_no_subject_has_a_report() throws IOException {
        run.asksAbout(List.of("a"), true);
        collect(run, withoutReport("a"));
        run.verify();

        assertThat(run.event()).containsEntry("total_records", null).containsEntry("without_report", 1);
    }

    @Test
    void compares_the_total_of_each_subject() throws IOException {
        run.asksAbout(List.of("a", "b"), true);
        collect(run, page("a", "", 2, stay("1", "8")));
        collect(run, page("b", "", 0, stay("1", "8")));

        assertFails(Failure.TOTALS_DIFFER, run::verify, "Zoom's total_records is 2 for subject a", "1 rows arrived");
    }

    /** Rejects of another subject do not explain why rows of this one are missing. */
    @Test
    void a_mismatch_counts_the_rejected_rows_of_its_subject() throws IOException {
        run.asksAbout(List.of("a", "b"), true);
        collect(run, page("a", "", 2, stay("1", "8"), "7"));
        collect(run, page("b", "", 2, stay("1", "8")));

        assertFails(
                Failure.TOTALS_DIFFER, run::verify, "is 2 for subject b, but 1 rows arrived (0 of them rejected, 0");
    }

    /** Most brokers do not allow a longer transaction than the default. */
    @Test
    void a_run_that_takes_too_long_can_be_cut_into_parts() {
        assertThat(run.outOfTime()).hasMessageContaining("Raise zoom.parts (ZOOM_PARTS)");
        assertThat(OctoberRuns.run().outOfTime()).hasMessageContaining("Raise kafka.transaction-timeout");
    }

    @Test
    void equal_rows_of_two_subjects_are_no_duplicates() throws IOException {
        run.asksAbout(List.of("a", "b"), true);
        List<Row> rows = new ArrayList<>(collect(run, page("a", "", 1, stay("1", "8"))));
        rows.addAll(collect(run, page("b", "", 1, stay("1", "8"))));
        run.verify();

        assertThat(rows).extracting(Row::key).doesNotHaveDuplicates();
        assertThat(run.counts().duplicates()).isZero();
    }

    @Test
    void numbers_rows_of_one_hash_by_their_bytes_whatever_the_order_of_the_pages() throws IOException {
        List<String> one =
                keys(new String[] {stay("1", "9"), stay("1", "8")}, new String[] {stay("1", "8"), stay("2", "8")});
        List<String> other =
                keys(new String[] {stay("2", "8"), stay("1", "8")}, new String[] {stay("1", "8"), stay("1", "9")});

        assertThat(other).containsExactlyInAnyOrderElementsOf(one).hasSize(4);
        assertThat(one).doesNotHaveDuplicates();
    }

    /** The key and the row of each row, in the order in which they are published. */
    private List<String> keys(String[] first, String[] second) throws IOException {
        run.restart();
        run.asksAbout(List.of("a"), true);
        assertThat(collect(run, page("a", "t", 4, first))).isEmpty();
        List<Row> rows = collect(run, page("a", "", 4, second));
        run.verify();
        return rows.stream().map(row -> row.key() + row.json()).toList();
    }

    @Test
    void is_not_settled_if_the_report_with_its_subjects_was_not() throws IOException {
        run.asksAbout(List.of(), true);
        assertThat(run.isSettled()).isTrue();

        run.asksAbout(List.of(), false);
        assertThat(run.isSettled()).isFalse();
    }
}
