package io.zoomhosts.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zoomhosts.kafka.ExactJson;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a run has seen, and whether that is the whole window. */
class RunTest {

    private static final Window OCTOBER =
            new Window("active", LocalDate.parse("2026-10-01"), LocalDate.parse("2026-10-31"));
    private static final Instant FIRE = Instant.parse("2026-11-01T02:30:00.987Z");
    private static final Instant START = Instant.parse("2026-11-01T02:30:01.500Z");
    private static final Instant END = Instant.parse("2026-11-01T02:31:00Z");
    private static final int MAX_PAGES = 3;

    private final Run run = run(false);

    @Test
    void should_have_an_id_of_fire_time_and_window() {
        assertThat(run.id()).isEqualTo("2026-11-01T02:30:00Z/active/2026-10-01/2026-10-31");
    }

    @Test
    void should_have_a_transactional_id_that_names_account_report_and_window() {
        assertThat(run.transactionalId())
                .isEqualTo("zoom-hosts/" + run.report().topic() + "/ACCOUNT/report/users/active/2026-10-01/2026-10-31");
    }

    @Test
    void should_keep_the_transactional_id_from_fire_to_fire() {
        Run later = new Run(HostReport.REPORT, OCTOBER, "ACCOUNT", FIRE.plusSeconds(86_400), limits(false), END);

        assertThat(later.transactionalId()).isEqualTo(run.transactionalId());
        assertThat(later.id()).isNotEqualTo(run.id());
    }

    @Test
    void should_ask_for_page_after_page_until_there_is_no_token() throws IOException {
        assertThat(run.isOnFirstPage()).isTrue();
        assertThat(run.hasNextPage()).isTrue();
        assertThat(run.nextPageToken()).isNull();

        run.accept(page("t+/=", null, host("a")));

        assertThat(run.isOnFirstPage()).isFalse();
        assertThat(run.hasNextPage()).isTrue();
        assertThat(run.nextPageToken()).isEqualTo("t+/=");

        run.accept(page("", null, host("b")));

        assertThat(run.hasNextPage()).isFalse();
        assertThat(run.nextPageToken()).isNull();
        assertThat(run.pages()).isEqualTo(2);
    }

    @Test
    void should_be_complete_when_as_many_arrived_as_zoom_says_there_are() throws IOException {
        run.accept(page("t1", 3L, host("a"), host("b")));
        run.accept(page("", 3L, host("c")));

        assertThatCode(run::verify).doesNotThrowAnyException();
        assertThat(run.distinctRows()).isEqualTo(3);
    }

    @Test
    void should_be_complete_when_zoom_does_not_say_how_many_there_are() throws IOException {
        run.accept(page("", null, host("a")));

        assertThatCode(run::verify).doesNotThrowAnyException();
    }

    @Test
    void should_be_complete_when_zoom_says_there_are_none() throws IOException {
        run.accept(page("", 0L));

        assertThatCode(run::verify).doesNotThrowAnyException();
        assertThat(run.event()).containsEntry("hosts", 0L).containsEntry("total_records", 0L);
    }

    @Test
    void should_leave_out_hosts_that_an_earlier_page_had() throws IOException {
        run.accept(page("t1", 3L, host("a"), host("b")));
        run.accept(page("", 3L, host("b"), host("c"), host("a")));

        assertThat(run.page().rows()).extracting(Row::key).containsExactly("c");
        assertThat(run.duplicates()).isEqualTo(2);
        assertThat(run.distinctRows()).isEqualTo(3);
        assertThatCode(run::verify).doesNotThrowAnyException();
    }

    @Test
    void should_leave_out_the_second_of_two_hosts_on_one_page() throws IOException {
        run.accept(page("", null, "{\"id\":\"a\",\"n\":1}", "{\"id\":\"a\",\"n\":2}"));

        assertThat(run.page().rows()).extracting(Row::json).containsExactly("{\"id\":\"a\",\"n\":1}");
        assertThat(run.duplicates()).isEqualTo(1);
    }

