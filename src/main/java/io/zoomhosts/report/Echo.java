package io.zoomhosts.report;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** What a page repeats of what was asked for. Each member of it must match. */
public enum Echo {

    /** {@code from} and {@code to}, as {@code yyyy-mm-dd}. */
    DATES("from", "to") {
        @Override
        boolean repeats(PageRequest asked, Page page) {
            return asked.window().from().toString().equals(page.from())
                    && asked.window().to().toString().equals(page.to());
        }
    },

    /** {@code from} and {@code to}, as {@code yyyy-mm-ddThh:mm:ssZ}. */
    DATE_TIMES("from", "to") {
        @Override
        boolean repeats(PageRequest asked, Page page) {
            return isDay(asked.window().from(), page.from())
                    && isDay(asked.window().to(), page.to());
        }

        private static boolean isDay(LocalDate day, String dateTime) {
            return dateTime != null && dateTime.startsWith(day + "T");
        }
    },

    /** {@code year} and {@code month}, as numbers. */
    YEAR_MONTH("year", "month") {
        @Override
        boolean repeats(PageRequest asked, Page page) {
            LocalDate first = asked.window().from();
            return String.valueOf(first.getYear()).equals(page.echo("year"))
                    && String.valueOf(first.getMonthValue()).equals(page.echo("month"));
        }
    },

    /** {@code uuid}: the meeting that the page is about. */
    UUID("uuid") {
        @Override
        boolean repeats(PageRequest asked, Page page) {
            return asked.subject().equals(page.echo("uuid"));
        }
    },

    /** Nothing. */
    NONE {
        @Override
        boolean repeats(PageRequest asked, Page page) {
            return true;
        }
    };

    private final List<String> members;

    Echo(String... members) {
        this.members = List.of(members);
    }

    abstract boolean repeats(PageRequest asked, Page page);

    /** Whether a page is about what was asked for, as far as it says so. */
    public boolean isRightIn(Page page) {
        return repeats(page.request(), page);
    }

    /** The members of a page that it compares. */
    List<String> members() {
        return members;
    }

    /** What a page repeats, for messages: {@code from 2026-10-01, to 2026-10-31}; {@code no window} for nothing. */
    public String said(Page page) {
        String said = members.stream()
                .map(member -> page.echo(member) == null ? null : member + " " + page.echo(member))
                .filter(Objects::nonNull)
                .collect(Collectors.joining(", "));
        return said.isEmpty() ? this == UUID ? "no meeting" : "no window" : said;
    }
}
