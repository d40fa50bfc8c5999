package io.zoomhosts.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.zoomhosts.report.HostReport;
import io.zoomhosts.report.Reports;
import io.zoomhosts.sandbox.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Not ready when complete runs are overdue ({@code ZOOM_OVERDUE_AFTER}). */
class FreshnessCheckTest {

    private final SettableClock clock = new SettableClock("2026-11-03T12:00:00Z");
    private final NewestRuns newest = new NewestRuns();

    private final FreshnessCheck freshness = new FreshnessCheck(
            new Reports(() -> Map.of("hosts", HostReport.declaration()), List.of("hosts")),
            "0 30 2 * * ?",
            ZoneId.of("Europe/Paris"),
            Duration.ofHours(1),
            newest,
            clock);

    @Test
    void is_up_until_the_first_runs_are_overdue() {
        at("2026-11-03T13:00:00Z");
        assertThat(freshness.trouble()).isEmpty();

        at("2026-11-03T13:00:01Z");
        assertThat(freshness.trouble()).hasValueSatisfying(trouble -> assertThat(trouble)
                .startsWith("last complete run of the report hosts active: none yet"));
    }

    /** 02:30 in Paris is 01:30 in UTC. */
    @Test
    void is_up_until_the_run_of_the_next_trigger_is_overdue() {
        complete("active", "2026-10-01", "2026-10-31", "2026-11-03T12:00:05Z");
        complete("inactive", "2026-10-01", "2026-10-31", "2026-11-03T12:00:05Z");

        at("2026-11-04T02:30:00Z");
        assertThat(freshness.trouble()).isEmpty();

        at("2026-11-04T02:30:01Z");
        assertThat(freshness.trouble())
                .hasValueSatisfying(trouble -> assertThat(trouble).contains("hosts active: 2026-11-03T12:00:05Z"));
    }

    @Test
    void checks_each_type_separately() {
        complete("active", "2026-11-01", "2026-11-04", "2026-11-04T01:30:00Z");
        complete("inactive", "2026-11-01", "2026-11-03", "2026-11-03T01:30:00Z");

        at("2026-11-04T02:31:00Z");

        assertThat(freshness.trouble()).hasValueSatisfying(trouble -> assertThat(trouble)
                .contains("report hosts inactive: 2026-11-03T01:30:00Z"));
    }

    @Test
    void uses_the_newest_run_of_a_type_in_any_window() {
        complete("active", "2026-09-01", "2026-09-30", "2026-11-04T01:30:00Z");
        complete("active", "2026-10-01", "2026-10-31", "2026-10-20T01:30:00Z");
        complete("inactive", "2026-09-01", "2026-09-30", "2026-11-04T01:30:00Z");

        at("2026-11-04T12:00:00Z");

        assertThat(freshness.trouble()).isEmpty();
    }

    private void complete(String type, String from, String to, String startedAt) {
        newest.complete(HostReport.window(type, from, to), Instant.parse(startedAt));
    }

    private void at(String instant) {
        clock.moveOn(Duration.between(clock.instant(), Instant.parse(instant)));
    }
}
