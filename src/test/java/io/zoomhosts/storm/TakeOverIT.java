package io.zoomhosts.storm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** When an instance dies, another takes its accounts over. */
@Tag("faults")
class TakeOverIT {

    /** The default of {@code KAFKA_SESSION_TIMEOUT}. */
    private static final long SESSION_MILLIS = 10_000;

    @Test
    void another_instance_takes_over_within_the_session_time_out_and_five_seconds() throws Exception {
        List<Long> times = new Measures(Path.of("target", "take-over-it")).takeOver(1);

        assertThat(times).isNotEmpty().allMatch(millis -> millis <= SESSION_MILLIS + 5000);
    }
}
