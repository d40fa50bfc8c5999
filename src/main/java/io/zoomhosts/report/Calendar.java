package io.zoomhosts.report;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;

/**
 * Which windows a report has: pure functions of a date. The facts about Zoom are from its API reference and from what other
 * clients keep to.
 */
public enum Calendar {

    /**
     * The month to date, and finished months. Zoom reports on at most one calendar month at a time and looks back six
     * months, so every window lies within one month.
     */
    MONTHS;

    /** How far back Zoom reports. */
    private static final int MONTHS_BACK = 6;

    /** Days kept from Zoom's edge by the schedule: the time zone of that edge is not documented. */
    private static final int MARGIN_DAYS = 2;

    /** A finished month is final so many days after its end: Zoom's data may lag. */
    private static final int SETTLING_DAYS = 2;

    /** The first day that Zoom still reports on {@code today}. */
    public LocalDate earliest(LocalDate today) {
        return today.minusMonths(MONTHS_BACK);
    }

    /** The first day that the schedule collects on {@code today}: of the oldest month that lies wholly inside Zoom's edge. */
    LocalDate firstScheduled(LocalDate today) {
        LocalDate edge = earliest(today).plusDays(MARGIN_DAYS);
        LocalDate first = edge.withDayOfMonth(1);
        return first.isBefore(edge) ? first.plusMonths(1) : first;
    }

    /** The last day of the window that begins on {@code start}, in a range that ends on {@code end}. */
    LocalDate lastDayOf(LocalDate start, LocalDate end) {
        LocalDate monthEnd = YearMonth.from(start).atEndOfMonth();
        return monthEnd.isBefore(end) ? monthEnd : end;
    }

    /** The instant from which Zoom's rows of a window that ends on {@code last} no longer change. */
    Instant settledAt(LocalDate last, ZoneId zone) {
        return last.plusDays(1L + SETTLING_DAYS).atStartOfDay(zone).toInstant();
    }
}