    @Test
    void should_tell_ids_apart_by_case() throws IOException {
        run.accept(page("", 2L, host("aB"), host("Ab")));

        assertThatCode(run::verify).doesNotThrowAnyException();
        assertThat(run.duplicates()).isZero();
    }

    @Test
    void should_count_rejects_as_arrived_and_never_as_duplicates() throws IOException {
        run.accept(page("", 4L, host("a"), "{}", "{}", "{\"user_name\":\"no id\"}"));

        assertThatCode(run::verify).doesNotThrowAnyException();
        assertThat(run.rejected()).isEqualTo(3);
        assertThat(run.duplicates()).isZero();
        assertThat(run.distinctRows()).isEqualTo(1);
        assertThat(run.page().rejects()).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({"2", "4", "0", "350", "9223372036854775807"})
    void should_fail_when_other_than_total_records_arrived(long total) throws IOException {
        run.accept(page("", total, host("a"), host("b"), host("a"), "{}"));

        assertFails(
                Failure.TOTALS_DIFFER,
                run::verify,
                "total_records is " + total,
                "3 rows arrived",
                "1 of them rejected",
                "1 duplicates");
    }

    @Test
    void should_fail_the_sample_that_zoom_published_because_it_holds_two_hosts_of_three() throws IOException {
        Window window = new Window("active", LocalDate.parse("2019-08-14"), LocalDate.parse("2019-09-14"));
        Run sample = new Run(HostReport.REPORT, window, "ACCOUNT", FIRE, limits(false), START);

        sample.accept(HostReport.read(HostReport.file("report-users.sample.json")));

        assertFails(Failure.TOTALS_DIFFER, sample::verify, "total_records is 3", "2 rows arrived");
    }

    @Test
    void should_publish_and_mark_a_mismatch_where_that_is_wanted() throws IOException {
        Run lenient = run(true);

        lenient.accept(page("", 3L, host("a")));
        lenient.published(1);
        lenient.verify();

        assertThat(lenient.event())
                .containsEntry("status", "complete")
                .containsEntry("mismatch", true)
                .containsEntry("total_records", 3L)
                .containsEntry("hosts", 1L);
    }

    @Test
    void should_not_mark_what_does_not_differ() throws IOException {
        Run lenient = run(true);

        lenient.accept(page("", 1L, host("a")));
        lenient.verify();

        assertThat(lenient.event()).doesNotContainKey("mismatch");
    }

    @Test
    void should_keep_totals_that_only_the_first_page_has() throws IOException {
        run.accept(page("t1", 3L, host("a")));
        run.accept(page("", null, host("b")));

        assertThat(run.totals().records()).isEqualTo(3);
        assertFails(Failure.TOTALS_DIFFER, run::verify, "total_records is 3");
    }

    @Test
    void should_go_by_the_newest_totals_when_they_change() throws IOException {
        run.accept(page("t1", 3L, host("a")));
        run.accept(page("", 2L, host("b")));

        assertThatCode(run::verify).doesNotThrowAnyException();
        assertThat(run.totals().records()).isEqualTo(2);
    }

    @Test
    void should_keep_each_total_by_itself() {
        Totals older = new Totals(1L, 2L, null, 4L);

        assertThat(new Totals(null, 20L, null, null).orElse(older)).isEqualTo(new Totals(1L, 20L, null, 4L));
        assertThat(new Totals(0L, 0L, 0L, 0L).orElse(older)).isEqualTo(new Totals(0L, 0L, 0L, 0L));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-10-02, 2026-10-31",
        "2026-10-01, 2026-10-30",
        "2026-09-30, 2026-10-31",
        "2026-10-01,           ",
        "          , 2026-10-31",
        "          ,           ",
    })
    void should_fail_when_zoom_does_not_report_on_the_very_window(LocalDate from, LocalDate to) {
        Page narrowed = new Page(HostReport.FETCHED_AT, text(from), text(to), null, Totals.UNKNOWN, List.of());

        assertFails(
                Failure.WINDOW_CHANGED,
                () -> run.accept(narrowed),
                "asked for active 2026-10-01 to 2026-10-31",
                "reported on " + from + " to " + to,
                "page 1");
    }

