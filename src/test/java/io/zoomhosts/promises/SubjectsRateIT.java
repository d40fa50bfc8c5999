package io.zoomhosts.promises;

import static org.assertj.core.api.Assertions.assertThat;

import io.zoomhosts.demo.KafkaBroker;
import io.zoomhosts.run.Run;
import io.zoomhosts.support.Rig;
import io.zoomhosts.support.RoutesCopy;
import io.zoomhosts.support.WithKafka;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A window of many subjects takes as long as its requests take at the allowed rate. Prints the ratio; on a quiet machine it is below
 * 1.05.
 */
@ExtendWith(WithKafka.class)
class SubjectsRateIT {

    private static final LocalDate DAY = LocalDate.now(ZoneOffset.UTC).minusDays(10);
    private static final int RATE = 40;

    @RegisterExtension
    final RoutesCopy routes = new RoutesCopy();

    @Test
    void subjects_wait_for_the_request_rate_and_for_nothing_else(KafkaBroker kafka) throws Exception {
        routes.ownTopics();
        try (Rig rig =
                routes.rig(kafka, Rig.options().withMeetingsPerDay(630).withResponseDelay(Duration.ofMillis(100)))) {
            rig.set("zoom.requests-per-second", String.valueOf(RATE));
            List<Run> runs = rig.collect("meeting-participants", DAY, DAY);
            Run run = runs.get(runs.size() - 1);

            long requests = rig.zoom().requests().stream()
                    .filter(request -> request.rawPath().endsWith("/participants"))
                    .count();
            double seconds = Duration.between(run.startedAt(), run.finishedAt()).toMillis() / 1000.0;
            double ratio = seconds / (requests / (double) RATE);
            System.out.printf(
                    "%d subjects, %d requests, %.1f s: %.3f of the time that the rate allows%n",
                    run.counts().subjects(), requests, seconds, ratio);
            assertThat(run.counts().subjects()).isGreaterThanOrEqualTo(500);
            assertThat(ratio).isBetween(0.9, 1.15);
        }
    }
}
