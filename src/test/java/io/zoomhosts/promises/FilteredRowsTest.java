package io.zoomhosts.promises;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.zoomhosts.demo.KafkaBroker;
import io.zoomhosts.observe.Freshness;
import io.zoomhosts.observe.Metrics;
import io.zoomhosts.observe.NewestRuns;
import io.zoomhosts.report.Window;
import io.zoomhosts.run.Run;
import io.zoomhosts.support.Rig;
import io.zoomhosts.support.RoutesCopy;
import io.zoomhosts.support.WithKafka;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Filtered rows are counted wherever a run is reported. For stdout see DistributionIT, for the log OutcomeTest. */
@ExtendWith(WithKafka.class)
class FilteredRowsTest {

    private static final Window WINDOW = Rig.lastMonth("active");

    @RegisterExtension
    final RoutesCopy routes = new RoutesCopy();

    @BeforeEach
    void publishLicensedOnly() throws Exception {
        routes.eachHost(RoutesCopy.LICENSED_ONLY);
    }

    @Test
    void filtered_rows_are_in_run_event_runs_table_and_metrics(KafkaBroker kafka) throws Exception {
        try (Rig rig = routes.rig(kafka)) {
            Run run = rig.collect(WINDOW).get(0);

            long rows = rig.hosts().committed().size();
            long filtered = 650 - rows;
            assertThat(rows).isBetween(1L, 649L);
            assertThat(rig.runs().committed()).singleElement().satisfies(event -> assertThat(event.value())
                    .contains("\"rows\":" + rows + ",", "\"filtered\":" + filtered + ","));
            assertThat(rig.printRuns().stdoutLines())
                    .last()
                    .asString()
                    .matches("hosts active .* complete +" + rows + " +" + filtered + " +650 .*");
            SimpleMeterRegistry registry = new SimpleMeterRegistry();
            metrics(registry).onEnd(run);
            assertThat(registry.get("zoom.hosts.published").counter().count()).isEqualTo(rows);
            assertThat(registry.get("zoom.hosts.rows.filtered").counter().count())
                    .isEqualTo(filtered);
        }
    }

    private static Metrics metrics(SimpleMeterRegistry registry) {
        NewestRuns newest = new NewestRuns();
        Clock clock = Clock.systemUTC();
        Freshness freshness = new Freshness("0 0 0 * * ?", ZoneOffset.UTC, Duration.ofHours(1), newest, clock);
        return new Metrics(registry, 1, account -> List.of(), newest, freshness, clock);
    }
}
