package io.zoomhosts.report;

import io.zoomhosts.failure.RunException;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/**
 * One page of a report. What it says about the window is read at once, its rows at the first {@link #rows}: the request
 * for the next page need not wait for them. Thread-safe.
 */
public final class Page {

    private final Instant fetchedAt;
    private final PageReader.Envelope envelope;
    private List<Row> rows;

    private Page(Instant fetchedAt, PageReader.Envelope envelope) {
        this.fetchedAt = fetchedAt;
        this.envelope = envelope;
    }

    /**
     * Reads the body of an answer.
     *
     * @throws IOException if it is not one whole JSON object in UTF-8
     * @throws RunException if it says an error, or has no array of rows
     */
    public static Page read(byte[] body, Report report, Instant fetchedAt) throws IOException {
        return new Page(fetchedAt, PageReader.read(body, report));
    }

    /** When it arrived. */
    public Instant fetchedAt() {
        return fetchedAt;
    }

    /** First day of the window that Zoom says it reports on, as sent; null where Zoom did not say. */
    public String from() {
        return envelope.from();
    }

    /** Last day of that window, as sent; null where Zoom did not say. */
    public String to() {
        return envelope.to();
    }

    /** Asks for the page after this one; null on the last page. */
    public String nextPageToken() {
        return envelope.nextPageToken();
    }

    /** Zoom's totals over all pages. */
    public Totals totals() {
        return envelope.totals();
    }

    /**
     * Every row, in Zoom's order; the same list at every call.
     *
     * @throws RunException if the array of rows is not valid JSON
     */
    public synchronized List<Row> rows() {
        if (rows == null) {
            rows = envelope.readRows();
        }
        return rows;
    }
}
