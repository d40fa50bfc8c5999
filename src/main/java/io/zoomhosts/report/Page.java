package io.zoomhosts.report;

import java.io.IOException;
import java.time.Instant;
import java.util.List;

/**
 * One page of a report.
 *
 * @param fetchedAt when it arrived
 * @param from first day of the window that Zoom says it reports on, as sent; null where Zoom did not say
 * @param to last day of that window, as sent; null where Zoom did not say
 * @param nextPageToken asks for the page after this one; null on the last page
 * @param totals Zoom's totals over all pages
 * @param rows every row, in Zoom's order
 */
public record Page(Instant fetchedAt, String from, String to, String nextPageToken, Totals totals, List<Row> rows) {

    /**
     * Reads the body of an answer.
     *
     * @throws IOException if it is not one whole JSON object in UTF-8
     * @throws RunException if it says an error, or has no array of rows
     */
    public static Page read(byte[] body, Report report, Instant fetchedAt) throws IOException {
        return PageReader.read(body, report, fetchedAt);
    }

    /** Rows that can be events. */
    public List<Row> events() {
        return rows.stream().filter(row -> row.reject() == null).toList();
    }

    /** Rows that cannot. */
    public List<Row> rejects() {
        return rows.stream().filter(row -> row.reject() != null).toList();
    }

    /** The same page with other rows. */
    Page withRows(List<Row> others) {
        return new Page(fetchedAt, from, to, nextPageToken, totals, others);
    }
}
