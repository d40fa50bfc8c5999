package io.zoomhosts.storm;

import static org.assertj.core.api.Assertions.assertThat;

import io.zoomhosts.storm.Anomaly.Kind;
import io.zoomhosts.storm.Read.Event;
import io.zoomhosts.storm.Read.Row;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The checker finds each anomaly in a small history, and nothing in a good one. */
class CheckerTest {

    private static final String WINDOW = "acct/hosts/active/2026-10-01/2026-10-31";
    private static final String FIRST = "2026-11-01T00:00:00Z/" + WINDOW;
    private static final String SECOND = "2026-11-01T00:00:20Z/" + WINDOW;
    private static final Map<String, String> ZOOM = Map.of("ann", "Ann", "bob", "Bob");
    private static final Set<String> READERS = Set.of("steady", "group");

    private final History history = new History();

    @Test
    void accepts_whole_windows_one_after_the_other() {
        for (String reader : READERS) {
            run(reader, FIRST, 10);
            run(reader, SECOND, 20);
            event(reader, "1", 29, "2026-11-01T00:00:40Z/" + WINDOW, "failed", 0);
        }

        assertThat(check()).isEmpty();
    }

    @Test
    void accepts_runs_of_other_windows_in_between() {
        String other = "2026-11-01T00:00:00Z/other/hosts/active/2026-10-01/2026-10-31";
        for (String reader : READERS) {
            row(reader, "1", 0, 10, FIRST, "ann", "Ann");
            row(reader, "1", 0, 11, other, "ann", "Ann");
            row(reader, "1", 0, 12, FIRST, "bob", "Bob");
            row(reader, "1", 0, 13, other, "bob", "Bob");
            event(reader, "1", 10, other, "complete", 2);
            event(reader, "1", 11, FIRST, "complete", 2);
        }

        assertThat(check()).isEmpty();
    }

    @Test
    void accepts_a_member_that_reads_again_what_another_did_not_commit() {
        run("steady", FIRST, 10);
        row("group", "1", 0, 10, FIRST, "ann", "Ann");
        row("group", "2", 0, 10, FIRST, "ann", "Ann");
        row("group", "2", 1, 10, FIRST, "bob", "Bob");
        event("group", "2", 10, FIRST, "complete", 2);

        assertThat(check()).isEmpty();
    }

    @Test
    void finds_consumers_that_disagree() {
        run("steady", FIRST, 10);
        row("group", "1", 0, 10, FIRST, "ann", "Another");
        row("group", "1", 1, 10, FIRST, "bob", "Bob");
        event("group", "1", 10, FIRST, "complete", 2);

        assertThat(kinds()).containsExactly(Kind.DISAGREEMENT);
    }

    @Test
    void finds_consumers_that_disagree_about_an_event() {
        run("steady", FIRST, 10);
        row("group", "1", 0, 10, FIRST, "ann", "Ann");
        row("group", "1", 1, 10, FIRST, "bob", "Bob");
        event("group", "1", 10, FIRST, "failed", 2);

        assertThat(kinds()).contains(Kind.DISAGREEMENT);
    }

    @Test
    void finds_an_offset_that_is_read_twice_in_a_session() {
        for (String reader : READERS) {
            run(reader, FIRST, 10);
        }
        row("steady", "1", 1, 10, FIRST, "bob", "Bob");

        assertThat(kinds()).containsExactly(Kind.OUT_OF_ORDER);
    }

    @Test
    void finds_a_session_that_passes_over_a_record() {
        for (String reader : READERS) {
            run(reader, FIRST, 10);
            run(reader, SECOND, 20);
            run(reader, "2026-11-01T00:00:40Z/" + WINDOW, 30);
        }
        row("group", "2", 0, 10, FIRST, "ann", "Ann");
        row("group", "2", 0, 30, "2026-11-01T00:00:40Z/" + WINDOW, "ann", "Ann");

        assertThat(kinds()).containsExactly(Kind.MISSED);
    }

    @Test
    void finds_a_consumer_that_never_sees_a_record() {
        run("steady", FIRST, 10);
        row("group", "1", 0, 10, FIRST, "ann", "Ann");
        event("group", "1", 10, FIRST, "complete", 2);

        assertThat(kinds()).containsExactly(Kind.MISSED);
    }

    @Test
    void finds_rows_without_an_event() {
        for (String reader : READERS) {
            row(reader, "1", 0, 10, FIRST, "ann", "Ann");
        }

        assertThat(kinds()).containsExactly(Kind.UNCOMMITTED);
    }

    @Test
    void finds_rows_of_a_failed_run() {
        for (String reader : READERS) {
            row(reader, "1", 0, 10, FIRST, "ann", "Ann");
            event(reader, "1", 10, FIRST, "failed", 0);
        }

        assertThat(kinds()).containsExactly(Kind.UNCOMMITTED);
    }

    @Test
    void finds_half_a_window() {
        for (String reader : READERS) {
            row(reader, "1", 0, 10, FIRST, "ann", "Ann");
            event(reader, "1", 10, FIRST, "complete", 1);
        }

        assertThat(kinds()).containsExactly(Kind.LOST);
    }

    @Test
    void finds_a_complete_run_without_any_row() {
        for (String reader : READERS) {
            event(reader, "1", 10, FIRST, "complete", 0);
        }

        assertThat(kinds()).containsExactly(Kind.LOST);
    }

