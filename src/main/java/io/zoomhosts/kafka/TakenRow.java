package io.zoomhosts.kafka;

import io.zoomhosts.report.Row;

/**
 * The row that is being processed: the variable {@code row}. Steps in {@code routes/yours} may use its {@code key} and
 * {@code number}.
 *
 * @param page the page of the row
 * @param number the number of the row within the attempt, starting at 1; duplicates and rejects are not counted
 */
public record TakenRow(PageRecords page, Row row, long number) {

    /** The key of the row's record. */
    public String key() {
        return page.run().report().key().inAccount(page.run().account().id(), row);
    }
}
