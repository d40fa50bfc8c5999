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

class RequestRateTest {

    private static final int RATE = 10;

    private final RequestRate rate = new RequestRate(RATE);
    private final List<Long> arrivals = Collections.synchronizedList(new ArrayList<>());

    /** Guards against a second in which the first requests, on new connections, arrive with those that come after. */
    @Test
    void lets_no_more_arrive_in_any_second_however_long_the_first_ones_are_on_their_way() throws Exception {
        requests(4 * RATE, nth -> Duration.ofMillis(nth < RATE ? 400 : 2), Duration.ofMillis(50));

        assertThat(arrivals).hasSize(4 * RATE);
        assertThat(IntStream.range(0, arrivals.size() - RATE)
                        .mapToObj(first -> Duration.ofNanos(arrivals.get(first + RATE) - arrivals.get(first))))
                .allMatch(span -> span.compareTo(Duration.ofSeconds(1)) >= 0);
    }

    @Test
    void uses_the_whole_rate_once_it_knows_how_fast_zoom_answers() throws Exception {
        Duration answer = Duration.ofMillis(400);
        requests(2 * RATE, nth -> Duration.ofMillis(2), answer);
        long begun = System.nanoTime();

        requests(4 * RATE, nth -> Duration.ofMillis(2), answer);

        // The places of before are kept for their answers too; then each round takes a second, and not one and a half.
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofMillis(5100));
    }

    /** Zoom takes its time over each answer, and each request takes its own on its way there. */
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