    @Test
    void should_fail_when_zoom_changes_the_window_on_a_later_page() throws IOException {
        run.accept(page("t1", null, host("a")));
        Page other = new Page(HostReport.FETCHED_AT, "2026-10-01", "2026-10-15", null, Totals.UNKNOWN, List.of());

        assertFails(Failure.WINDOW_CHANGED, () -> run.accept(other), "page 2");
    }

    @Test
    void should_fail_when_zoom_gives_a_token_twice() throws IOException {
        run.accept(page("t1", null, host("a")));

        assertFails(Failure.PAGE_TOKEN_REPEATED, () -> run.accept(page("t1", null, host("b"))), "page 2");
    }

    @Test
    void should_fail_when_zoom_goes_in_circles() throws IOException {
        run.accept(page("t1", null));
        run.accept(page("t2", null));

        assertFails(Failure.PAGE_TOKEN_REPEATED, () -> run.accept(page("t1", null)), "page 3");
    }

    @Test
    void should_take_as_many_pages_as_allowed() throws IOException {
        run.accept(page("t1", null));
        run.accept(page("t2", null));

        assertThatCode(() -> run.accept(page("", null))).doesNotThrowAnyException();
        assertThat(run.pages()).isEqualTo(MAX_PAGES);
        assertThat(run.hasNextPage()).isFalse();
    }

    @Test
    void should_fail_when_there_are_more_pages_than_allowed() throws IOException {
        run.accept(page("t1", null));
        run.accept(page("t2", null));

        assertFails(
                Failure.TOO_MANY_PAGES,
                () -> run.accept(page("t3", null)),
                "more than 3 pages",
                "zoom.max-pages",
                "ZOOM_MAX_PAGES");
    }

    @Test
    void should_forget_all_it_saw_when_it_starts_again() throws IOException {
        run.accept(page("t1", 7L, host("a"), host("a"), "{}"));
        run.published(1);
        run.tryFailed(new RunException(Failure.PAGE_TOKEN_EXPIRED, "expired"));

        run.restart();

        assertThat(run.isOnFirstPage()).isTrue();
        assertThat(run.hasNextPage()).isTrue();
        assertThat(run.nextPageToken()).isNull();
        assertThat(run.totals()).isEqualTo(Totals.UNKNOWN);
        assertThat(List.of(run.pages(), (int) run.hosts(), (int) run.distinctRows(), (int) run.duplicates(), (int)
                        run.rejected()))
                .containsOnly(0);
        assertThat(run.delayMillis()).isZero();

        run.accept(page("t1", null, host("a")));

        assertThat(run.page().rows()).extracting(Row::key).containsExactly("a");
        assertThat(run.duplicates()).isZero();
    }

    @Test
    void should_forget_a_mismatch_when_it_starts_again() throws IOException {
        Run lenient = run(true);
        lenient.accept(page("", 2L, host("a")));
        lenient.verify();
        lenient.tryFailed(new RunException(Failure.KAFKA, "no commit"));

        lenient.restart();
        lenient.accept(page("", 1L, host("a")));
        lenient.verify();

        assertThat(lenient.event()).doesNotContainKey("mismatch").containsEntry("status", "complete");
    }

    @Test
    void should_be_open_until_its_transaction_is_committed() throws IOException {
        run.accept(page("", 1L, host("a")));
        run.verify();
        assertThat(run.isOpen()).isTrue();

        run.complete();

        assertThat(run.isOpen()).isFalse();
        assertThat(run.isFailed()).isFalse();
        assertThat(run.isToBeRecorded()).isFalse();
    }

