package io.zoomhosts.kafka;

import io.zoomhosts.report.Row;

/**
 * A row that is in work: the variable {@code row}. Steps in {@code routes/yours} may ask for its {@code key} and its
 * {@code number}.
 *
 * @param page that it belongs to
 * @param number which row of the attempt it is, from 1 on; duplicates and rejects are not counted
 */
public record TakenRow(PageRecords page, Row row, long number) {

    /** The key of its record. */
    public String key() {
        return row.key();
    }
}
