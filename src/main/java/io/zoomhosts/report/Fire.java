package io.zoomhosts.report;

import java.time.Instant;

/**
 * One fire of the collection.
 *
 * @param time when it was due; part of the id of each of its runs
 * @param scheduled true for the schedule, which collects what may have changed too; false for a start of the process,
 *     which collects what is missing
 */
public record Fire(Instant time, boolean scheduled) {}
