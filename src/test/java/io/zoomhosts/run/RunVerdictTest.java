package io.zoomhosts.run;

import static io.zoomhosts.run.OctoberRuns.assertFails;
import static io.zoomhosts.run.OctoberRuns.bare;
import static io.zoomhosts.run.OctoberRuns.collect;
import static io.zoomhosts.run.OctoberRuns.host;
import static io.zoomhosts.run.OctoberRuns.page;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.zoomhosts.failure.Failure;
import io.zoomhosts.failure.RunException;
import io.zoomhosts.report.HostReport;
import io.zoomhosts.report.Page;
import io.zoomhosts.report.PageRequest;
import io.zoomhosts.report.Row;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Complete means complete: received and published rows must add up to the whole window. */
class RunVerdictTest {

    private final Run run = OctoberRuns.run();

    @Test
    void complete_when_rows_equal_total_records() throws IOException {
        collect(run, page("t1", 3L, host("a"), host("b")));
        collect(run, page("", 3L, host("c")));

        assertThatCode(run::verify).doesNotThrowAnyException();

        assertThat(run.counts().rows()).isEqualTo(3);
        assertThat(run.arrived()).isEqualTo(3);
    }

    @Test
    void complete_when_zoom_gives_no_total_records() throws IOException {
        collect(run, page("", (Long) null, host("a")));

        assertThatCode(run::verify).doesNotThrowAnyException();
    }

    @Test
    void complete_when_total_records_is_zero() throws IOException {
        collect(run, page("", 0L));

        assertThatCode(run::verify).doesNotThrowAnyException();

        assertThat(run.event())
                .containsEntry("rows", 0L)
                .containsEntry("hosts", 0L)
                .containsEntry("total_records", 0L);
    }

    @Test
    void not_complete_until_verified() throws IOException {
        collect(run, page("", 1L, host("a")));
        assertFails(Failure.ROUTE, run::checkWhole, "before it was verified");

        run.verify();

        assertThatCode(run::checkWhole).doesNotThrowAnyException();
    }

    @Test
    void skips_duplicates_of_an_earlier_page() throws IOException {
        collect(run, page("t1", 3L, host("a"), host("b")));

        assertThat(collect(run, page("", 3L, host("b"), host("c"), host("a"))))
                .extracting(Row::key)
                .containsExactly("c");

        assertThat(run.counts().duplicates()).isEqualTo(2);
        assertThat(run.counts().rows()).isEqualTo(3);
        assertThatCode(run::verify).doesNotThrowAnyException();
    }

    @Test
    void skips_duplicates_on_one_page() throws IOException {
        assertThat(collect(run, page("", (Long) null, "{\"id\":\"a\",\"n\":1}", "{\"id\":\"a\",\"n\":2}")))
                .extracting(Row::json)
                .containsExactly("{\"id\":\"a\",\"n\":1}");

        assertThat(run.counts().duplicates()).isEqualTo(1);
    }

    @Test
    void keys_are_case_sensitive() throws IOException {
        collect(run, page("", 2L, host("aB"), host("Ab")));

        assertThatCode(run::verify).doesNotThrowAnyException();

        assertThat(run.counts().duplicates()).isZero();
    }

    @Test
    void counts_rejected_rows_and_never_as_duplicates() throws IOException {
        assertThat(collect(run, page("", 4L, host("a"), "{}", "{}", "{\"user_name\":\"no id\"}")))
                .filteredOn(row -> row.reject() != null)
                .hasSize(3);

        assertThatCode(run::verify).doesNotThrowAnyException();
        assertThat(run.counts().rejected()).isEqualTo(3);
        assertThat(run.counts().duplicates()).isZero();
        assertThat(run.counts().rows()).isEqualTo(1);
        assertThat(run.arrived()).isEqualTo(4);
    }

    @Test
    void counts_filtered_rows() throws IOException {
        run.accept(page("", 3L, host("a"), host("b"), "{}"));
        run.distinctRows();
        run.published(1, 1);

        assertThatCode(run::verify).doesNotThrowAnyException();

        assertThat(run.counts().rows()).isEqualTo(1);
        assertThat(run.counts().filtered()).isEqualTo(1);
        assertThat(run.counts().rejected()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"2", "4", "0", "350", "9223372036854775807"})
    void fails_when_rows_differ_from_total_records(long total) throws IOException {
        collect(run, page("", total, host("a"), host("b"), host("a"), "{}"));

        assertFails(
                Failure.TOTALS_DIFFER,
                run::verify,
                "total_records is " + total,
                "3 rows arrived",
                "1 of them rejected",
                "1 duplicates");
    }

    @Test
    void fails_zooms_published_sample_with_two_of_three_hosts() throws IOException {
        Run sample = new Run(
                new DueWindow(
                        OctoberRuns.ACCOUNT,
                        HostReport.window("active", "2019-08-14", "2019-09-14"),
                        OctoberRuns.TRIGGERED),
                OctoberRuns.limits(false),
                OctoberRuns.START);

        collect(
                sample,
                Page.read(
                        file("report-users.sample.json"),
                        PageRequest.first(sample.accountId(), sample.window()),
                        HostReport.FETCHED_AT));

        assertFails(Failure.TOTALS_DIFFER, sample::verify, "total_records is 3", "2 rows arrived");
    }