    @Test
    void should_tell_of_a_complete_run() throws IOException {
        run.accept(page("t1", 5L, host("a"), host("b"), "{\"user_name\":\"no id\"}"));
        run.published(2);
        run.accept(page("", null, host("b"), host("c"), host("d")));
        run.published(2);
        run.verify();
        run.complete();

        assertThat(json(run)).isEqualTo(oneLine("""
                        {"run_id":"2026-11-01T02:30:00Z/active/2026-10-01/2026-10-31","status":"complete",
                        "report":{"account_id":"ACCOUNT","type":"active","from":"2026-10-01","to":"2026-10-31"},
                        "hosts":4,"pages":2,"duplicates":1,"rejected":1,
                        "total_records":5,"total_meetings":null,"total_participants":null,"total_meeting_minutes":null,
                        "started_at":"2026-11-01T02:30:01Z","finished_at":"2026-11-01T02:31:00Z"}
                        """));
    }

    @Test
    void should_tell_of_the_totals_that_zoom_gave() throws IOException {
        run.accept(new Page(
                HostReport.FETCHED_AT, "2026-10-01", "2026-10-31", null, new Totals(0L, 2L, 10L, 11L), List.of()));
        run.verify();

        assertThat(json(run))
                .contains("\"total_records\":0,\"total_meetings\":2,\"total_participants\":10,"
                        + "\"total_meeting_minutes\":11,");
    }

    @Test
    void should_tell_of_a_failed_run_without_any_host() throws IOException {
        run.accept(page("t1", 5L, host("a"), host("b")));
        run.published(2);
        run.tryFailed(new RunException(Failure.WINDOW_CHANGED, "not what was asked for by a@b.example"));

        assertThat(json(run)).isEqualTo(oneLine("""
                        {"run_id":"2026-11-01T02:30:00Z/active/2026-10-01/2026-10-31","status":"failed",
                        "report":{"account_id":"ACCOUNT","type":"active","from":"2026-10-01","to":"2026-10-31"},
                        "hosts":0,"pages":1,"duplicates":0,"rejected":0,
                        "total_records":5,"total_meetings":null,"total_participants":null,"total_meeting_minutes":null,
                        "started_at":"2026-11-01T02:30:01Z","finished_at":"2026-11-01T02:31:00Z",
                        "error":{"kind":"window-changed","message":"not what was asked for by ***@***"}}
                        """));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-01T02:30:00Z,           2026-11-01T02:30:00Z",
        "2026-11-01T02:30:59.999999999Z, 2026-11-01T02:30:59Z",
        "2026-11-01T00:00:00.001Z,       2026-11-01T00:00:00Z",
    })
    void should_write_instants_in_whole_seconds(Instant instant, String text) {
        assertThat(Run.seconds(instant)).isEqualTo(text);
    }

    private static Run run(boolean publishMismatch) {
        return new Run(HostReport.REPORT, OCTOBER, "ACCOUNT", FIRE, limits(publishMismatch), START);
    }

    private static RunLimits limits(boolean publishMismatch) {
        return new RunLimits(
                MAX_PAGES,
                publishMismatch,
                Duration.ofSeconds(1),
                Duration.ofMinutes(15),
                Clock.fixed(END, ZoneOffset.UTC));
    }

    private static String host(String id) {
        return "{\"id\":\"" + id + "\"}";
    }

    private static Page page(String token, Long total, String... rows) throws IOException {
        return HostReport.ofZoom("{\"from\":\"2026-10-01\",\"to\":\"2026-10-31\",\"next_page_token\":\"" + token
                + "\"" + (total == null ? "" : ",\"total_records\":" + total) + ",\"users\":"
                + Stream.of(rows).collect(Collectors.joining(",", "[", "]")) + "}");
    }

    private static void assertFails(Failure failure, ThrowingCallable call, String... parts) {
        assertThatExceptionOfType(RunException.class)
                .isThrownBy(call)
                .withMessageContainingAll(parts)
                .extracting(RunException::failure)
                .isEqualTo(failure);
    }

    private static String json(Run run) throws IOException {
        return ExactJson.MAPPER.writeValueAsString(run.event());
    }

    private static String oneLine(String text) {
        return text.lines().collect(Collectors.joining());
    }

    private static String text(LocalDate date) {
        return date == null ? null : date.toString();
    }
}
