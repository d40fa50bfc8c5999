package io.zoomhosts.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zoomhosts.sandbox.SettableClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** How often a run tries its window, how long it waits in between, and when it gives up. */
class RunTriesTest {

    private static final Window OCTOBER =
            new Window("active", LocalDate.parse("2026-10-01"), LocalDate.parse("2026-10-31"));

    private final SettableClock clock = new SettableClock("2026-11-01T02:30:00Z");
    private final RunLimits limits = new RunLimits(3, false, Duration.ofSeconds(1), Duration.ofMinutes(15), clock);
    private final Run run = new Run(HostReport.REPORT, OCTOBER, "ACCOUNT", clock.instant(), limits, clock.instant());

    @ParameterizedTest
    @CsvSource({"PAGE_TOKEN_EXPIRED, 3", "TOTALS_DIFFER, 3", "KAFKA, 5"})
    void should_try_a_window_again_after(Failure failure, int retries) {
        List<Long> delays = new ArrayList<>();
        for (int retry = 0; retry < retries; retry++) {
            run.tryFailed(new RunException(failure, "try " + retry));
            assertThat(run.isOpen()).isTrue();
            assertThat(run.isFailed()).isFalse();
            delays.add(run.delayMillis());
            run.restart();
        }
        clock.moveOn(Duration.ofMinutes(1));

        run.tryFailed(new RunException(failure, "the last"));

        assertThat(delays)
                .containsExactlyElementsOf(LongStream.of(1_000, 2_000, 4_000, 8_000, 16_000)
                        .limit(retries)
                        .boxed()
                        .toList());
        assertThat(run.isOpen()).isFalse();
        assertThat(run.isFailed()).isTrue();
        assertThat(run.error()).hasMessage("the last");
        assertThat(run.finishedAt()).isEqualTo(clock.instant());
    }

    @Test
    void should_try_a_window_that_another_process_took_again_but_not_in_step_with_it() {
        for (long delay : List.of(1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000, 30_000, 30_000)) {
            run.tryFailed(new RunException(Failure.FENCED, "taken"));
            assertThat(run.isOpen()).isTrue();
            assertThat(run.delayMillis()).isBetween(delay, 2 * delay);
            run.restart();
        }

        run.tryFailed(new RunException(Failure.FENCED, "taken"));

        assertThat(run.isFailed()).isTrue();
    }

    @Test
    void should_not_announce_as_failed_what_may_have_been_committed() throws IOException {
        run.restart();
        run.accept(page(""));
        run.verify();
        for (int tried = 0; tried < 6; tried++) {
            run.tryFailed(new RunException(Failure.KAFKA, "no answer"));
            run.restart();
        }

        assertThat(run.isFailed()).isTrue();
        assertThat(run.isUndecided()).isTrue();
        assertThat(run.isToBeRecorded()).isFalse();

        run.claimed();

        assertThat(run.isToBeRecorded()).isTrue();
    }

