package io.zoomhosts.report;

import io.zoomhosts.failure.RunException;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/**
 * One page of a report. The members about the window are parsed immediately, the rows at the first call of {@link #rows},
 * so that the request for the next page does not wait for them. Thread-safe.
 */
public final class Page {

    private final PageRequest request;
    private final Instant fetchedAt;
    private final PageReader.Envelope envelope;
    private List<Row> rows;

    private Page(PageRequest request, Instant fetchedAt, PageReader.Envelope envelope) {
        this.request = request;
        this.fetchedAt = fetchedAt;
        this.envelope = envelope;
    }

    /**
     * Parses the body of an answer.
     *
     * @throws IOException if it is not one whole JSON object in UTF-8
     * @throws RunException if it contains an error, or has no array of rows
     */
    public static Page read(byte[] body, PageRequest request, Instant fetchedAt) throws IOException {
        return new Page(request, fetchedAt, PageReader.read(body, request));
    }

    /** Zoom's answer that it has no report on a subject: a page without rows, which is the only one. */
    public static Page withoutReport(PageRequest request, Instant fetchedAt) {
        return new Page(request, fetchedAt, null);
    }

    /** The request that this page answers. */
    public PageRequest request() {
        return request;
    }

    /** Whether Zoom has a report on the subject. Without one there are no rows, which is not the same as a report without rows. */
    public boolean hasReport() {
        return envelope != null;
    }

    /** When the page arrived. */
    public Instant fetchedAt() {
        return fetchedAt;
    }

    /** First day of the window, as Zoom reports it; null if missing. */
    public String from() {
        return echo("from");
    }

    /** Last day of the window, as Zoom reports it; null if missing. */
    public String to() {
        return echo("to");
    }

    /** What the page repeats of its window: {@code from}, {@code to}, {@code year}, {@code month} or {@code uuid}; null if missing. */
    public String echo(String member) {
        return envelope.echo().get(member);
    }

    /** The token that requests the next page; null on the last page. */
    public String nextPageToken() {
        return envelope == null ? null : envelope.nextPageToken();
    }

    /** Zoom's totals over all pages. */
    public Totals totals() {
        return envelope.totals();
    }

    /**
     * All rows, in Zoom's order. Every call returns the same list.
     *
     * @throws RunException if the array of rows is not valid JSON
     */
    public synchronized List<Row> rows() {
        if (rows == null) {
            rows = envelope == null ? List.of() : envelope.readRows();
        }
        return rows;
    }
}
