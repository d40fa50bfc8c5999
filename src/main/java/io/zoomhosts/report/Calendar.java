package io.zoomhosts.report;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Defines the windows of a report, as pure functions of a date. Sources: Zoom's API reference, and what other clients do.
 */
public enum Calendar {

    /**
     * The month to date, and finished months. Zoom reports on at most one month at a time, up to six months back, so no
     * window crosses a month boundary.
     */
    MONTHS,

    /**
     * Days that are over, up to six months back. Zoom's logs have their newest rows first: rows that arrive while pages are read
     * would push others to the next page.
     */
    DAYS {
        @Override
        LocalDate firstScheduled(LocalDate today) {
            return edge(today);
        }

        @Override
        public LocalDate latest(LocalDate today) {
            return today.minusDays(1);
        }

        @Override
        LocalDate lastDayOf(LocalDate start, LocalDate end) {
            return start;
        }
    },

    /** As {@link #MONTHS}, but the month to date ends yesterday: Zoom has no figures of today. */
    CLOSED_MONTHS {
        @Override
        public LocalDate latest(LocalDate today) {
            return today.minusDays(1);
        }
    },

    /** As {@link #MONTHS}, but Zoom is asked by {@code year} and {@code month}, so that each window begins with its month. */
    YEAR_MONTHS {
        @Override
        LocalDate firstDayOf(LocalDate start) {
            return start.withDayOfMonth(1);
        }

        @Override
        Map<String, String> parameters(LocalDate from, LocalDate to) {
            Map<String, String> parameters = new LinkedHashMap<>();
            parameters.put("year", String.valueOf(from.getYear()));
            parameters.put("month", String.valueOf(from.getMonthValue()));
            return parameters;
        }
    };

    /** How far back Zoom reports. */
    private static final int MONTHS_BACK = 6;

    /** The margin that the schedule keeps from Zoom's limit, in days: the time zone of the limit is not documented. */
    private static final int MARGIN_DAYS = 2;

    /** The number of days after its end until a month is final: Zoom's data may lag. */
    private static final int SETTLING_DAYS = 2;

    /** The earliest day that Zoom reports on, as of {@code today}. */
    public LocalDate earliest(LocalDate today) {
        return today.minusMonths(MONTHS_BACK);
    }

    /** The first day that the schedule collects on {@code today}: that of the oldest window entirely within Zoom's limit. */
    LocalDate firstScheduled(LocalDate today) {
        LocalDate edge = edge(today);
        LocalDate first = edge.withDayOfMonth(1);
        return first.isBefore(edge) ? first.plusMonths(1) : first;
    }

    /** The earliest day that the schedule collects on {@code today}, as far as Zoom's limit is concerned. */
    LocalDate edge(LocalDate today) {
        return earliest(today).plusDays(MARGIN_DAYS);
    }

    /** The last day that can be collected on {@code today}. */
    public LocalDate latest(LocalDate today) {
        return today;
    }

    /** The first day of the window that contains {@code start}, the first day of a range. */
    LocalDate firstDayOf(LocalDate start) {
        return start;
    }

    /** The parameters by which Zoom is asked for the window from {@code from} to {@code to}, by Zoom's names. */
    Map<String, String> parameters(LocalDate from, LocalDate to) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("from", from.toString());
        parameters.put("to", to.toString());
        return parameters;
    }

    /** The last day of the window that starts on {@code start}, within a range that ends on {@code end}. */
    LocalDate lastDayOf(LocalDate start, LocalDate end) {
        LocalDate monthEnd = YearMonth.from(start).atEndOfMonth();
        return monthEnd.isBefore(end) ? monthEnd : end;
    }

    /** The instant after which Zoom's rows of a window that ends on {@code last} do not change. */
    Instant settledAt(LocalDate last, ZoneId zone) {
        return last.plusDays(1L + SETTLING_DAYS).atStartOfDay(zone).toInstant();
    }
}
