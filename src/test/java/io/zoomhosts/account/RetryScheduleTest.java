package io.zoomhosts.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.zoomhosts.sandbox.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** When an account is retried between the times of the schedule. */
class RetryScheduleTest {

    private final SettableClock clock = new SettableClock("2026-11-01T02:30:00Z");
    private final RetrySchedule retries = new RetrySchedule(Duration.ofSeconds(1), clock);

    @Test
    void has_no_retry_at_first() {
        clock.moveOn(Duration.ofDays(1));

        assertThat(retries.takeDue()).isFalse();
        assertThat(retries.parkedUntil()).isNull();
    }

    @Test
    void retries_once_after_a_failure() {
        retries.retryLater();

        assertThat(wait(Duration.ofSeconds(29))).isFalse();
        assertThat(wait(Duration.ofSeconds(1))).isTrue();
        assertThat(wait(Duration.ofDays(1))).isFalse();
    }

    @Test
    void counts_the_failures_of_one_trigger_as_one() {
        retries.retryLater();
        retries.retryLater();

        assertThat(wait(Duration.ofSeconds(30))).isTrue();
        assertThat(wait(Duration.ofDays(1))).isFalse();
    }

    @Test
    void doubles_the_wait_after_each_failure_up_to_an_hour() {
        assertThat(IntStream.rangeClosed(1, 9).mapToObj(nth -> pauseAfterFailure()))
                .extracting(Duration::toSeconds)
                .containsExactly(30L, 60L, 120L, 240L, 480L, 960L, 1920L, 3600L, 3600L);
    }

    @Test
    void resets_the_wait_after_a_complete_window() {
        pauseAfterFailure();
        pauseAfterFailure();

        retries.completed();

        assertThat(pauseAfterFailure()).isEqualTo(Duration.ofSeconds(30));
    }

    /** A retry sends nothing to Zoom while Kafka is unreachable, so short intervals cost nothing. */
    @Test
    void retries_kafka_at_short_intervals() {
        for (int nth = 0; nth < 100; nth++) {
            assertThat(retries.retrySoon()).isEqualTo(Duration.ofSeconds(30));
            assertThat(wait(Duration.ofSeconds(30))).isTrue();
        }
    }

    @Test
    void retries_after_a_daily_limit_ends() {
        Instant midnight = Instant.parse("2026-11-02T00:00:00Z");
        retries.park(midnight);
        retries.retryLater();

        assertThat(retries.parkedUntil()).isEqualTo(midnight);
        assertThat(wait(Duration.between(clock.instant(), midnight).minusMillis(1)))
                .isFalse();
        assertThat(wait(Duration.ofMillis(1))).isTrue();
        assertThat(retries.parkedUntil()).isNull();
    }

    @Test
    void a_report_that_waits_keeps_no_other_report_from_a_retry() {
        Instant midnight = Instant.parse("2026-11-02T00:00:00Z");
        retries.park("meeting-participants", midnight);
        retries.retryLater();

        assertThat(retries.parkedUntil("meeting-participants")).isEqualTo(midnight);
        assertThat(retries.parkedUntil("hosts")).isNull();
        assertThat(retries.parkedUntil()).isNull();
        assertThat(wait(Duration.ofSeconds(30))).isTrue();

        assertThat(wait(Duration.between(clock.instant(), midnight).minusMillis(1)))
                .isFalse();
        assertThat(wait(Duration.ofMillis(1))).isTrue();
        assertThat(retries.parkedUntil("meeting-participants")).isNull();
        assertThat(wait(Duration.ofDays(1))).isFalse();
    }

    private boolean wait(Duration duration) {
        clock.moveOn(duration);
        return retries.takeDue();
    }

    private Duration pauseAfterFailure() {
        retries.retryLater();
        Instant failed = clock.instant();
        while (!retries.takeDue()) {
            clock.moveOn(Duration.ofSeconds(1));
        }
        return Duration.between(failed, clock.instant());
    }
}
