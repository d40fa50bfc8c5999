package io.zoomhosts.zoom;

import static org.assertj.core.api.Assertions.assertThat;

import io.zoomhosts.failure.DailyLimitException;
import io.zoomhosts.failure.Failure;
import io.zoomhosts.failure.RunException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** How often, and after how long, a request to Zoom is repeated. */
class RequestRetriesTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final RequestRetries retries = new RequestRetries(SECOND, RequestListener.NONE);
    private final RequestRetries.Counted counted = new RequestRetries.Counted();

    @RepeatedTest(20)
    void repeats_a_request_five_times_and_waits_twice_as_long_each_time_where_zoom_does_not_answer() {
        assertWaits(SECOND, all(retries, counted, failed(Failure.ZOOM_UNAVAILABLE)), 1, 2, 4, 8, 16);
    }

    @RepeatedTest(20)
    void backs_off_for_half_a_minute_at_most() {
        Duration delay = Duration.ofSeconds(10);

        assertWaits(
                delay,
                all(new RequestRetries(delay, RequestListener.NONE), counted, failed(Failure.ZOOM_UNAVAILABLE)),
                10,
                20,
                30,
                30,
                30);
    }

    @RepeatedTest(20)
    void repeats_a_request_ten_times_after_a_second_each_where_requests_were_too_fast() {
        assertWaits(SECOND, all(retries, counted, failed(Failure.RATE_LIMITED)), 1, 1, 1, 1, 1, 1, 1, 1, 1, 1);
    }

    @RepeatedTest(20)
    void waits_as_long_as_zoom_says_and_not_a_moment_less() {
        Duration wait = retries.wait(counted, new ZoomException(Failure.RATE_LIMITED, "no", Duration.ofSeconds(7)))
                .orElseThrow();

        assertThat(wait).isBetween(Duration.ofSeconds(7), Duration.ofMillis(7_250));
    }

    @Test
    void varies_its_waits_lest_all_processes_ask_at_once() {
        List<Duration> waits = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            waits.addAll(all(retries, new RequestRetries.Counted(), failed(Failure.RATE_LIMITED)));
        }

        assertThat(waits.stream().distinct().count()).isGreaterThan(50);
    }

    @Test
    void repeats_a_request_at_once_with_a_new_access_token_and_then_not_in_step_with_others() {
        List<Duration> waits = all(retries, counted, failed(Failure.ACCESS_REFUSED));

        assertThat(waits).hasSize(10).startsWith(Duration.ZERO).allSatisfy(wait -> assertThat(wait)
                .isLessThanOrEqualTo(Duration.ofSeconds(2)));
        assertThat(waits).doesNotHaveDuplicates();
    }

    @Test
    void repeats_a_request_that_is_not_permitted_once_with_a_new_access_token() {
        assertThat(all(retries, counted, failed(Failure.NOT_PERMITTED))).containsExactly(Duration.ZERO);
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"ZOOM_UNAVAILABLE", "RATE_LIMITED", "ACCESS_REFUSED", "NOT_PERMITTED"})
    void does_not_repeat_a_request_whose_answer_would_be_the_same(Failure failure) {
        assertThat(retries.wait(counted, failed(failure))).isEmpty();
    }

    @Test
    void does_not_repeat_a_request_when_the_requests_of_the_day_are_used_up() {
        assertThat(retries.wait(counted, new DailyLimitException(Instant.EPOCH)))
                .isEmpty();
    }

    @Test
    void does_not_repeat_a_request_when_the_credentials_are_refused() {
        assertThat(retries.wait(counted, new CredentialsRefusedException("no"))).isEmpty();
    }

    @Test
    void does_not_repeat_a_request_for_what_zoom_did_not_do() {
        assertThat(retries.wait(counted, new IOException("disk"))).isEmpty();
        assertThat(retries.wait(counted, new RunException(Failure.ZOOM_UNAVAILABLE, "no answer of Zoom")))
                .isEmpty();
        assertThat(retries.wait(counted, null)).isEmpty();
    }

    @Test
    void counts_each_failure_by_itself() {
        assertThat(all(retries, counted, failed(Failure.ZOOM_UNAVAILABLE))).hasSize(5);
        assertThat(all(retries, counted, failed(Failure.NOT_PERMITTED))).hasSize(1);
        assertThat(all(retries, counted, failed(Failure.RATE_LIMITED))).hasSize(10);
        assertThat(retries.wait(counted, failed(Failure.ZOOM_UNAVAILABLE))).isEmpty();
    }

    @Test
    void backs_off_anew_after_another_failure() {
        retries.wait(counted, failed(Failure.RATE_LIMITED));
        retries.wait(counted, failed(Failure.RATE_LIMITED));

        assertThat(retries.wait(counted, failed(Failure.ZOOM_UNAVAILABLE)).orElseThrow())
                .isLessThan(Duration.ofSeconds(2));
    }

    @ParameterizedTest
    @CsvSource({"1", "20", "3600000"})
    void works_with_any_delay_that_can_be_set(long millis) {
        Duration delay = Duration.ofMillis(millis);

        assertThat(all(new RequestRetries(delay, RequestListener.NONE), counted, failed(Failure.ZOOM_UNAVAILABLE)))
                .hasSize(5)
                .allSatisfy(wait -> assertThat(wait)
                        .isGreaterThanOrEqualTo(
                                delay.compareTo(Duration.ofSeconds(30)) < 0 ? delay : Duration.ofSeconds(30)));
    }

    @Test
    void tells_camel_how_long_to_wait() {
        Exchange exchange = caught(new ZoomException(Failure.RATE_LIMITED, "no", Duration.ofSeconds(7)));

        boolean again = retries.again(exchange);

        assertThat(again).isTrue();
        assertThat(exchange.getMessage().getHeader(Exchange.REDELIVERY_DELAY, Long.class))
                .isBetween(7_000L, 7_250L);
    }

    @Test
    void counts_for_one_request_at_a_time() {
        Exchange exchange = caught(failed(Failure.NOT_PERMITTED));
        assertThat(retries.again(exchange)).isTrue();
        assertThat(retries.again(exchange)).isFalse();

        exchange.setVariable("retries", retries.begin());

        assertThat(retries.again(exchange)).isTrue();
    }

    @Test
    void does_not_repeat_a_request_whose_page_nobody_waits_for_any_more() {
        Exchange exchange = caught(failed(Failure.ZOOM_UNAVAILABLE));
        exchange.setVariable("forgotten", new AtomicBoolean(true));

        assertThat(retries.again(exchange)).isFalse();
    }

    @Test
    void tells_its_listener_of_waits_for_zooms_limit_and_of_no_others() {
        List<String> waits = new ArrayList<>();
        RequestRetries heard = new RequestRetries(SECOND, new RequestListener() {
            @Override
            public void onWait(Limit limit, Duration wait) {
                waits.add(limit + " " + wait.toSeconds());
            }
        });

        heard.again(caught(failed(Failure.ZOOM_UNAVAILABLE)));
        heard.again(caught(failed(Failure.ACCESS_REFUSED)));
        heard.again(caught(new ZoomException(Failure.RATE_LIMITED, "no", Duration.ofSeconds(7))));

        assertThat(waits).containsExactly("ZOOM 7");
    }

    private Exchange caught(Exception failed) {
        Exchange exchange = Answers.exchange(200, "");
        exchange.setProperty(Exchange.EXCEPTION_CAUGHT, failed);
        exchange.setVariable("retries", retries.begin());
        return exchange;
    }

    /** The waits until there is none. */
    private static List<Duration> all(RequestRetries retries, RequestRetries.Counted counted, Exception failed) {
        List<Duration> waits = new ArrayList<>();
        for (Optional<Duration> wait = retries.wait(counted, failed);
                wait.isPresent();
                wait = retries.wait(counted, failed)) {
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
