package io.zoomhosts.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.zoomhosts.sandbox.SettableClock;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

/** Which runs each-run is told of, and what a step can know about a try. */
class RunToldTest {

    private static final Window OCTOBER =
            new Window("active", LocalDate.parse("2026-10-01"), LocalDate.parse("2026-10-31"));

    private final SettableClock clock = new SettableClock("2026-11-01T02:30:00Z");
    private final RunLimits limits = new RunLimits(3, false, Duration.ofSeconds(1), Duration.ofMinutes(15), clock);
    private final Run run = new Run(HostReport.REPORT, OCTOBER, "ACCOUNT", clock.instant(), limits, clock.instant());

    @Test
    void should_tell_of_a_run_once_it_is_complete() throws IOException {
        beginTry();
        assertThat(run.isToBeTold()).isFalse();

        verify();
        run.complete();

        assertThat(run.isToBeTold()).isTrue();
    }

    @Test
    void should_tell_of_a_run_that_failed() {
        beginTry();
        run.tryFailed(new RunException(Failure.ROUTE, "no"));
        assertThat(run.isToBeTold()).isTrue();
    }

    @Test
    void should_not_tell_of_a_window_that_is_left_to_the_next_start() {
        run.tryFailed(new RunException(Failure.STOPPED, "the process is stopping"));
        assertThat(run.isToBeTold()).isFalse();
    }

    @Test
    void should_not_tell_of_a_window_that_another_process_collected() {
        run.restart();
        run.adopt(complete("2026-11-01T02:30:07Z/active/2026-10-01/2026-10-31"));
        run.complete();
        assertThat(run.isToBeTold()).isFalse();
    }

    @Test
    void should_tell_of_a_run_whose_commit_was_done_although_its_answer_was_lost() throws IOException {
        beginTry();
        run.isFirst("file");
        verify();
        run.tryFailed(new RunException(Failure.KAFKA, "no answer"));
        run.restart();
        run.adopt(complete(run.id()));
        // Its records could not be awaited.
        run.tryFailed(new RunException(Failure.KAFKA, "no answer"));
        run.restart();
        run.adopt(complete(run.id()));
        run.complete();

        assertThat(run.isToBeTold()).isTrue();
        assertThat(run.isFirst("file"))
                .as("begun by the try that was committed")
                .isFalse();
    }

    @Test
    void should_not_tell_of_what_may_have_been_committed() throws IOException {
        beginTry();
        verify();
        while (run.isOpen()) {
            run.tryFailed(new RunException(Failure.KAFKA, "no answer"));
        }
        assertThat(run.isToBeTold()).isFalse();
    }

    @Test
    void should_know_what_is_first_in_each_try() {
        beginTry();
        assertThat(run.isFirst("file")).isTrue();
        assertThat(run.isFirst("file")).isFalse();
        assertThat(run.isFirst("another")).isTrue();

        run.tryFailed(new RunException(Failure.TOTALS_DIFFER, "again"));
        beginTry();

        assertThat(run.isFirst("file")).isTrue();
    }

    private void beginTry() {
        run.restart();
        run.claimed();
    }

    private void verify() throws IOException {
        run.accept(HostReport.ofZoom("{\"from\":\"2026-10-01\",\"to\":\"2026-10-31\",\"users\":[]}"));
        run.verify();
    }

    private CompleteRun complete(String id) {
        return new CompleteRun(id, clock.instant(), 0, 1, 0, 0, Totals.UNKNOWN);
    }
}
