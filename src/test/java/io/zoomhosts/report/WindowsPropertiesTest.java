package io.zoomhosts.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.time.api.constraints.DateRange;

/** What holds on any day, for any range, in any time zone. */
class WindowsPropertiesTest {

    private static final List<String> BOTH = List.of("active", "inactive");

    @Property
    void should_cover_a_range_without_gap_or_overlap(
            @ForAll @DateRange(min = "2000-01-01", max = "2100-12-31") LocalDate from,
            @ForAll @IntRange(max = 366) int days) {
        LocalDate to = from.plusDays(days);

        for (String type : BOTH) {
            assertThat(Windows.split(from, to, BOTH).stream()
                            .filter(window -> window.type().equals(type))
                            .flatMap(window ->
                                    window.from().datesUntil(window.to().plusDays(1))))
                    .containsExactlyElementsOf(from.datesUntil(to.plusDays(1)).toList());
        }
    }

    @Property
    void should_never_have_a_window_that_zoom_could_narrow(
            @ForAll @DateRange(min = "2000-01-01", max = "2100-12-31") LocalDate from,
            @ForAll @IntRange(max = 366) int days) {
        assertThat(Windows.split(from, from.plusDays(days), BOTH)).allSatisfy(window -> {
            assertThat(YearMonth.from(window.to())).isEqualTo(YearMonth.from(window.from()));
            assertThat(window.from().until(window.to(), ChronoUnit.DAYS)).isBetween(0L, 30L);
        });
    }

    @Property
    void should_schedule_every_finished_month_inside_the_edge_and_the_month_to_date(
            @ForAll @DateRange(min = "2000-01-01", max = "2100-12-31") LocalDate today) {
        LocalDate edge = today.minusMonths(6).plusDays(2);
        Stream<Window> finished = Stream.iterate(6, back -> back > 0, back -> back - 1)
                .map(back -> YearMonth.from(today).minusMonths(back))
                .filter(month -> !month.atDay(1).isBefore(edge))
                .map(month -> new Window("active", month.atDay(1), month.atEndOfMonth()));
        Window toDate = new Window("active", today.withDayOfMonth(1), today);

        assertThat(Windows.scheduled(today, List.of("active")))
                .containsExactlyElementsOf(
                        Stream.concat(finished, Stream.of(toDate)).toList());
    }

    @Property
    void should_schedule_at_least_four_finished_months_and_nothing_beyond_the_edge(
            @ForAll @DateRange(min = "2000-01-01", max = "2100-12-31") LocalDate today) {
        List<Window> windows = Windows.scheduled(today, List.of("active"));

        assertThat(windows).hasSizeBetween(5, 7);
        assertThat(windows).noneMatch(window -> window.from()
                .isBefore(Windows.earliest(today).plusDays(2)));
        assertThat(windows.get(windows.size() - 1).to()).isEqualTo(today);
    }

    @Property
    void should_schedule_each_window_once_for_each_type(
            @ForAll @DateRange(min = "2000-01-01", max = "2100-12-31") LocalDate today) {
        List<Window> windows = Windows.scheduled(today, BOTH);

        assertThat(windows).doesNotHaveDuplicates();
        assertThat(rangesOf("active", windows))
                .isEqualTo(rangesOf("inactive", windows))
                .hasSize(windows.size() / 2);
    }

    @Property
    void should_collect_what_was_never_collected(
            @ForAll("windows") Window window, @ForAll("zones") ZoneId zone, @ForAll("instants") Instant now) {
        assertThat(Windows.isDue(window, Optional.empty(), zone)).isTrue();
        assertThat(Windows.isMissing(window, Optional.empty(), zone, now)).isTrue();
    }

    @Property
    void should_collect_again_until_collected_at_or_after_the_settling(
            @ForAll("windows") Window window,
            @ForAll("zones") ZoneId zone,
            @ForAll @LongRange(min = -200_000, max = 200_000) long seconds) {
        Instant lastComplete = Windows.settledAt(window, zone).plusSeconds(seconds);

        assertThat(Windows.isDue(window, Optional.of(lastComplete), zone)).isEqualTo(seconds < 0);
    }

    @Property
    void should_leave_a_moving_window_to_the_schedule_when_the_process_starts(
            @ForAll("windows") Window window,
            @ForAll("zones") ZoneId zone,
            @ForAll @LongRange(min = -200_000, max = 200_000) long last,
            @ForAll @LongRange(min = -200_000, max = 200_000) long now) {
        Instant settledAt = Windows.settledAt(window, zone);
        Optional<Instant> lastComplete = Optional.of(settledAt.plusSeconds(last));

        boolean missing = Windows.isMissing(window, lastComplete, zone, settledAt.plusSeconds(now));

        assertThat(missing).isEqualTo(last < 0 && now >= 0);
        assertThat(Windows.isDue(window, lastComplete, zone) || !missing)
                .as("what is missing is due")
                .isTrue();
    }

    @Property
    void should_settle_three_days_after_the_last_day_began_give_or_take_a_change_of_clocks(
            @ForAll("windows") Window window, @ForAll("zones") ZoneId zone) {
        Instant lastDay = window.to().atStartOfDay(zone).toInstant();

        assertThat(Windows.settledAt(window, zone))
                .isBetween(lastDay.plus(47, ChronoUnit.HOURS), lastDay.plus(76, ChronoUnit.HOURS));
    }

    @Provide
    Arbitrary<Window> windows() {
        return Arbitraries.integers().between(0, 101 * 366).map(days -> {
            LocalDate to = LocalDate.of(2000, 1, 1).plusDays(days);
            return new Window("inactive", to.withDayOfMonth(1), to);
        });
    }

    @Provide
    Arbitrary<ZoneId> zones() {
        return Arbitraries.of(new TreeSet<>(ZoneId.getAvailableZoneIds())).map(ZoneId::of);
    }

    @Provide
    Arbitrary<Instant> instants() {
        return Arbitraries.longs().between(946_684_800L, 4_102_444_800L).map(Instant::ofEpochSecond);
    }

    private static List<String> rangesOf(String type, List<Window> windows) {
        return windows.stream()
                .filter(window -> window.type().equals(type))
                .map(window -> window.from() + "/" + window.to())
                .toList();
    }
}
