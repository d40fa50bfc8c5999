package io.zoomhosts.storm;

import static org.assertj.core.api.Assertions.assertThat;

import io.zoomhosts.storm.FaultSchedule.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The short form of the {@link Storm}. To repeat one that failed: {@code -Dstorm.seed=…}; to make it longer:
 * {@code -Dstorm.minutes=…}.
 */
@Tag("faults")
class StormIT {

    private static final Logger LOG = LoggerFactory.getLogger(StormIT.class);

    @Test
    void consumers_see_only_whole_windows_in_a_storm() throws Exception {
        long seed = Long.getLong("storm.seed", 20261126);
        Duration lasts = Duration.ofSeconds((long) (60 * Double.parseDouble(System.getProperty("storm.minutes", "1"))));
        Path folder = Path.of("target", "storm-it");
        Storm.delete(folder);

        Storm.Result result = new Storm(seed, lasts, EnumSet.allOf(Kind.class), LOG::info).run(folder);

        LOG.info("{}", result);
        assertThat(result.anomalies())
                .as("seed %d; the logs of all processes are in %s", seed, folder)
                .isEmpty();
    }
}
