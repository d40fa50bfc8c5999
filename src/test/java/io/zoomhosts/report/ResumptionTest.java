package io.zoomhosts.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.zoomhosts.sandbox.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** When the service goes on by itself. */
class ResumptionTest {

    private final SettableClock clock = new SettableClock("2026-11-01T02:30:00Z");
    private final Resumption resumption =
            new Resumption(new RunLimits(3, false, Duration.ofSeconds(1), Duration.ofMinutes(15), clock));

    @Test
    void should_have_nothing_to_resume_at_first() {
        clock.moveOn(Duration.ofDays(1));

        assertThat(resumption.isDue()).isFalse();
        assertThat(resumption.parkedUntil()).isNull();
    }

    @Test
    void should_resume_once_after_a_failure() {
        resumption.retryLater();

        assertThat(wait(Duration.ofSeconds(29))).isFalse();
        assertThat(wait(Duration.ofSeconds(1))).isTrue();
        assertThat(wait(Duration.ofDays(1))).isFalse();
    }

    @Test
    void should_count_the_failures_of_one_fire_as_one() {
        resumption.retryLater();
        resumption.retryLater();

        assertThat(wait(Duration.ofSeconds(30))).isTrue();
        assertThat(wait(Duration.ofDays(1))).isFalse();
    }

    @Test
    void should_wait_longer_after_each_failure_in_a_row_and_an_hour_at_most() {
        assertThat(IntStream.rangeClosed(1, 9).mapToObj(nth -> pauseAfterFailure()))
                .extracting(Duration::toSeconds)
                .containsExactly(30L, 60L, 120L, 240L, 480L, 960L, 1920L, 3600L, 3600L);
    }

    @Test
    void should_wait_as_at_first_once_a_window_was_complete() {
        pauseAfterFailure();
        pauseAfterFailure();

        resumption.completed();

        assertThat(pauseAfterFailure()).isEqualTo(Duration.ofSeconds(30));
    }

    /** Nothing is asked of Zoom while Kafka is away, and it may be back at any moment. */
    @Test
    void should_keep_looking_for_kafka_at_short_intervals() {
        for (int nth = 0; nth < 100; nth++) {
            assertThat(resumption.retrySoon()).isEqualTo(Duration.ofSeconds(30));
            assertThat(wait(Duration.ofSeconds(30))).isTrue();
        }
    }

    @Test
    void should_resume_once_a_daily_limit_is_over() {
        Instant midnight = Instant.parse("2026-11-02T00:00:00Z");
        resumption.park(midnight);
        resumption.retryLater();

        assertThat(resumption.parkedUntil()).isEqualTo(midnight);
        assertThat(wait(Duration.between(clock.instant(), midnight).minusMillis(1)))
                .isFalse();
        assertThat(wait(Duration.ofMillis(1))).isTrue();
        assertThat(resumption.parkedUntil()).isNull();
    }

    private boolean wait(Duration duration) {
        clock.moveOn(duration);
        return resumption.isDue();
    }

    private Duration pauseAfterFailure() {
        resumption.retryLater();
        Instant failed = clock.instant();
        while (!resumption.isDue()) {
            clock.moveOn(Duration.ofSeconds(1));
        }
        return Duration.between(failed, clock.instant());
    }
}
