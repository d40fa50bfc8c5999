package io.zoomhosts.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.zoomhosts.report.AnyWindow;
import io.zoomhosts.report.Window;
import io.zoomhosts.run.CompleteRun;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;

/** Rules of the planner that hold for any window, time zone and time. */
class PlannerPropertiesTest {

    private static CompleteRun completeRun(Instant startedAt) {
        return new CompleteRun("a run", startedAt, true, null);
    }

    @Property
    void every_trigger_collects_windows_never_collected(
            @ForAll("windows") Window window,
            @ForAll("zones") ZoneId zone,
            @ForAll("instants") Instant now,
            @ForAll Trigger.Kind kind) {
        assertThat(Planner.isDue(window.settledAt(zone), Optional.empty(), trigger(now, kind)))
                .isTrue();
    }

    @Property
    void schedule_collects_a_window_until_a_settled_run(
            @ForAll("windows") Window window,
            @ForAll("zones") ZoneId zone,
            @ForAll("instants") Instant now,
            @ForAll @LongRange(min = -200_000, max = 200_000) long seconds) {
        Instant settledAt = window.settledAt(zone);

        boolean due = Planner.isDue(
                settledAt,
                Optional.of(completeRun(settledAt.plusSeconds(seconds))),
                trigger(now, Trigger.Kind.SCHEDULE));

        assertThat(due).isEqualTo(seconds < 0);
    }

    @Property
    void start_and_retry_leave_unsettled_windows_to_the_schedule(
            @ForAll("windows") Window window,
            @ForAll("zones") ZoneId zone,
            @ForAll @LongRange(min = -200_000, max = 200_000) long last,
            @ForAll @LongRange(min = -200_000, max = 200_000) long now) {
        Instant settledAt = window.settledAt(zone);
        Optional<CompleteRun> lastComplete = Optional.of(completeRun(settledAt.plusSeconds(last)));
        Instant time = settledAt.plusSeconds(now);

        for (Trigger.Kind kind : List.of(Trigger.Kind.START, Trigger.Kind.RETRY)) {
            boolean missing = Planner.isDue(settledAt, lastComplete, trigger(time, kind));

            assertThat(missing).isEqualTo(last < 0 && now >= 0);
            assertThat(Planner.isDue(settledAt, lastComplete, trigger(time, Trigger.Kind.SCHEDULE)) || !missing)
                    .as("missing windows are due for the schedule too")
                    .isTrue();
        }
    }

    private static Trigger trigger(Instant time, Trigger.Kind kind) {
        return new Trigger(time, kind, List.of());
    }

    @Provide
    Arbitrary<Window> windows() {
        return AnyWindow.windows();
    }

    @Provide
    Arbitrary<ZoneId> zones() {
        return AnyWindow.zones();
    }

    @Provide
    Arbitrary<Instant> instants() {
        return Arbitraries.longs().between(946_684_800L, 4_102_444_800L).map(Instant::ofEpochSecond);
    }
}
