package io.zoomhosts.report;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which windows there are: pure functions of a date. Zoom reports at most one calendar month at a time and looks back
 * six months, so every window lies within one month.
 */
public final class Windows {

    /** How far back Zoom reports. */
    static final int MONTHS_BACK = 6;

    /** Days kept from Zoom's edge by the schedule: the time zone of that edge is not documented. */
    static final int MARGIN_DAYS = 2;

    /** A finished month counts as settled when it was collected this many days after its end: Zoom's data may lag. */
    static final int SETTLING_DAYS = 2;

    private Windows() {}

    /** The first day that Zoom still reports on {@code today}. */
    public static LocalDate earliest(LocalDate today) {
        return today.minusMonths(MONTHS_BACK);
    }

    /**
     * What a schedule wants to know on {@code today}: every finished month that lies wholly inside Zoom's six months,
     * oldest first, then the month to date; each of them once per type.
     */
    public static List<Window> scheduled(LocalDate today, List<String> types) {
        LocalDate edge = earliest(today).plusDays(MARGIN_DAYS);
        YearMonth first = YearMonth.from(edge);
        if (first.atDay(1).isBefore(edge)) {
            first = first.plusMonths(1);
        }
        return split(first.atDay(1), today, types);
    }

    /** The range {@code from} to {@code to}, both inclusive, cut at month ends; each window once per type. */
    public static List<Window> split(LocalDate from, LocalDate to, List<String> types) {
        List<Window> windows = new ArrayList<>();
        for (LocalDate start = from; !start.isAfter(to); ) {
            LocalDate monthEnd = YearMonth.from(start).atEndOfMonth();
            LocalDate end = monthEnd.isBefore(to) ? monthEnd : to;
            for (String type : types) {
                windows.add(new Window(type, start, end));
            }
            start = end.plusDays(1);
        }
        return windows;
    }

    /** The instant from which Zoom's data of {@code window} no longer changes: two days after its last day is over. */
    static Instant settledAt(Window window, ZoneId zone) {
        return window.to().plusDays(1L + SETTLING_DAYS).atStartOfDay(zone).toInstant();
    }

    /**
     * Whether a fire of the schedule has to collect {@code window}: it has no complete run, or none since it settled.
     *
     * @param lastComplete start of the newest complete run of this window, if there is one
     * @param zone the zone of the window's dates
     */
    static boolean isDue(Window window, Optional<Instant> lastComplete, ZoneId zone) {
        return lastComplete
                .filter(start -> !start.isBefore(settledAt(window, zone)))
                .isEmpty();
    }

    /**
     * Whether a start of the process has to collect {@code window}: as {@link #isDue}, but what is complete for now and
     * still moving is left to the next fire.
     */
    static boolean isMissing(Window window, Optional<Instant> lastComplete, ZoneId zone, Instant now) {
        return isDue(window, lastComplete, zone) && (lastComplete.isEmpty() || !now.isBefore(settledAt(window, zone)));
    }
}