    @Test
    void finds_a_row_twice_in_a_run() {
        for (String reader : READERS) {
            run(reader, FIRST, 10);
            row(reader, "1", 0, 11, FIRST, "ann", "Ann");
        }

        assertThat(kinds()).containsExactlyInAnyOrder(Kind.DOUBLED, Kind.MISCOUNTED);
    }

    @Test
    void finds_a_row_that_zoom_does_not_have() {
        for (String reader : READERS) {
            row(reader, "1", 0, 10, FIRST, "ann", "Ann");
            row(reader, "1", 1, 10, FIRST, "bob", "Bobby");
            event(reader, "1", 10, FIRST, "complete", 2);
        }

        assertThat(kinds()).containsExactly(Kind.ALTERED);
    }

    @Test
    void finds_an_event_that_promises_another_number_of_rows() {
        for (String reader : READERS) {
            row(reader, "1", 0, 10, FIRST, "ann", "Ann");
            row(reader, "1", 1, 10, FIRST, "bob", "Bob");
            event(reader, "1", 10, FIRST, "complete", 3);
        }

        assertThat(kinds()).containsExactly(Kind.MISCOUNTED);
    }

    @Test
    void finds_a_run_that_is_complete_twice() {
        for (String reader : READERS) {
            run(reader, FIRST, 10);
            event(reader, "1", 11, FIRST, "complete", 2);
        }

        assertThat(kinds()).containsExactly(Kind.COMPLETE_TWICE);
    }

    @Test
    void finds_a_complete_run_that_is_reported_as_failed() {
        for (String reader : READERS) {
            run(reader, FIRST, 10);
            event(reader, "1", 11, FIRST, "failed", 0);
        }

        assertThat(kinds()).containsExactly(Kind.DENIED);
    }

    @Test
    void accepts_a_failed_run_that_is_complete_later() {
        for (String reader : READERS) {
            event(reader, "1", 9, FIRST, "failed", 0);
            run(reader, FIRST, 10);
        }

        assertThat(check()).isEmpty();
    }

    @Test
    void finds_runs_of_a_window_that_interleave() {
        for (String reader : READERS) {
            row(reader, "1", 0, 10, FIRST, "ann", "Ann");
            row(reader, "1", 0, 11, SECOND, "ann", "Ann");
            row(reader, "1", 0, 12, FIRST, "bob", "Bob");
            row(reader, "1", 0, 13, SECOND, "bob", "Bob");
            event(reader, "1", 10, FIRST, "complete", 2);
            event(reader, "1", 11, SECOND, "complete", 2);
        }

        assertThat(kinds()).containsExactly(Kind.INTERLEAVED);
    }

    @Test
    void finds_partitions_that_show_runs_in_different_orders() {
        for (String reader : READERS) {
            row(reader, "1", 0, 10, FIRST, "ann", "Ann");
            row(reader, "1", 0, 20, SECOND, "ann", "Ann");
            row(reader, "1", 1, 10, SECOND, "bob", "Bob");
            row(reader, "1", 1, 20, FIRST, "bob", "Bob");
            event(reader, "1", 10, FIRST, "complete", 2);
            event(reader, "1", 20, SECOND, "complete", 2);
        }

        assertThat(kinds()).containsExactly(Kind.INTERLEAVED);
    }

    @Test
    void finds_a_window_that_is_not_complete_in_the_end() {
        for (String reader : READERS) {
            run(reader, FIRST, 10);
        }
        Instant later = Instant.parse("2026-11-01T00:00:01Z");

        assertThat(check(Map.of(WINDOW, Instant.EPOCH))).isEmpty();
        assertThat(check(Map.of(WINDOW, later))).singleElement().satisfies(found -> assertThat(found.kind())
                .isEqualTo(Kind.NOT_COMPLETE));
        assertThat(check(Map.of("another", Instant.EPOCH))).hasSize(1);
    }

    @Test
    void shows_the_reads_around_an_anomaly() {
        for (String reader : READERS) {
            run(reader, FIRST, 10);
            row(reader, "1", 0, 20, SECOND, "ann", "Ann");
        }

        assertThat(check()).singleElement().satisfies(found -> assertThat(found.around())
                .extracting(Read::offset)
                .containsExactly(10L, 20L));
    }

    private List<Kind> kinds() {
        return check().stream().map(Anomaly::kind).toList();
    }

    private List<Anomaly> check() {
        return check(Map.of());
    }

    private List<Anomaly> check(Map<String, Instant> due) {
        return new Checker(history, READERS, window -> ZOOM).check(due);
    }

    /** A whole run: a row in each of two partitions, and an event. */
    private void run(String reader, String runId, long offset) {
        row(reader, "1", 0, offset, runId, "ann", "Ann");
        row(reader, "1", 1, offset, runId, "bob", "Bob");
        event(reader, "1", offset, runId, "complete", 2);
    }

    private void row(
            String reader, String session, int partition, long offset, String runId, String key, String content) {
        history.add(new Row(reader, session, partition, offset, runId, key, content, 0));
    }

    private void event(String reader, String session, long offset, String runId, String status, long rows) {
        history.add(new Event(reader, session, 0, offset, runId, status, rows, 1, 0));
    }
}
