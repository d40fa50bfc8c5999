package io.zoomhosts.licences;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.Exchange;
import org.apache.kafka.common.TopicPartition;

/**
 * Stores records as they arrive, in any order: rows under their run, and what runs announce. A run is whole once all rows that
 * it announced are stored; nothing of it is visible before. Records and the position after them are one transaction, so after
 * a kill reading continues where storing ended. Several processes may store into one database: each record is stored once.
 */
public final class WindowStore {

    /** Parts of a run, by a hash of the host's id. The schema describes row_no. */
    static final int PARTS = 16;

    static final int BITS_OF_ROWS = 32;

    private final LicenceSettings settings;
    private final LicenceDatabase database;
    private final AtomicLong skipped = new AtomicLong();

    /** The positions that were stored last. */
    private final Map<TopicPartition, Long> storedPositions = new HashMap<>();

    private volatile boolean lost;
    private volatile String failure;

    public WindowStore(LicenceSettings settings, LicenceDatabase database) {
        this.settings = settings;
        this.database = database;
    }

    /**
     * Stores a batch of records. The routes call it.
     *
     * @throws SQLException if the database cannot store them; nothing is stored then, and the same batch can be sent again
     */
    public synchronized void store(List<Exchange> batch) throws SQLException {
        try {
            RecordBatch stored = database.change(db -> {
                RecordBatch work = new RecordBatch(db, settings.topic(), storedPositions);
                for (Exchange record : batch) {
                    work.take(record.getMessage());
                }
                work.end();
                return work;
            });
            failure = null;
            storedPositions.putAll(stored.positions());
            skipped.addAndGet(stored.skipped());
            stored.report();
        } catch (RecordBatch.MissedRecordsException e) {
            lost = true;
        } catch (SQLException e) {
            // Camel writes the message to the log, and the database's own may quote names and addresses.
            failure = LicenceDatabase.said(e);
            throw new SQLException("the records cannot be stored: " + failure);
        }
    }

    /** Whether everything before these offsets is stored. */
    synchronized boolean hasStored(Map<TopicPartition, Long> offsets) {
        return offsets.entrySet().stream()
                .allMatch(offset -> storedPositions.getOrDefault(offset.getKey(), 0L) >= offset.getValue());
    }

    /** How many records were skipped since the process started, because they are no rows and no runs. */
    public long skipped() {
        return skipped.get();
    }

    /** Why the newest batch could not be stored, in the database's words; null if it was. */
    String failure() {
        return failure;
    }

    /** Whether records were missed, so that reading must begin again at the stored positions. */
    boolean isLost() {
        return lost;
    }

    /** Reading begins again at the stored positions. */
    synchronized void readAnew() {
        storedPositions.clear();
        lost = false;
    }

    /** The part of a host. */
    static int part(String id) {
        return Math.floorMod(id.hashCode(), PARTS);
    }

    /** The smallest row_no of a part of a run. */
    static long firstRow(int runNo, int part) {
        return ((long) runNo * PARTS + part) << BITS_OF_ROWS;
    }
}
