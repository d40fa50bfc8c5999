package io.zoomhosts.run;

import static io.zoomhosts.run.OctoberRuns.collect;
import static io.zoomhosts.run.OctoberRuns.host;
import static io.zoomhosts.run.OctoberRuns.page;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.zoomhosts.failure.Failure;
import io.zoomhosts.failure.HandedOverException;
import io.zoomhosts.failure.RunException;
import java.io.IOException;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.event.Level;

/** How a run ends, and the event, metrics and log line of each outcome. */
class OutcomeTest {

    private static final RunException ERROR = new RunException(Failure.WINDOW_CHANGED, "Zoom reported on September");
    private static final RunException NO_ANSWER = new RunException(Failure.KAFKA, "no answer");
    private static final RunException HANDED_OVER = new HandedOverException("ACCOUNT");
    private static final RunException STOPPED = new RunException(Failure.STOPPED, "the process is stopping");
    private static final CompleteRun EARLIER = OctoberRuns.complete("the-earlier-run", OctoberRuns.START);

    private final Run run = OctoberRuns.run();

    static Stream<Arguments> outcomes() {
        return Stream.of(
                // outcome, complete, announced, counted, error, text, level, line in the log
                arguments(
                        new Outcome.Complete(),
                        true,
                        true,
                        true,
                        null,
                        "complete",
                        Level.INFO,
                        "complete, 4 rows, 1 filtered, 2 pages, 1 duplicates skipped, 2 rows rejected"),
                arguments(
                        new Outcome.CompleteAlready(EARLIER, false),
                        true,
                        false,
                        false,
                        null,
                        "complete-already",
                        Level.INFO,
                        "already complete: this or another process collected the window in run the-earlier-run"),
                arguments(
                        new Outcome.CompleteAlready(EARLIER, true),
                        true,
                        true,
                        true,
                        null,
                        "complete-already",
                        Level.INFO,
                        "already complete: Kafka committed an earlier attempt, but its answer was lost"),
                arguments(
                        new Outcome.Failed(ERROR),
                        false,
                        true,
                        true,
                        ERROR,
                        "failed",
                        Level.ERROR,
                        "failed (window-changed): Zoom reported on September. Nothing was committed; the window is"
                                + " missing until a later collection"),
                arguments(
                        new Outcome.Undecided(NO_ANSWER),
                        false,
                        false,
                        true,
                        NO_ANSWER,
                        "undecided",
                        Level.ERROR,
                        "Kafka did not confirm the commit: no answer. The window is either complete or absent, as the"
                                + " topic of runs shows; if absent, a later collection includes it"),
                arguments(
                        new Outcome.LeftToNextStart(STOPPED),
                        false,
                        false,
                        false,
                        STOPPED,
                        "stopped",
                        Level.INFO,
                        "stopped; nothing was committed, and the next start collects the window"),
                arguments(
                        new Outcome.LeftToOtherInstance(HANDED_OVER),
                        false,
                        false,
                        false,
                        HANDED_OVER,
                        "handed-over",
                        Level.INFO,
                        "another instance works on account ACCOUNT now: nothing was committed, and that instance"
                                + " collects the window"),
                arguments(
                        new Outcome.LeftToLaterCollection(ERROR),
                        false,
                        false,
                        false,
                        ERROR,
                        "left",
                        Level.DEBUG,
                        "left to a later collection, because other windows of the report failed: "
                                + ERROR.getMessage()));
    }

    @ParameterizedTest
    @MethodSource("outcomes")
    void outcome_defines_event_metrics_and_log_line(
            Outcome outcome,
            boolean complete,
            boolean announced,
            boolean counted,
            RunException error,
            String text,
            Level level,
            String said) {
        assertThat(outcome.isComplete()).as("complete").isEqualTo(complete);
        assertThat(outcome.isAnnounced()).as("announced").isEqualTo(announced);
        assertThat(outcome.isCounted()).as("counted").isEqualTo(counted);
        assertThat(outcome.error()).as("error").isSameAs(error);
        assertThat(outcome.text()).isEqualTo(text);
        assertThat(outcome.level()).isEqualTo(level);
        assertThat(outcome.said(EARLIER.counts())).isEqualTo(said);
    }