    @Test
    void should_have_failed_when_kafka_was_not_asked_to_commit() throws IOException {
        run.restart();
        run.accept(page(""));
        run.verify();

        run.tryFailed(KafkaReason.in(new NotCommittedException("refused", new RecordTooLargeException("too large")))
                .ofRun());

        assertThat(run.isUndecided()).isFalse();
        assertThat(run.isToBeRecorded()).isTrue();
        assertThat(run.error().failure()).isEqualTo(Failure.KAFKA_REFUSED);
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"PAGE_TOKEN_EXPIRED", "TOTALS_DIFFER", "KAFKA", "FENCED"})
    void should_not_try_a_window_again_where_that_does_not_help(Failure failure) {
        run.tryFailed(new RunException(failure, "no"));

        assertThat(run.isOpen()).isFalse();
        assertThat(run.isFailed()).isTrue();
        assertThat(run.delayMillis()).isZero();
    }

    @Test
    void should_count_retries_for_each_failure_by_itself() {
        Stream.of(
                        Failure.TOTALS_DIFFER,
                        Failure.KAFKA,
                        Failure.TOTALS_DIFFER,
                        Failure.PAGE_TOKEN_EXPIRED,
                        Failure.TOTALS_DIFFER)
                .forEach(failure -> run.tryFailed(new RunException(failure, "again")));
        assertThat(run.isOpen()).isTrue();

        run.tryFailed(new RunException(Failure.TOTALS_DIFFER, "again"));

        assertThat(run.isOpen()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Failure.class)
    void should_record_every_failure_but_a_stop_of_the_process(Failure failure) {
        while (run.isOpen()) {
            run.tryFailed(new RunException(failure, "no"));
        }

        assertThat(run.isToBeRecorded()).isEqualTo(failure != Failure.STOPPED);
    }

    @Test
    void should_be_fenced_until_it_has_the_window_again() {
        run.tryFailed(new RunException(Failure.FENCED, "taken"));
        assertThat(run.isFenced()).isTrue();

        run.restart();

        assertThat(run.isFenced()).isFalse();
    }

    @Test
    void should_give_up_when_its_transaction_is_too_old() throws IOException {
        run.restart();
        clock.moveOn(Duration.ofMinutes(15));
        run.accept(page("t"));
        clock.moveOn(Duration.ofMillis(1));

        assertThatExceptionOfType(RunException.class)
                .isThrownBy(() -> run.accept(page("")))
                .withMessageContainingAll(
                        "900 s", "kafka.transaction-timeout (KAFKA_TRANSACTION_TIMEOUT)", "transaction.max.timeout.ms")
                .extracting(RunException::failure)
                .isEqualTo(Failure.TRANSACTION_TIMEOUT);
        assertThatExceptionOfType(RunException.class)
                .isThrownBy(run::verify)
                .extracting(RunException::failure)
                .isEqualTo(Failure.TRANSACTION_TIMEOUT);
    }

    /** Kafka says the same in both cases. */
    @Test
    void should_tell_a_transaction_that_is_too_old_from_one_that_was_taken() {
        run.restart();
        run.tryFailed(new RunException(Failure.FENCED, "fenced"));
        assertThat(run.isFenced()).isTrue();

        run.restart();
        clock.moveOn(Duration.ofMinutes(16));
        run.tryFailed(new RunException(Failure.FENCED, "fenced"));

        assertThat(run.error().failure()).isEqualTo(Failure.TRANSACTION_TIMEOUT);
    }

    @Test
    void should_have_the_whole_time_again_in_the_next_try() throws IOException {
        run.restart();
        clock.moveOn(Duration.ofMinutes(16));

        run.restart();
        run.accept(page(""));
        run.verify();

        assertThatCode(run::checkWhole).doesNotThrowAnyException();
    }

    @Test
    void should_take_over_the_figures_of_a_run_that_was_complete_before() {
        Totals totals = new Totals(7L, 1L, 2L, 3L);
        CompleteRun earlier = new CompleteRun("other", clock.instant(), 5, 2, 1, 2, totals);
        run.restart();
        assertThat(run.isDue()).isTrue();

        run.adopt(earlier);

        assertThat(run.isDue()).isFalse();
        assertThatCode(run::checkWhole).doesNotThrowAnyException();
        assertThat(run.hosts()).isEqualTo(5);
        assertThat(run.pages()).isEqualTo(2);
        assertThat(run.duplicates()).isEqualTo(1);
        assertThat(run.rejected()).isEqualTo(2);
        assertThat(run.totals()).isEqualTo(totals);
        assertThat(run.differences()).isEmpty();
        run.restart();
        assertThat(run.isDue()).isTrue();
    }

    /** Or a run would not count as one of its own fire. */
    @Test
    void should_not_start_before_its_fire() {
        Instant fireTime = Instant.parse("2026-11-01T02:30:00Z");
        Instant early = fireTime.minusMillis(2);

        Run hasty = new Run(HostReport.REPORT, OCTOBER, "ACCOUNT", fireTime, limits, early);

        assertThat(hasty.startedAt()).isEqualTo(fireTime);
    }

    private static Page page(String token) throws IOException {
        return HostReport.ofZoom(
                "{\"from\":\"2026-10-01\",\"to\":\"2026-10-31\",\"next_page_token\":\"" + token + "\",\"users\":[]}");
    }
}
