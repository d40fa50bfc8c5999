package io.zoomhosts.report;

import java.time.LocalDate;

/**
 * How long Zoom keeps a report, and how late it changes.
 *
 * @param monthsBack how far back Zoom reports, in months
 * @param marginDays the days that the schedule keeps from that limit, whose time zone is not documented
 * @param settlingDays the days after its end until a window is final: Zoom's data may lag
 */
public record Retention(int monthsBack, int marginDays, int settlingDays) {

    /** Source: Zoom's API reference says six months; other clients collect again after up to two days. */
    static final Retention DEFAULT = new Retention(6, 2, 2);

    /** The earliest day that Zoom reports on, as of {@code today}. */
    LocalDate earliest(LocalDate today) {
        return today.minusMonths(monthsBack);
    }

    /** The earliest day that the schedule collects on {@code today}. */
    LocalDate edge(LocalDate today) {
        return earliest(today).plusDays(marginDays);
    }
}
