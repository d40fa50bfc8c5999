package io.zoomhosts.zoom;

import static org.assertj.core.api.Assertions.assertThat;

import io.zoomhosts.report.DailyLimitException;
import io.zoomhosts.report.Failure;
import io.zoomhosts.report.RunException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** How often, and after how long, the same page is asked for again. */
class PageRetriesTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final PageRetries retries = new PageRetries(SECOND);

    @RepeatedTest(20)
    void should_ask_five_times_more_and_wait_twice_as_long_each_time_where_zoom_does_not_answer() {
        assertWaits(SECOND, all(retries, failed(Failure.ZOOM_UNAVAILABLE)), 1, 2, 4, 8, 16);
    }

    @RepeatedTest(20)
    void should_not_back_off_for_longer_than_half_a_minute() {
        Duration delay = Duration.ofSeconds(10);

        assertWaits(delay, all(new PageRetries(delay), failed(Failure.ZOOM_UNAVAILABLE)), 10, 20, 30, 30, 30);
    }

    @RepeatedTest(20)
    void should_ask_ten_times_more_after_a_second_each_where_requests_were_too_fast() {
        assertWaits(SECOND, all(retries, failed(Failure.RATE_LIMITED)), 1, 1, 1, 1, 1, 1, 1, 1, 1, 1);
    }

    @RepeatedTest(20)
    void should_wait_as_long_as_zoom_says_and_not_a_moment_less() {
        Duration wait = retries.next(new ZoomException(Failure.RATE_LIMITED, "no", Duration.ofSeconds(7)))
                .orElseThrow();

        assertThat(wait).isBetween(Duration.ofSeconds(7), Duration.ofMillis(7_250));
    }

    @Test
    void should_not_wait_always_equally_long_lest_all_processes_ask_at_once() {
        List<Duration> waits = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            waits.addAll(all(new PageRetries(SECOND), failed(Failure.RATE_LIMITED)));
        }

        assertThat(waits.stream().distinct().count()).isGreaterThan(50);
    }

    @Test
    void should_ask_once_more_at_once_with_a_new_access_token() {
        assertThat(all(retries, failed(Failure.ACCESS_REFUSED))).containsExactly(Duration.ZERO);
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"ZOOM_UNAVAILABLE", "RATE_LIMITED", "ACCESS_REFUSED"})
    void should_not_ask_again_where_the_answer_would_be_the_same(Failure failure) {
        assertThat(retries.next(failed(failure))).isEmpty();
    }

    @Test
    void should_not_ask_again_when_the_requests_of_the_day_are_used_up() {
        assertThat(retries.next(new DailyLimitException(Instant.EPOCH))).isEmpty();
    }

    @Test
    void should_not_ask_again_when_the_credentials_are_refused() {
        assertThat(retries.next(new CredentialsRefusedException("no"))).isEmpty();
    }

    @Test
    void should_not_ask_again_for_what_zoom_did_not_do() {
        assertThat(retries.next(new IOException("disk"))).isEmpty();
        assertThat(retries.next(new RunException(Failure.ZOOM_UNAVAILABLE, "no answer of Zoom")))
                .isEmpty();
        assertThat(retries.next(null)).isEmpty();
    }

    @Test
    void should_count_each_failure_by_itself() {
        assertThat(all(retries, failed(Failure.ZOOM_UNAVAILABLE))).hasSize(5);
        assertThat(all(retries, failed(Failure.ACCESS_REFUSED))).hasSize(1);
        assertThat(all(retries, failed(Failure.RATE_LIMITED))).hasSize(10);
        assertThat(retries.next(failed(Failure.ZOOM_UNAVAILABLE))).isEmpty();
    }

    @Test
    void should_back_off_anew_after_another_failure() {
        retries.next(failed(Failure.RATE_LIMITED));
        retries.next(failed(Failure.RATE_LIMITED));

        assertThat(retries.next(failed(Failure.ZOOM_UNAVAILABLE)).orElseThrow()).isLessThan(Duration.ofSeconds(2));
    }

    @ParameterizedTest
    @CsvSource({"1", "20", "3600000"})
    void should_do_with_any_delay_that_can_be_set(long millis) {
        Duration delay = Duration.ofMillis(millis);

        assertThat(all(new PageRetries(delay), failed(Failure.ZOOM_UNAVAILABLE)))
                .hasSize(5)
                .allSatisfy(wait -> assertThat(wait)
                        .isGreaterThanOrEqualTo(
                                delay.compareTo(Duration.ofSeconds(30)) < 0 ? delay : Duration.ofSeconds(30)));
    }

    /** The waits until there is none. */
    private static List<Duration> all(PageRetries retries, Exception failed) {
        List<Duration> waits = new ArrayList<>();
        for (Optional<Duration> wait = retries.next(failed); wait.isPresent(); wait = retries.next(failed)) {
            waits.add(wait.get());
        }
        return waits;
    }

    /** Never earlier than these seconds, and up to a quarter of the first delay later. */
    private static void assertWaits(Duration delay, List<Duration> waits, int... seconds) {
        assertThat(waits).hasSize(seconds.length);
        for (int i = 0; i < seconds.length; i++) {
            Duration least = Duration.ofSeconds(seconds[i]);
            assertThat(waits.get(i)).isBetween(least, least.plus(delay.dividedBy(4)));
        }
    }

    private static ZoomException failed(Failure failure) {
        return new ZoomException(failure, "no");
    }
}