    @Test
    void table_contains_every_outcome() {
        Set<Class<?>> inTheTable =
                outcomes().map(row -> row.get()[0].getClass()).collect(Collectors.toSet());

        assertThat(inTheTable).isEqualTo(Set.of(Outcome.class.getPermittedSubclasses()));
    }

    @Test
    void a_run_is_in_progress_until_its_commit() throws IOException {
        beginAttempt();
        verify();
        assertThat(run.outcome()).isNull();
        assertThat(run.isOpen()).isTrue();
        assertThat(run.isAnnounced()).isFalse();

        run.complete();

        assertThat(run.outcome()).isEqualTo(new Outcome.Complete());
        assertThat(run.isOpen()).isFalse();
        assertThat(run.isFailed()).isFalse();
        assertThat(run.isAnnounced()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Failure.class)
    void announces_every_failure_except_a_stop(Failure failure) {
        while (run.isOpen()) {
            run.attemptFailed(new RunException(failure, "no"), false);
        }

        assertThat(run.isFailed()).isTrue();
        assertThat(run.isAnnounced()).isEqualTo(failure != Failure.STOPPED);
    }

    @Test
    void a_failed_run_has_failed() {
        beginAttempt();

        run.attemptFailed(ERROR, false);

        assertThat(run.outcome()).isEqualTo(new Outcome.Failed(ERROR));
    }

    @Test
    void a_window_is_left_to_the_next_start_when_the_process_stops() {
        run.attemptFailed(STOPPED, false);

        assertThat(run.outcome()).isEqualTo(new Outcome.LeftToNextStart(STOPPED));
        assertThat(run.isFailed()).isTrue();
        assertThat(run.isAnnounced()).isFalse();
    }

    @Test
    void a_window_complete_by_another_process_is_already_complete() {
        run.restart();
        run.completeAlready(EARLIER);

        run.complete();

        assertThat(run.outcome()).isEqualTo(new Outcome.CompleteAlready(EARLIER, false));
        assertThat(run.isFailed()).isFalse();
        assertThat(run.isAnnounced()).isFalse();
    }

    /** Another process with the same schedule has a run of the same id. */
    @Test
    void same_run_id_is_another_process_unless_undecided() {
        CompleteRun sameId = OctoberRuns.complete(run.id(), OctoberRuns.START);
        beginAttempt();
        run.attemptFailed(new RunException(Failure.FENCED, "taken"), false);
        run.restart();
        run.completeAlready(sameId);

        run.complete();

        assertThat(run.outcome()).isEqualTo(new Outcome.CompleteAlready(sameId, false));
    }

    @Test
    void other_run_id_is_another_process_even_when_undecided() throws IOException {
        beginAttempt();
        verify();
        run.attemptFailed(NO_ANSWER, true);
        run.restart();
        run.completeAlready(EARLIER);

        run.complete();

        assertThat(run.outcome()).isEqualTo(new Outcome.CompleteAlready(EARLIER, false));
    }

    @Test
    void a_commit_with_a_lost_answer_is_complete() throws IOException {
        CompleteRun own = OctoberRuns.complete(run.id(), OctoberRuns.START);
        beginAttempt();
        verify();
        run.attemptFailed(NO_ANSWER, true);
        run.restart();
        run.completeAlready(own);
        // Waiting for its records failed.
        run.attemptFailed(NO_ANSWER, false);
        run.restart();
        run.completeAlready(own);

        run.complete();

        assertThat(run.outcome()).isEqualTo(new Outcome.CompleteAlready(own, true));
        assertThat(run.isAnnounced()).isTrue();
    }

    @Test
    void an_undecided_commit_is_not_announced_as_failed() throws IOException {
        beginAttempt();
        verify();

        while (run.isOpen()) {
            run.attemptFailed(NO_ANSWER, true);
            run.restart();
        }

        assertThat(run.outcome()).isEqualTo(new Outcome.Undecided(NO_ANSWER));
        assertThat(run.isFailed()).isTrue();
        assertThat(run.isAnnounced()).isFalse();
    }

    /** A later attempt that fails before it asks the ledger does not decide about an earlier one. */
    @Test
    void stays_undecided_until_the_ledger_is_asked() throws IOException {
        beginAttempt();
        verify();
        run.attemptFailed(NO_ANSWER, true);
        run.restart();

        run.attemptFailed(ERROR, false);

        assertThat(run.outcome()).isEqualTo(new Outcome.Undecided(ERROR));
    }

    @Test
    void is_decided_once_the_ledger_has_no_complete_run() throws IOException {
        beginAttempt();
        verify();
        run.attemptFailed(NO_ANSWER, true);
        beginAttempt();

        run.attemptFailed(ERROR, false);

        assertThat(run.outcome()).isEqualTo(new Outcome.Failed(ERROR));
        assertThat(run.isAnnounced()).isTrue();
    }

    @Test
    void stays_undecided_when_the_process_stops() throws IOException {
        beginAttempt();
        verify();
        run.attemptFailed(NO_ANSWER, true);

        run.attemptFailed(STOPPED, false);

        assertThat(run.outcome()).isEqualTo(new Outcome.Undecided(STOPPED));
        assertThat(run.isAnnounced()).isFalse();
    }

    /** Guards against a failed event for visible rows when only the wait for them was interrupted. */
    @Test
    void a_failure_after_the_commit_is_not_announced_as_failed() throws IOException {
        beginAttempt();
        verify();
        run.committed();

        run.attemptFailed(new RunException(Failure.ROUTE, "interrupted"), false);

        assertThat(run.outcome()).isInstanceOf(Outcome.Undecided.class);
        assertThat(run.isAnnounced()).isFalse();
    }

    @Test
    void a_stop_after_the_commit_does_not_log_nothing_published() throws IOException {
        beginAttempt();
        verify();
        run.committed();

        run.attemptFailed(STOPPED, false);

        assertThat(run.outcome()).isEqualTo(new Outcome.Undecided(STOPPED));
    }

    @Test
    void a_run_that_failed_after_its_commit_is_complete() throws IOException {
        CompleteRun own = OctoberRuns.complete(run.id(), OctoberRuns.START);
        beginAttempt();
        verify();
        run.committed();
        run.attemptFailed(NO_ANSWER, false);
        run.restart();
        run.completeAlready(own);

        run.complete();

        assertThat(run.outcome()).isEqualTo(new Outcome.CompleteAlready(own, true));
    }

    /** The transaction of a window that was already complete is empty. */
    @Test
    void an_empty_commit_does_not_complete_a_run() {
        CompleteRun sameId = OctoberRuns.complete(run.id(), OctoberRuns.START);
        run.restart();
        run.completeAlready(sameId);
        run.committed();
        run.attemptFailed(NO_ANSWER, true);
        run.restart();
        run.completeAlready(sameId);

        run.complete();

        assertThat(run.outcome()).isEqualTo(new Outcome.CompleteAlready(sameId, false));
    }

    @Test
    void the_next_attempt_decides_when_the_ledger_has_no_commit() throws IOException {
        beginAttempt();
        verify();
        run.committed();
        run.attemptFailed(NO_ANSWER, false);
        beginAttempt();
        verify();

        run.attemptFailed(ERROR, false);

        assertThat(run.outcome()).isEqualTo(new Outcome.Failed(ERROR));
    }

    private void beginAttempt() {
        run.restart();
        run.notYetComplete();
    }

    private void verify() throws IOException {
        collect(run, page("", 1L, host("a")));
        run.verify();
    }
}
