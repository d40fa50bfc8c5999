package io.zoomhosts.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackOffTest {

    @Test
    void waits_twice_as_long_before_each_retry_and_half_a_minute_at_most() {
        assertThat(IntStream.rangeClosed(1, 10).mapToObj(retry -> BackOff.before(Duration.ofSeconds(1), retry)))
                .extracting(Duration::toSeconds)
                .containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L, 30L, 30L, 30L);
    }

    @Test
    void waits_half_a_minute_at_most_also_before_the_first_retry() {
        assertThat(BackOff.before(Duration.ofMinutes(5), 1)).isEqualTo(Duration.ofSeconds(30));
    }
}
