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
        LocalDate firstScheduled(LocalDate today, Retention retention) {
            return retention.edge(today);
        }

        @Override
        LocalDate latest(LocalDate today) {
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
        LocalDate latest(LocalDate today) {
            return today.minusDays(1);
        }
    },

    /** As {@link #MONTHS}, but Zoom is asked by {@code year} and {@code month}, so that each window is a whole month, or the month to date. */
    YEAR_MONTHS {
        @Override
        LocalDate firstDayOf(LocalDate start) {
            return start.withDayOfMonth(1);
        }

        @Override
        LocalDate endOf(LocalDate end, LocalDate latest) {
            LocalDate monthEnd = YearMonth.from(end).atEndOfMonth();
            return monthEnd.isBefore(latest) ? monthEnd : latest;
        }

        @Override
        Map<String, String> parameters(LocalDate from, LocalDate to) {
            Map<String, String> parameters = new LinkedHashMap<>();
            parameters.put("year", String.valueOf(from.getYear()));
            parameters.put("month", String.valueOf(from.getMonthValue()));
            return parameters;
        }
    },

    /**
     * Today and the 30 days after it, for what is planned. A window is a snapshot: each one replaces the one before, and none is
     * ever final.
     */
    UPCOMING {
        @Override
        LocalDate earliest(LocalDate today, Retention retention) {
            return today;
        }

        @Override
        LocalDate firstScheduled(LocalDate today, Retention retention) {
            return today;
        }

        @Override
        LocalDate latest(LocalDate today) {
            return today.plusDays(DAYS_AHEAD);
        }

        @Override
        LocalDate lastDayOf(LocalDate start, LocalDate end) {
            return end;
        }

        @Override
        Instant settledAt(LocalDate last, ZoneId zone, Retention retention) {
            return Instant.MAX;
        }

        @Override
        String seriesOf(LocalDate from) {
            return "";
        }
    };

    /** How far ahead Zoom reports on planned events, in days. */
    private static final int DAYS_AHEAD = 30;

    /** The earliest day that Zoom reports on, as of {@code today}. */
    LocalDate earliest(LocalDate today, Retention retention) {
        return retention.earliest(today);
    }

    /** The first day that the schedule collects on {@code today}: that of the oldest window entirely within Zoom's limit. */
    LocalDate firstScheduled(LocalDate today, Retention retention) {
        LocalDate edge = retention.edge(today);
        LocalDate first = edge.withDayOfMonth(1);
        return first.isBefore(edge) ? first.plusMonths(1) : first;
    }

    /** The last day that can be collected on {@code today}. */
    LocalDate latest(LocalDate today) {
        return today;
    }

    /**
     * The last day of the last window of a range.
     *
     * @param end the last day of the range
     * @param latest the last day that can be collected
     */
    LocalDate endOf(LocalDate end, LocalDate latest) {
        return end;
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

    /** Names the windows of which each replaces the one before: those that start on the same day. */
    String seriesOf(LocalDate from) {
        return from.toString();
    }

    /** The instant after which Zoom's rows of a window that ends on {@code last} do not change. */
    Instant settledAt(LocalDate last, ZoneId zone, Retention retention) {
        return last.plusDays(1L + retention.settlingDays()).atStartOfDay(zone).toInstant();
    }
}
