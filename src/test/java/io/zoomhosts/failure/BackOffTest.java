package io.zoomhosts.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Waits between retries: doubled each time, at most 30 seconds. */
class BackOffTest {

    @Test
    void doubles_the_wait_before_each_retry_up_to_30_seconds() {
        assertThat(IntStream.rangeClosed(1, 10).mapToObj(retry -> BackOff.before(Duration.ofSeconds(1), retry)))
                .extracting(Duration::toSeconds)
                .containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L, 30L, 30L, 30L);
    }

    @Test
    void waits_at_most_30_seconds_before_the_first_retry() {
        assertThat(BackOff.before(Duration.ofMinutes(5), 1)).isEqualTo(Duration.ofSeconds(30));
    }
}
