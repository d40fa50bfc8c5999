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
 * @param totals the totals that Zoom reported
 */
public record Counts(long rows, long filtered, int pages, long duplicates, long rejected, Totals totals) {}
