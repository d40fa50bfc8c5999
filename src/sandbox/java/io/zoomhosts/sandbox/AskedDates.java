package io.zoomhosts.sandbox;

import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.DateTimeParseException;
import java.util.Map;

/** How a report is asked for its days. Like Zoom, a date that is none is ignored, and another window is served. */
enum AskedDates {
    /** {@code from} and {@code to}; a longer window than a month is narrowed. */
    REQUIRED,
    /** The same, with a default: the month that ends today. */
    OPTIONAL,
    /** The same, at most 31 days, and no later than yesterday. */
    UNTIL_YESTERDAY,
    /** {@code year} and {@code month}; by default this month. */
    YEAR_MONTH,
    /** By the meeting, not by days. */
    NONE;

    private static final int MONTHS = 6;
    private static final int MOST_DAYS = 30;

    /**
     * The days that are served.
     *
     * @param from first day
     * @param to last day
     */
    record Days(LocalDate from, LocalDate to) {}

    /** @throws Refused if the window is impossible, or too early */
    Days of(Map<String, String> parameters, LocalDate today) throws Refused {
        return switch (this) {
            case NONE -> new Days(today, today);
            case YEAR_MONTH -> month(parameters, today);
            default -> days(parameters, today);
        };
    }

    private Days days(Map<String, String> parameters, LocalDate today) throws Refused {
        if (this != OPTIONAL) {
            for (String required : new String[] {"from", "to"}) {
                if (!parameters.containsKey(required)) {
                    throw Refused.parameter("Missing required parameter: " + required + ".");
                }
            }
        }
        LocalDate latest = this == UNTIL_YESTERDAY ? today.minusDays(1) : today;
        LocalDate to = date(parameters.get("to"), latest);
        LocalDate from = date(parameters.get("from"), to.minusDays(MOST_DAYS));
        if (from.isAfter(to)) {
            throw Refused.parameter("The parameter from must not be after to.");
        }
        if (from.isBefore(today.minusMonths(MONTHS))) {
            throw Refused.parameter("Only the data of the last six months is available: from.");
        }
        if (this == UNTIL_YESTERDAY
                && (to.isAfter(latest) || from.plusDays(MOST_DAYS).isBefore(to))) {
            throw Refused.parameter("The parameter to must be yesterday or earlier, and within 30 days of from.");
        }
        return new Days(from, to.isAfter(from.plusMonths(1)) ? from.plusMonths(1) : to);
    }

    private static Days month(Map<String, String> parameters, LocalDate today) throws Refused {
        YearMonth now = YearMonth.from(today);
        int year = number(parameters.get("year"), now.getYear());
        int number = number(parameters.get("month"), now.getMonthValue());
        YearMonth month = number < 1 || number > 12 ? now : YearMonth.of(year, number);
        if (month.isAfter(now) || month.isBefore(now.minusMonths(MONTHS))) {
            throw Refused.parameter("The month must be within the last six months.");
        }
        return new Days(month.atDay(1), month.equals(now) ? today : month.atEndOfMonth());
    }

    private static LocalDate date(String text, LocalDate fallback) {
        try {
            return text == null ? fallback : LocalDate.parse(text);
        } catch (DateTimeParseException ignored) {
            return fallback;
        }
    }

    private static int number(String text, int fallback) {
        return text != null && text.matches("\\d{1,4}") ? Integer.parseInt(text) : fallback;
    }
}
