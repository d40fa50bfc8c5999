package io.zoomhosts.kafka;

import io.zoomhosts.failure.Failure;
import io.zoomhosts.failure.RunException;
import io.zoomhosts.report.Row;
import io.zoomhosts.run.Run;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;

/**
 * The records of one page, from its first row until they are sent: the variable {@code records}. Thread-safe, as steps of a
 * user's may add records side by side.
 */
public final class PageRecords {

    private final Run run;
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
     * @param rows that can be events
     * @param reported the reserved member of their events, as JSON
     * @param headers that their records have in common
     */
    PageRecords(Run run, List<Row> rows, byte[] reported, List<Header> headers) {
        this.run = run;
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
     * Whether the attempt that it belongs to has ended without a commit.
     *
     * @param open whether the run has a transaction, of this attempt or of a later one
     */
    boolean isGivenUp(boolean open) {
        return open
                ? attempt != run.attempt()
                : run.outcome() == null || !run.outcome().isComplete();
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

    /** Begins the next row. */
    synchronized TakenRow take(Row row) {
        return new TakenRow(this, row, before + ++taken);
    }

    /**
     * Adds a record of a row. A row counts as published once it has one in the report's own topic.
     *
     * @throws RunException if the page is sent already: a copy of the row's exchange came late. The run fails too
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
     * All of them, to be sent: none can be added any more.
     *
     * @throws RunException if that was done before
     */
    synchronized List<ProducerRecord<Object, Object>> close() {
        if (closed) {
            throw new RunException(Failure.ROUTE, "a route sends the records of a page twice");
        }
        closed = true;
        return records;
    }

    /** The window's transaction has all of them. */
    synchronized void sent() {
        sent = true;
    }

    synchronized boolean isSent() {
        return sent;
    }

    /** How many rows have a record in the report's own topic. */
    synchronized int published() {
        return published.size();
    }

    /** How many have none there. */
    synchronized int filtered() {
        return rows.size() - published.size();
    }
}
