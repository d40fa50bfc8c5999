package io.zoomhosts.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.time.api.constraints.DateRange;

/** Rules of the calendar that hold on any day, for any range, in any time zone. */
class CalendarPropertiesTest {

    private static final List<String> BOTH = List.of("active", "inactive");
    private static final Report REPORT = HostReport.REPORT;

    @Property
    void covers_a_range_without_gap_or_overlap(
            @ForAll @DateRange(min = "2000-01-01", max = "2100-12-31") LocalDate from,
            @ForAll @IntRange(max = 366) int days) {
        LocalDate to = from.plusDays(days);

        for (String type : BOTH) {
            assertThat(REPORT.windows(from, to, REPORT.varied()).stream()
                            .filter(window -> window.variant().equals(type))
                            .flatMap(window ->
                                    window.from().datesUntil(window.to().plusDays(1))))
                    .containsExactlyElementsOf(from.datesUntil(to.plusDays(1)).toList());
        }
    }

    @Property
    void has_no_window_longer_than_a_month(
            @ForAll @DateRange(min = "2000-01-01", max = "2100-12-31") LocalDate from,
            @ForAll @IntRange(max = 366) int days) {
        assertThat(REPORT.windows(from, from.plusDays(days), REPORT.varied())).allSatisfy(window -> {
            assertThat(YearMonth.from(window.to())).isEqualTo(YearMonth.from(window.from()));
            assertThat(window.from().until(window.to(), ChronoUnit.DAYS)).isBetween(0L, 30L);
        });
    }

    @Property
    void schedules_finished_months_of_six_months_and_the_month_to_date(
            @ForAll @DateRange(min = "2000-01-01", max = "2100-12-31") LocalDate today) {
        LocalDate edge = today.minusMonths(6).plusDays(2);
        Stream<Window> finished = Stream.iterate(6, back -> back > 0, back -> back - 1)
                .map(back -> YearMonth.from(today).minusMonths(back))
                .filter(month -> !month.atDay(1).isBefore(edge))
                .map(month -> HostReport.window("active", month.atDay(1), month.atEndOfMonth()));
        Window toDate = HostReport.window("active", today.withDayOfMonth(1), today);

        assertThat(active(REPORT.scheduledOn(today)))
                .containsExactlyElementsOf(
                        Stream.concat(finished, Stream.of(toDate)).toList());
    }

    @Property
    void schedules_four_finished_months_and_nothing_beyond_six_months(
            @ForAll @DateRange(min = "2000-01-01", max = "2100-12-31") LocalDate today) {
        List<Window> windows = active(REPORT.scheduledOn(today));

        assertThat(windows).hasSizeBetween(5, 7);
        assertThat(windows).noneMatch(window -> window.from()
                .isBefore(REPORT.earliest(today).plusDays(2)));
        assertThat(windows.get(windows.size() - 1).to()).isEqualTo(today);
    }

    @Property
    void schedules_each_window_once_for_each_type(
            @ForAll @DateRange(min = "2000-01-01", max = "2100-12-31") LocalDate today) {
        List<Window> windows = REPORT.scheduledOn(today);

        assertThat(windows).doesNotHaveDuplicates();
        assertThat(rangesOf("active", windows))
                .isEqualTo(rangesOf("inactive", windows))
                .hasSize(windows.size() / 2);
    }

    @Property
    void settles_three_days_after_the_last_day_began(@ForAll("windows") Window window, @ForAll("zones") ZoneId zone) {
        Instant lastDay = window.to().atStartOfDay(zone).toInstant();

        assertThat(window.settledAt(zone))
                .isBetween(lastDay.plus(47, ChronoUnit.HOURS), lastDay.plus(76, ChronoUnit.HOURS));
    }

    @Provide
    Arbitrary<Window> windows() {
        return AnyWindow.windows();
    }

    @Provide
    Arbitrary<ZoneId> zones() {
        return AnyWindow.zones();
    }

    private static List<Window> active(List<Window> windows) {
        return windows.stream()
                .filter(window -> window.variant().equals("active"))
                .toList();
    }

    private static List<String> rangesOf(String type, List<Window> windows) {
        return windows.stream()
                .filter(window -> window.variant().equals(type))
                .map(window -> window.from() + "/" + window.to())
                .toList();
    }
}
