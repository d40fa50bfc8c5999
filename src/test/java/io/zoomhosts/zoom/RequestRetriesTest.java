package io.zoomhosts.zoom;

import static org.assertj.core.api.Assertions.assertThat;

import io.zoomhosts.account.Account;
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

/** How often a request to Zoom is retried, and after which waits: {@code zoom.retry-delay} is the first. */
class RequestRetriesTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final RequestRetries retries = new RequestRetries(SECOND, RequestListener.NONE);
    private final RequestRetries.Counted counted = new RequestRetries.Counted();

    @RepeatedTest(20)
    void retries_five_times_with_doubling_waits_when_zoom_is_unavailable() {
        assertWaits(SECOND, all(retries, counted, failed(Failure.ZOOM_UNAVAILABLE)), 1, 2, 4, 8, 16);
    }

    @RepeatedTest(20)
    void backs_off_for_at_most_30_seconds() {
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
    void retries_ten_times_after_429() {
        assertWaits(SECOND, all(retries, counted, failed(Failure.RATE_LIMITED)), 1, 1, 1, 1, 1, 1, 1, 1, 1, 1);
    }

    @RepeatedTest(20)
    void waits_at_least_the_retry_after_of_a_429() {
        Duration wait = retries.wait(counted, new ZoomException(Failure.RATE_LIMITED, "no", Duration.ofSeconds(7)))
                .orElseThrow();

        assertThat(wait).isBetween(Duration.ofSeconds(7), Duration.ofMillis(7_250));
    }

    @Test
    void randomises_waits() {
        List<Duration> waits = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            waits.addAll(all(retries, new RequestRetries.Counted(), failed(Failure.RATE_LIMITED)));
        }

        assertThat(waits.stream().distinct().count()).isGreaterThan(50);
    }

    @Test
    void retries_at_once_with_a_new_token_then_after_random_waits() {
        List<Duration> waits = all(retries, counted, failed(Failure.ACCESS_REFUSED));

        assertThat(waits).hasSize(10).startsWith(Duration.ZERO).allSatisfy(wait -> assertThat(wait)
                .isLessThanOrEqualTo(Duration.ofSeconds(2)));
        assertThat(waits.stream().distinct().count()).isGreaterThan(5);
    }

    @Test
    void retries_a_request_not_permitted_once_with_a_new_token() {
        assertThat(all(retries, counted, failed(Failure.NOT_PERMITTED))).containsExactly(Duration.ZERO);
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"ZOOM_UNAVAILABLE", "RATE_LIMITED", "ACCESS_REFUSED", "NOT_PERMITTED"})
    void does_not_retry_when_the_answer_would_be_the_same(Failure failure) {
        assertThat(retries.wait(counted, failed(failure))).isEmpty();
    }

    @Test
    void does_not_retry_after_a_daily_limit() {
        assertThat(retries.wait(counted, new DailyLimitException(Instant.EPOCH)))
                .isEmpty();
    }

    @Test
    void does_not_retry_when_the_credentials_are_refused() {
        assertThat(retries.wait(counted, new CredentialsRefusedException("no"))).isEmpty();
    }

    @Test
    void does_not_retry_failures_that_are_not_zooms() {
        assertThat(retries.wait(counted, new IOException("disk"))).isEmpty();
        assertThat(retries.wait(counted, new RunException(Failure.ZOOM_UNAVAILABLE, "no answer of Zoom")))
                .isEmpty();
        assertThat(retries.wait(counted, null)).isEmpty();
    }

    @Test
    void counts_retries_per_failure() {
        assertThat(all(retries, counted, failed(Failure.ZOOM_UNAVAILABLE))).hasSize(5);
        assertThat(all(retries, counted, failed(Failure.NOT_PERMITTED))).hasSize(1);
        assertThat(all(retries, counted, failed(Failure.RATE_LIMITED))).hasSize(10);
        assertThat(retries.wait(counted, failed(Failure.ZOOM_UNAVAILABLE))).isEmpty();
    }

    @Test
    void restarts_the_back_off_after_another_failure() {
        retries.wait(counted, failed(Failure.RATE_LIMITED));
        retries.wait(counted, failed(Failure.RATE_LIMITED));

        assertThat(retries.wait(counted, failed(Failure.ZOOM_UNAVAILABLE)).orElseThrow())
                .isLessThan(Duration.ofSeconds(2));
    }

    @ParameterizedTest
    @CsvSource({"1", "20", "3600000"})
    void accepts_any_valid_retry_delay(long millis) {
        Duration delay = Duration.ofMillis(millis);

        assertThat(all(new RequestRetries(delay, RequestListener.NONE), counted, failed(Failure.ZOOM_UNAVAILABLE)))
                .hasSize(5)
                .allSatisfy(wait -> assertThat(wait)
                        .isGreaterThanOrEqualTo(
                                delay.compareTo(Duration.ofSeconds(30)) < 0 ? delay : Duration.ofSeconds(30)));
    }

    @Test
    void sets_camels_redelivery_delay() {
        Exchange exchange = caught(new ZoomException(Failure.RATE_LIMITED, "no", Duration.ofSeconds(7)));

        boolean again = retries.again(exchange);

        assertThat(again).isTrue();
        assertThat(exchange.getMessage().getHeader(Exchange.REDELIVERY_DELAY, Long.class))
                .isBetween(7_000L, 7_250L);
    }

    @Test
    void counts_retries_per_request() {
        Exchange exchange = caught(failed(Failure.NOT_PERMITTED));
        assertThat(retries.again(exchange)).isTrue();
        assertThat(retries.again(exchange)).isFalse();

        exchange.setVariable("retries", retries.begin());

        assertThat(retries.again(exchange)).isTrue();
    }

    @Test
    void does_not_retry_an_abandoned_request() {
        Exchange exchange = caught(failed(Failure.ZOOM_UNAVAILABLE));
        exchange.setVariable("forgotten", new AtomicBoolean(true));

        assertThat(retries.again(exchange)).isFalse();
    }

    @Test
    void notifies_its_listener_only_of_waits_for_a_limit() {
        List<String> waits = new ArrayList<>();
        RequestRetries heard = new RequestRetries(SECOND, new RequestListener() {
            @Override
            public void onWait(Account account, Limit limit, Duration wait) {
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

    /** All waits until no retry is left. */
    private static List<Duration> all(RequestRetries retries, RequestRetries.Counted counted, Exception failed) {
        List<Duration> waits = new ArrayList<>();
        for (Optional<Duration> wait = retries.wait(counted, failed);
                wait.isPresent();
                wait = retries.wait(counted, failed)) {
            waits.add(wait.get());
        }
        return waits;
    }

    /** Waits are at least these seconds, and up to a quarter of the first delay longer. */
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
