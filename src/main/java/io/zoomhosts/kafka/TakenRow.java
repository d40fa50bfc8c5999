package io.zoomhosts.kafka;

import io.zoomhosts.report.Row;
import io.zoomhosts.report.Subjects;

/**
 * The row that is being processed: the variable {@code row}. Steps in {@code routes/yours} may use its {@code key},
 * {@code number} and {@code subject}.
 *
 * @param page the page of the row
 * @param number the number of the row within the attempt, starting at 1; duplicates and rejects are not counted
 */
public record TakenRow(PageRecords page, Row row, long number) {

    /** The key of the row's record. */
    public String key() {
        return row.key();
    }

    /** The user or the meeting that Zoom was asked about; null in a report without subjects. */
    public String subject() {
        return page.asked().get(Subjects.MEMBER);
    }
}
