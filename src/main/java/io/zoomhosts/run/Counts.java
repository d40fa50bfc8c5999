package io.zoomhosts.run;

import io.zoomhosts.report.Totals;

/**
 * What an attempt, or a complete run, came to.
 *
 * @param rows records in the report's own topic, each with a key of its own
 * @param filtered rows that are not in that topic, because a step of the user's left them out or sent them only elsewhere
 * @param pages pages that arrived
 * @param duplicates rows left out, because an earlier row had the same key
 * @param rejected rows that cannot be events
 * @param totals Zoom's own
 */
public record Counts(long rows, long filtered, int pages, long duplicates, long rejected, Totals totals) {}
