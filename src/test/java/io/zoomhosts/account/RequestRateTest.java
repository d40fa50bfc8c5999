package io.zoomhosts.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Never more requests per second than {@code ZOOM_REQUESTS_PER_SECOND}. */
class RequestRateTest {

    private static final int RATE = 10;

    private final RequestRate rate = new RequestRate(RATE);
    private final List<Long> arrivals = Collections.synchronizedList(new ArrayList<>());

    /** Guards against slow first requests, on new connections, that arrive together with later ones. */
    @Test
    void never_exceeds_the_rate_when_first_requests_are_slow() throws Exception {
        requests(4 * RATE, nth -> Duration.ofMillis(nth < RATE ? 400 : 2), Duration.ofMillis(50));

        assertThat(arrivals).hasSize(4 * RATE);
        assertThat(IntStream.range(0, arrivals.size() - RATE)
                        .mapToObj(first -> Duration.ofNanos(arrivals.get(first + RATE) - arrivals.get(first))))
                .allMatch(span -> span.compareTo(Duration.ofSeconds(1)) >= 0);
    }

    @Test
    void uses_the_full_rate_once_it_knows_the_latency() throws Exception {
        Duration answer = Duration.ofMillis(400);
        requests(2 * RATE, nth -> Duration.ofMillis(2), answer);
        long begun = System.nanoTime();

        requests(4 * RATE, nth -> Duration.ofMillis(2), answer);

        // The first round waits for the answers of the earlier requests; each later round takes one second.
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofMillis(5100));
    }

    @Test
    void keeps_a_rate_that_is_changed_while_it_is_in_use() throws Exception {
        RequestRate.Request inUse = rate.begin();
        rate.limitTo(2);
        inUse.end();
        requests(6, nth -> Duration.ZERO, Duration.ofMillis(1));

        assertThat(rate.perSecond()).isEqualTo(2);
        assertThat(IntStream.range(0, arrivals.size() - 2)
                        .mapToObj(first -> Duration.ofNanos(arrivals.get(first + 2) - arrivals.get(first))))
                .allMatch(span -> span.compareTo(Duration.ofSeconds(1)) >= 0);

        arrivals.clear();
        rate.limitTo(20);
        requests(20, nth -> Duration.ZERO, Duration.ofMillis(1));
        assertThat(Duration.ofNanos(arrivals.get(19) - arrivals.get(0))).isLessThan(Duration.ofMillis(1100));
    }

    /** Another program may then send at the full rate. */
    @Test
    void is_quiet_a_second_after_the_last_request() throws Exception {
        assertThat(rate.untilQuiet()).isZero();

        RequestRate.Request request = rate.begin();
        assertThat(rate.untilQuiet()).isBetween(Duration.ofMillis(1000), Duration.ofMillis(1050));
        request.end();
        Duration wait = rate.untilQuiet();
        assertThat(wait).isBetween(Duration.ofMillis(900), Duration.ofMillis(1050));

        pass(wait);
        assertThat(rate.untilQuiet()).isZero();
    }

    /** Each request has its own travel time; Zoom takes {@code answer} to answer. */
    private void requests(int number, IntFunction<Duration> onTheirWay, Duration answer) throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(2 * RATE);
        for (int request = 0; request < number; request++) {
            Duration way = onTheirWay.apply(request);
            clients.submit(() -> {
                RequestRate.Request sent = rate.begin();
                pass(way);
                arrivals.add(System.nanoTime());
                pass(answer);
                sent.end();
                return null;
            });
        }
        clients.shutdown();
        assertThat(clients.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        Collections.sort(arrivals);
    }

    private static void pass(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }
}
