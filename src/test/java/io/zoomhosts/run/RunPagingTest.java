package io.zoomhosts.run;

import static io.zoomhosts.run.OctoberRuns.assertFails;
import static io.zoomhosts.run.OctoberRuns.collect;
import static io.zoomhosts.run.OctoberRuns.host;
import static io.zoomhosts.run.OctoberRuns.page;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.zoomhosts.failure.Failure;
import io.zoomhosts.failure.RunException;
import io.zoomhosts.report.PageRequest;
import io.zoomhosts.report.Row;
import java.io.IOException;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Paging: until the token is empty, with checks of window, token and {@code zoom.max-pages}. */
class RunPagingTest {

    private final Run run = OctoberRuns.run();

    @Test
    void pages_until_the_token_is_empty() throws IOException {
        assertThat(run.hasNextPage()).isTrue();
        assertThat(run.nextRequest()).isEqualTo(PageRequest.first("ACCOUNT", OctoberRuns.OCTOBER));
        assertThat(run.nextRequest()).isNull();

        run.accept(page("t+/=", (Long) null, host("a")));

        assertThat(run.hasNextPage()).isTrue();
        assertThat(run.nextRequest().pageToken()).isEqualTo("t+/=");
        assertThat(run.nextRequest()).isNull();

        run.accept(page("", (Long) null, host("b")));

        assertThat(run.hasNextPage()).isFalse();
        assertThat(run.nextRequest()).isNull();
        assertThat(run.counts().pages()).isEqualTo(2);
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
    void fails_when_zoom_reports_on_another_window(LocalDate from, LocalDate to) {
        assertFails(
                Failure.WINDOW_CHANGED,
                () -> run.accept(OctoberRuns.echo(from, to)),
                "the request was for hosts active 2026-10-01 to 2026-10-31",
                from == null && to == null
                        ? "reported on no window"
                        : "reported on " + (from == null ? "to " + to : "from " + from),
                "page 1");
    }

    @Test
    void fails_when_zoom_changes_the_window_on_a_later_page() throws IOException {
        run.accept(page("t1", (Long) null, host("a")));

        assertFails(
                Failure.WINDOW_CHANGED,
                () -> run.accept(OctoberRuns.echo(LocalDate.parse("2026-10-01"), LocalDate.parse("2026-10-15"))),
                "page 2");
    }

    @Test
    void accepts_pages_without_dates_of_a_report_that_has_none() {
        Run sessions = OctoberRuns.runWithoutTotal();

        assertThatCode(() -> sessions.accept(OctoberRuns.bare(sessions, ""))).doesNotThrowAnyException();
    }

    @Test
    void fails_when_a_page_token_is_repeated() throws IOException {
        run.accept(page("t1", (Long) null, host("a")));

        assertFails(Failure.PAGE_TOKEN_REPEATED, () -> run.accept(page("t1", (Long) null, host("b"))), "page 2");
    }

    @Test
    void fails_when_page_tokens_go_in_circles() throws IOException {
        run.accept(page("t1", (Long) null));
        run.accept(page("t2", (Long) null));

        assertFails(Failure.PAGE_TOKEN_REPEATED, () -> run.accept(page("t1", (Long) null)), "page 3");
    }

    @Test
    void accepts_max_pages_pages() throws IOException {
        run.accept(page("t1", (Long) null));
        run.accept(page("t2", (Long) null));

        assertThatCode(() -> run.accept(page("", (Long) null))).doesNotThrowAnyException();

        assertThat(run.counts().pages()).isEqualTo(OctoberRuns.MAX_PAGES);
        assertThat(run.hasNextPage()).isFalse();
    }

    @Test
    void fails_after_more_than_max_pages() throws IOException {
        run.accept(page("t1", (Long) null));
        run.accept(page("t2", (Long) null));

        assertFails(
                Failure.TOO_MANY_PAGES,
                () -> run.accept(page("t3", (Long) null)),
                "more than 3 pages",
                "zoom.max-pages",
                "ZOOM_MAX_PAGES");
    }

    @Test
    void forgets_everything_when_it_is_retried() throws IOException {
        collect(run, page("t1", 7L, host("a"), host("a"), "{}"));
        run.attemptFailed(new RunException(Failure.PAGE_TOKEN_EXPIRED, "expired"), false);

        run.restart();

        assertThat(run.hasNextPage()).isTrue();
        assertThat(run.nextRequest().isFirst()).isTrue();
        assertThat(run.counts().totals().asMap().values()).containsOnlyNulls();
        assertThat(new long[] {
                    run.counts().pages(),
                    run.counts().rows(),
                    run.counts().filtered(),
                    run.counts().duplicates(),
                    run.counts().rejected(),
                    run.arrived(),
                    run.delayMillis()
                })
                .containsOnly(0);
    }

    @Test
    void accepts_the_same_tokens_and_rows_when_it_is_retried() throws IOException {
        collect(run, page("t1", 7L, host("a"), host("a"), "{}"));
        run.attemptFailed(new RunException(Failure.PAGE_TOKEN_EXPIRED, "expired"), false);
        run.restart();

        assertThat(collect(run, page("t1", (Long) null, host("a"))))
                .extracting(Row::key)
                .containsExactly("a");

        assertThat(run.counts().duplicates()).isZero();
    }
}