    @Test
    void on_mismatch_publish_marks_a_mismatch() throws IOException {
        Run lenient = OctoberRuns.lenientRun();
        collect(lenient, page("", 3L, host("a")));

        lenient.verify();

        assertThat(lenient.event())
                .containsEntry("status", "complete")
                .containsEntry("mismatch", true)
                .containsEntry("proof", List.of("token-chain", "echo"))
                .containsEntry("total_records", 3L)
                .containsEntry("rows", 1L)
                .containsEntry("hosts", 1L);
    }

    @Test
    void on_mismatch_publish_marks_nothing_without_a_mismatch() throws IOException {
        Run lenient = OctoberRuns.lenientRun();
        collect(lenient, page("", 1L, host("a")));

        lenient.verify();

        assertThat(lenient.event()).doesNotContainKey("mismatch");
    }

    @Test
    void forgets_a_mismatch_when_it_is_retried() throws IOException {
        Run lenient = OctoberRuns.lenientRun();
        collect(lenient, page("", 2L, host("a")));
        lenient.verify();
        lenient.attemptFailed(new RunException(Failure.KAFKA, "no commit"), false);

        lenient.restart();
        collect(lenient, page("", 1L, host("a")));
        lenient.verify();

        assertThat(lenient.event()).doesNotContainKey("mismatch").containsEntry("status", "complete");
    }

    @Test
    void keeps_totals_that_only_the_first_page_has() throws IOException {
        collect(run, page("t1", 3L, host("a")));
        collect(run, page("", (Long) null, host("b")));

        assertThat(run.counts().totals().get("total_records")).isEqualTo(3);
        assertFails(Failure.TOTALS_DIFFER, run::verify, "total_records is 3");
    }

    @Test
    void uses_the_newest_totals() throws IOException {
        collect(run, page("t1", 3L, host("a")));
        collect(run, page("", 2L, host("b")));

        assertThatCode(run::verify).doesNotThrowAnyException();

        assertThat(run.counts().totals().get("total_records")).isEqualTo(2);
    }

    /** Guards against a route that handles the error of a page, so that a complete window lacks its rows. */
    @Test
    void fails_when_a_page_was_not_published() throws IOException {
        collect(run, page("t1", 3L, host("a"), host("b")));
        run.accept(page("", 3L, host("c")));
        run.distinctRows();

        assertFails(Failure.ROUTE, run::verify, "2 pages with 3 rows arrived", "1 pages with 2 rows were published");
    }

    @Test
    void fails_when_a_page_without_rows_was_not_published() throws IOException {
        run.accept(page("", 0L));

        assertFails(Failure.ROUTE, run::verify, "1 pages with 0 rows arrived", "0 pages with 0 rows were published");
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "0, 1", "0, 0", "2, 1", "1, 2"})
    void fails_when_a_row_is_neither_published_nor_filtered_nor_rejected(long published, long filtered)
            throws IOException {
        run.accept(page("", 3L, host("a"), host("b"), "{}"));
        run.distinctRows();
        run.published(published, filtered);

        assertFails(
                Failure.ROUTE,
                run::verify,
                "1 pages with 3 rows arrived",
                "1 pages with " + (published + filtered + 1) + " rows were published");
    }

    /** A row that Zoom adds must not hide a row that a route loses. */
    @Test
    void on_mismatch_publish_still_fails_when_a_row_was_lost() throws IOException {
        Run lenient = OctoberRuns.lenientRun();
        lenient.accept(page("", 1L, host("a"), host("b")));
        lenient.distinctRows();
        lenient.published(1, 0);

        assertFails(Failure.ROUTE, lenient::verify, "were published");
    }

    @Test
    void without_a_total_fails_when_a_key_is_repeated() throws IOException {
        Run sessions = OctoberRuns.runWithoutTotal();
        collect(sessions, bare(sessions, "t1", host("a"), host("b")));
        collect(sessions, bare(sessions, "", host("b"), host("a")));

        assertFails(Failure.KEY_REPEATED, sessions::verify, "2 rows", "report sessions has no total");
    }

    @Test
    void without_a_total_complete_when_no_key_is_repeated() throws IOException {
        Run sessions = OctoberRuns.runWithoutTotal();
        collect(sessions, bare(sessions, "", host("a"), "{}", "{}"));

        assertThatCode(sessions::verify).doesNotThrowAnyException();

        assertThat(sessions.counts().rejected()).isEqualTo(2);
    }

    private static byte[] file(String name) throws IOException {
        try (InputStream file = RunVerdictTest.class.getResourceAsStream("/zoom/" + name)) {
            return file.readAllBytes();
        }
    }
}
