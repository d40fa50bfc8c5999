package io.zoomhosts.kafka;

import io.zoomhosts.report.Page;
import io.zoomhosts.report.Row;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Message;

/** The records of one page, from the first row to the send: the variable {@code batch}. */
final class Batch {

    private final List<Row> rows;
    private final String reported;
    private final String time;
    private final List<Message> records = new ArrayList<>();
    private int events;

    /**
     * @param page the page
     * @param reported the reserved member of its events, as JSON
     * @param time when the page arrived, RFC 3339
     */
    Batch(Page page, String reported, String time) {
        this.rows = page.events();
        this.reported = reported;
        this.time = time;
    }

    List<Row> rows() {
        return rows;
    }

    String reported() {
        return reported;
    }

    String time() {
        return time;
    }

    void addEvent(Message event) {
        records.add(event);
        events++;
    }

    void addReject(Message reject) {
        records.add(reject);
    }

    List<Message> records() {
        return records;
    }

    /** How many of the records are events: the others are rejects. */
    int events() {
        return events;
    }
}
