package io.zoomhosts.run;

import io.zoomhosts.report.Totals;

/**
 * The counts of an attempt or of a complete run.
 *
 * @param rows records in the report's topic, each with a distinct key
 * @param filtered rows that are not in that topic because a user's step dropped them or sent them only to another topic
 * @param pages pages that arrived
 * @param duplicates rows skipped because an earlier row had the same key
 * @param rejected rows that cannot become events and are in the dead-letter topic
 * @param totals the totals that Zoom reported; in a report by subject their sums
 * @param subjects the number of subjects of the window; 0 in a report without subjects
 * @param withoutReport those of them that Zoom has no report on
 */
public record Counts(
        long rows,
        long filtered,
        int pages,
        long duplicates,
        long rejected,
        Totals totals,
        int subjects,
        int withoutReport) {

    /** The counts of a report without subjects. */
    public Counts(long rows, long filtered, int pages, long duplicates, long rejected, Totals totals) {
        this(rows, filtered, pages, duplicates, rejected, totals, 0, 0);
    }
}
