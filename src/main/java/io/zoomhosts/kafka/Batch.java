package io.zoomhosts.kafka;

import io.zoomhosts.report.Page;
import io.zoomhosts.report.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.Message;

/** The records of one page, from the first row to the send: the variable {@code batch}. */
final class Batch {

    private final List<Row> rows;
    private final byte[] reported;
    private final Map<String, byte[]> headers;
    private final List<Message> records = new ArrayList<>();
    private Row newest;
    private int hosts;

    /**
     * @param page the page
     * @param reported the reserved member of its events, as JSON
     * @param headers that its events have in common
     */
    Batch(Page page, byte[] reported, Map<String, byte[]> headers) {
        this.rows = page.events();
        this.reported = reported;
        this.headers = headers;
    }

    List<Row> rows() {
        return rows;
    }

    byte[] reported() {
        return reported;
    }

    Map<String, byte[]> headers() {
        return headers;
    }

    /** Of one row there may be several events, in topics of their own: it is one host all the same. */
    void addEvent(Row row, Message event) {
        records.add(event);
        hosts += row == newest ? 0 : 1;
        newest = row;
    }

    void addReject(Message reject) {
        records.add(reject);
    }

    List<Message> records() {
        return records;
    }

    /** How many rows have an event among the records. */
    int hosts() {
        return hosts;
    }
}
