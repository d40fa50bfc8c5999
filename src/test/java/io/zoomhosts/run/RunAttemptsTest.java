package io.zoomhosts.run;

import static io.zoomhosts.run.OctoberRuns.assertFails;
import static io.zoomhosts.run.OctoberRuns.collect;
import static io.zoomhosts.run.OctoberRuns.page;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.zoomhosts.failure.Failure;
import io.zoomhosts.failure.RunException;
import io.zoomhosts.sandbox.SettableClock;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** How often and after which waits a run retries its window, and when it fails. */
class RunAttemptsTest {

    private final SettableClock clock = new SettableClock("2026-11-01T02:30:00Z");
    private final Run run = new Run(
            new DueWindow(OctoberRuns.ACCOUNT, OctoberRuns.OCTOBER, clock.instant()),
            OctoberRuns.limits(false, clock),
            clock.instant());

    @ParameterizedTest
    @CsvSource({"PAGE_TOKEN_EXPIRED, 3", "TOTALS_DIFFER, 3", "KEY_REPEATED, 3", "KAFKA, 5"})
    void retries_the_window_after(Failure failure, int retries) {
        List<Long> delays = new ArrayList<>();
        for (int retry = 0; retry < retries; retry++) {
            failed(failure, "attempt " + retry);
            assertThat(run.isOpen()).isTrue();
            assertThat(run.isFailed()).isFalse();
            assertThat(run.isRetried()).isTrue();
            delays.add(run.delayMillis());
            run.restart();
        }
        clock.moveOn(Duration.ofMinutes(1));

        failed(failure, "the last");

        assertThat(delays)
                .containsExactlyElementsOf(LongStream.of(1_000, 2_000, 4_000, 8_000, 16_000)
                        .limit(retries)
                        .boxed()
                        .toList());
        assertThat(run.isOpen()).isFalse();
        assertThat(run.isFailed()).isTrue();
        assertThat(run.error()).hasMessage("the last");
        assertThat(run.errorKind()).isEqualTo(failure.text());
        assertThat(run.finishedAt()).isEqualTo(clock.instant());
    }

    @Test
    void retries_a_fenced_window_after_a_random_wait() {
        for (long delay : List.of(1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000, 30_000, 30_000)) {
            failed(Failure.FENCED, "taken");
            assertThat(run.isOpen()).isTrue();
            assertThat(run.delayMillis()).isBetween(delay, 2 * delay);
            run.restart();
        }

        failed(Failure.FENCED, "taken");

        assertThat(run.isFailed()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"PAGE_TOKEN_EXPIRED", "TOTALS_DIFFER", "KEY_REPEATED", "BROKEN_PAGE", "KAFKA", "FENCED"})
    void does_not_retry_when_another_attempt_does_not_help(Failure failure) {
        failed(failure, "no");

        assertThat(run.isOpen()).isFalse();
        assertThat(run.isFailed()).isTrue();
        assertThat(run.delayMillis()).isZero();
    }

    @Test
    void counts_retries_per_failure() {
        Stream.of(
                        Failure.TOTALS_DIFFER,
                        Failure.KAFKA,
                        Failure.TOTALS_DIFFER,
                        Failure.PAGE_TOKEN_EXPIRED,
                        Failure.TOTALS_DIFFER)
                .forEach(failure -> failed(failure, "again"));
        assertThat(run.isOpen()).isTrue();

        failed(Failure.TOTALS_DIFFER, "again");

        assertThat(run.isOpen()).isFalse();
    }

    @Test
    void counts_attempts_from_one_across_failures() {
        assertThat(run.attempt()).isZero();

        List<Integer> attempts = Stream.of(Failure.KAFKA, Failure.FENCED, Failure.TOTALS_DIFFER)
                .map(failure -> {
                    run.restart();
                    int attempt = run.attempt();
                    failed(failure, "again");
                    assertThat(run.attempt())
                            .as("while it waits for the next attempt")
                            .isEqualTo(attempt);
                    return attempt;
                })
                .toList();

        assertThat(attempts).containsExactly(1, 2, 3);
    }

    @Test
    void has_no_error_while_it_is_in_progress() {
        run.restart();
        failed(Failure.KAFKA, "again");

        assertThat(run.error()).isNull();
        assertThat(run.errorKind()).isEmpty();
        assertThat(run.outcome()).isNull();
    }

    @Test
    void is_fenced_until_its_next_attempt() {
        failed(Failure.FENCED, "taken");
        assertThat(run.isFenced()).isTrue();

        run.restart();

        assertThat(run.isFenced()).isFalse();
    }

    @Test
    void fails_when_its_transaction_times_out() throws IOException {
        run.restart();
        clock.moveOn(Duration.ofMinutes(15));
        collect(run, page("t", (Long) null));
        clock.moveOn(Duration.ofMillis(1));

        assertFails(
                Failure.TRANSACTION_TIMEOUT,
                () -> run.accept(page("", (Long) null)),
                "900 s",
                "kafka.transaction-timeout (KAFKA_TRANSACTION_TIMEOUT)",
                "transaction.max.timeout.ms");
        assertFails(Failure.TRANSACTION_TIMEOUT, run::verify);
    }

    /** Kafka reports the same error in both cases. */
    @Test
    void distinguishes_a_transaction_timeout_from_fencing() {
        run.restart();
        failed(Failure.FENCED, "fenced");
        assertThat(run.isFenced()).isTrue();

        run.restart();
        clock.moveOn(Duration.ofMinutes(16));
        failed(Failure.FENCED, "fenced");

        assertThat(run.error().failure()).isEqualTo(Failure.TRANSACTION_TIMEOUT);
    }

    @Test
    void the_next_attempt_has_the_full_timeout() throws IOException {
        run.restart();
        clock.moveOn(Duration.ofMinutes(16));

        run.restart();
        collect(run, page("", (Long) null));
        run.verify();

        assertThatCode(run::checkWhole).doesNotThrowAnyException();
    }

    @Test
    void takes_the_counts_of_an_earlier_complete_run() {
        CompleteRun earlier = OctoberRuns.complete("other", clock.instant());
        run.restart();
        assertThat(run.isDue()).isTrue();

        run.completeAlready(earlier);

        assertThat(run.isDue()).isFalse();
        assertThatCode(run::checkWhole).doesNotThrowAnyException();
        assertThat(run.counts())
                .isEqualTo(new Counts(4, 1, 2, 1, 2, earlier.counts().totals()));
        assertThat(run.differences()).isEmpty();
        assertThat(run.finishedAt()).isEqualTo(clock.instant());
    }

    @Test
    void the_next_attempt_asks_the_ledger_again() {
        run.restart();
        run.completeAlready(OctoberRuns.complete("other", clock.instant()));

        run.restart();

        assertThat(run.isDue()).isTrue();
        assertThat(run.counts().rows()).isZero();
    }

    private void failed(Failure failure, String message) {
        run.attemptFailed(new RunException(failure, message), false);
    }
}
