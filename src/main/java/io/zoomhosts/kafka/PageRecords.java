package io.zoomhosts.kafka;

import io.zoomhosts.failure.Failure;
import io.zoomhosts.failure.RunException;
import io.zoomhosts.report.Row;
import io.zoomhosts.report.RowKey;
import io.zoomhosts.run.Run;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;

/**
 * Collects the records of one page until they are sent: the variable {@code records}. Thread-safe, because a user's steps
 * may add records in parallel.
 */
public final class PageRecords {

    private final Run run;
    private final Map<String, String> asked;
    private final RowKey.Maker keys;
    private final Set<String> hooks;
    private final List<Row> rows;
    private final byte[] reported;
    private final List<Header> headers;
    private final List<ProducerRecord<Object, Object>> records = new ArrayList<>();
    private final Set<Row> published = Collections.newSetFromMap(new IdentityHashMap<>());
    private final long before;
    private final int attempt;
    private long taken;
    private boolean closed;
    private boolean sent;

    /**
     * @param asked what Zoom was asked for the page
     * @param hooks that the rows pass
     * @param rows that can become events
     * @param reported the reserved member {@code report} of their events, as JSON
     * @param headers that all records share
     */
    PageRecords(
            Run run,
            Map<String, String> asked,
            Set<String> hooks,
            List<Row> rows,
            byte[] reported,
            List<Header> headers) {
        this.run = run;
        this.asked = asked;
        this.keys = run.report().key().maker(asked);
        this.hooks = hooks;
        this.rows = rows;
        this.reported = reported;
        this.headers = headers;
        this.attempt = run.attempt();
        this.before = run.counts().rows() + run.counts().filtered();
    }

    Run run() {
        return run;
    }

    /**
     * Whether the attempt of this page has ended without a commit.
     *
     * @param open whether the run has an open transaction, of this attempt or of a later one
     */
    boolean isGivenUp(boolean open) {
        return open
                ? attempt != run.attempt()
                : run.outcome() == null || !run.outcome().isComplete();
    }

    /** What Zoom was asked for the page. */
    Map<String, String> asked() {
        return asked;
    }

    /** Makes the keys of the page's rows. */
    RowKey.Maker keys() {
        return keys;
    }

    /** The hooks that the rows pass: those that have steps of a user. */
    Set<String> hooks() {
        return hooks;
    }

    List<Row> rows() {
        return rows;
    }

    byte[] reported() {
        return reported;
    }

    List<Header> headers() {
        return headers;
    }

    /** Starts the next row. */
    synchronized TakenRow take(Row row) {
        return new TakenRow(this, row, before + ++taken);
    }

    /**
     * Adds a record of a row. The row counts as published if it has a record in the report's own topic.
     *
     * @throws RunException if the page is already sent, because a copy of the row's exchange arrived late. The run fails too
     */
    synchronized void add(Row row, ProducerRecord<Object, Object> record) {
        if (closed) {
            throw run.missedRow();
        }
        records.add(record);
        if (record.topic().equals(run.report().topic())) {
            published.add(row);
        }
    }

    void addReject(ProducerRecord<Object, Object> reject) {
        records.add(reject);
    }

    /**
     * Returns all records for sending. After this, no record can be added.
     *
     * @throws RunException if this was called before
     */
    synchronized List<ProducerRecord<Object, Object>> close() {
        if (closed) {
            throw new RunException(
                    Failure.ROUTE,
                    "a route sent the records of a page twice: look for a retry or a loop around the step that sends them");
        }
        closed = true;
        return records;
    }

    /** Notes that all records are in the window's transaction. */
    synchronized void sent() {
        sent = true;
    }

    synchronized boolean isSent() {
        return sent;
    }

    /** The number of rows with a record in the report's own topic. */
    synchronized int published() {
        return published.size();
    }

    /** The number of rows without a record there. */
    synchronized int filtered() {
        return rows.size() - published.size();
    }
}
