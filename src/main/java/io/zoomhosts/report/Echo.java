package io.zoomhosts.report;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** What a page repeats of the window that was asked for. Each member of it must match. */
public enum Echo {

    /** {@code from} and {@code to}, as {@code yyyy-mm-dd}. */
    DATES("from", "to") {
        @Override
        public boolean isOf(Window window, Page page) {
            return window.from().toString().equals(page.from())
                    && window.to().toString().equals(page.to());
        }
    },

    /** {@code from} and {@code to}, as {@code yyyy-mm-ddThh:mm:ssZ}. */
    DATE_TIMES("from", "to") {
        @Override
        public boolean isOf(Window window, Page page) {
            return isDay(window.from(), page.from()) && isDay(window.to(), page.to());
        }

        private static boolean isDay(LocalDate day, String dateTime) {
            return dateTime != null && dateTime.startsWith(day + "T");
        }
    },

    /** {@code year} and {@code month}, as numbers. */
    YEAR_MONTH("year", "month") {
        @Override
        public boolean isOf(Window window, Page page) {
            return String.valueOf(window.from().getYear()).equals(page.echo("year"))
                    && String.valueOf(window.from().getMonthValue()).equals(page.echo("month"));
        }
    },

    /** Nothing. */
    NONE {
        @Override
        public boolean isOf(Window window, Page page) {
            return true;
        }
    };

    private final List<String> members;

    Echo(String... members) {
        this.members = List.of(members);
    }

    /** Whether a page is about the window, as far as it says so. */
    public abstract boolean isOf(Window window, Page page);

    /** What a page repeats, for messages: {@code from 2026-10-01, to 2026-10-31}; {@code no window} for nothing. */
    public String said(Page page) {
        String said = members.stream()
                .map(member -> page.echo(member) == null ? null : member + " " + page.echo(member))
                .filter(Objects::nonNull)
                .collect(Collectors.joining(", "));
        return said.isEmpty() ? "no window" : said;
    }
}
