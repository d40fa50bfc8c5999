package io.zoomhosts.licences;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import io.zoomhosts.kafka.ExactJson;
import java.io.IOException;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records that are stored in one transaction: rows under their run, what runs announce, and the positions after them. A run is
 * whole once as many different hosts are stored as it announced.
 */
final class RecordBatch {

    private static final Logger LOG = LoggerFactory.getLogger(RecordBatch.class);

    private static final ObjectReader JSON =
            ExactJson.MAPPER.reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** Records before those of the batch were not stored: the database was emptied or restored meanwhile. */
    static final class MissedRecordsException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** A run while a batch is stored. */
    private static final class OpenRun {
        private final int no;
        private final boolean whole;
        private long stored;
        private boolean changed;

        private OpenRun(int no, long stored, boolean whole) {
            this.no = no;
            this.stored = stored;
            this.whole = whole;
        }
    }

    private final Sql db;
    private final String rowsTopic;
    private final Map<TopicPartition, Long> storedPositions;
    private final Map<TopicPartition, Long> positions = new HashMap<>();
    private final Set<TopicPartition> moved = new HashSet<>();
    private final Map<String, OpenRun> runs = new HashMap<>();
    private final Sql.Batch rows;
    private int lastRunNo;
    private boolean news;
    private long skippedRecords;
    private String firstSkipped;

    /**
     * Waits for other processes that store into this database.
     *
     * @param storedPositions positions that this process stored before; if the database has older ones, it was emptied or restored
     */
    RecordBatch(Sql db, String rowsTopic, Map<TopicPartition, Long> storedPositions) throws SQLException {
        this.db = db;
        this.rowsTopic = rowsTopic;
        this.storedPositions = storedPositions;
        lastRunNo = db.first("select last_run_no from answer for update", row -> row.getInt(1))
                .orElseThrow();
        db.each(
                "select topic, partition_no, next_offset from positions",
                row -> positions.put(new TopicPartition(row.getString(1), row.getInt(2)), row.getLong(3)));
        rows = db.batch("insert into run_rows (row_no, id, licence_type, meetings, participants, meeting_minutes,"
                + " created_no, email, user_name, dept, last_login_time, create_time, custom_attributes)"
                + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    }

    /** @throws MissedRecordsException if records before this one were not stored */
    void take(Message record) throws SQLException {
        TopicPartition partition = new TopicPartition(
                record.getHeader(KafkaConstants.TOPIC, String.class),
                record.getHeader(KafkaConstants.PARTITION, Integer.class));
        long offset = record.getHeader(KafkaConstants.OFFSET, Long.class);
        long next = positions.getOrDefault(partition, 0L);
        if (offset < next) {
            return; // another process stored it
        }
        Long before = storedPositions.get(partition);
        if (before != null && before > next) {
            throw new MissedRecordsException();
        }
        try {
            byte[] value = record.getBody(byte[].class);
            JsonNode json = JSON.readTree(value == null ? new byte[0] : value);
            if (!json.isObject()) {
                throw new IllegalArgumentException("it is no JSON object");
            } else if (partition.topic().equals(rowsTopic)) {
                row(ReceivedRow.of(json));
            } else {
                announce(AnnouncedRun.of(json));
            }
        } catch (JsonProcessingException e) {
            skip(partition, offset, "it is not JSON");
        } catch (IOException | IllegalArgumentException e) {
            skip(partition, offset, e.getMessage());
        }
        positions.put(partition, offset + 1);
        moved.add(partition);
    }

    Map<TopicPartition, Long> positions() {
        return positions;
    }

    long skipped() {
        return skippedRecords;
    }

    private void skip(TopicPartition partition, long offset, String why) {
        skippedRecords++;
        if (firstSkipped == null) {
            firstSkipped = "topic " + partition.topic() + ", partition " + partition.partition() + ", offset " + offset
                    + ": " + why;
        }
    }

    /** Says in the log what was skipped. */
    void report() {
        if (skippedRecords > 0) {
            LOG.warn(
                    "Skipped {} records that are no rows and no runs of the report hosts. The answer does not depend on them."
                            + " The first: {}",
                    skippedRecords,
                    firstSkipped);
        }
    }

    private void row(ReceivedRow row) throws SQLException {
        OpenRun run = run(row.runId(), row.window());
        if (run.whole) {
            return;
        }
        int part = WindowStore.part(row.id());
        rows.add(
                WindowStore.firstRow(run.no, part) + run.stored,
                row.id(),
                row.licenceType(),
                row.meetings(),
                row.participants(),
                row.meetingMinutes(),
                row.createdNo(),
                row.email(),
                row.userName(),
                row.dept(),
                row.lastLoginTime(),
                row.createTime(),
                row.customAttributes());
        run.stored++;
        run.changed = true;
    }

    private OpenRun run(String runId, ListWindow window) throws SQLException {
        OpenRun known = runs.get(runId);
        if (known != null) {
            return known;
        }
        OpenRun run = db.first(
                        "select run_no, stored_rows, whole from runs where run_id = ?",
                        row -> new OpenRun(row.getInt(1), row.getLong(2), row.getBoolean(3)),
                        runId)
                .orElse(null);
        if (run == null) {
            run = new OpenRun(++lastRunNo, 0, false);
            db.update(
                    "insert into runs (run_no, run_id, account_id, type, from_date, to_date, month_no, stored_rows, whole,"
                            + " in_answer) values (?, ?, ?, ?, ?, ?, ?, 0, false, false)",
                    run.no,
                    runId,
                    window.accountId(),
                    window.type(),
                    window.from(),
                    window.to(),
                    window.monthNo());
        }
        runs.put(runId, run);
        return run;
    }

    private void announce(AnnouncedRun announced) throws SQLException {
        ListWindow window = announced.window();
        OpenRun run = run(announced.runId(), window);
        // Two processes can announce both outcomes of one run: then complete counts.
        db.update(
                "update runs set account_id = ?, type = ?, from_date = ?, to_date = ?, month_no = ?, status = ?,"
                        + " announced_rows = ?, filtered = ?, rejected = ?, mismatch = ?, settled = ?, failure = ?,"
                        + " finished_at = ? where run_no = ? and (status is null or status = 'failed')",
                window.accountId(),
                window.type(),
                window.from(),
                window.to(),
                window.monthNo(),
                announced.complete() ? "complete" : "failed",
                announced.rows(),
                announced.filtered(),
                announced.rejected(),
                announced.mismatch(),
                announced.settled(),
                announced.failure(),
                announced.finishedAt(),
                run.no);
        run.changed = true;
        news = true;
    }

    /** Stores what was taken; without it, nothing is stored. */
    void end() throws SQLException {
        rows.close();
        for (OpenRun run : runs.values()) {
            if (run.changed) {
                db.update("update runs set stored_rows = ? where run_no = ?", run.stored, run.no);
                if (isWhole(run.no)) {
                    db.update("update runs set whole = true where run_no = ?", run.no);
                    news = true;
                }
            }
        }
        db.update("update answer set last_run_no = ?" + (news ? ", stale = true" : ""), lastRunNo);
        for (TopicPartition position : moved) {
            String topic = position.topic();
            int partition = position.partition();
            long next = positions.get(position);
            int known = db.update(
                    "update positions set next_offset = ? where topic = ? and partition_no = ?",
                    next,
                    topic,
                    partition);
            if (known == 0) {
                // The topic got more partitions.
                db.update(
                        "insert into positions (topic, partition_no, topic_id, next_offset)"
                                + " select topic, " + partition + ", topic_id, " + next
                                + " from positions where topic = ? and partition_no = 0",
                        topic);
            }
        }
    }

    /** Counts the hosts of a run, part by part, so that the ids of only one part are in memory. */
    private static final class DifferentHosts {
        private final Set<String> ids = new HashSet<>();
        private long part;
        private long count;

        private void add(long ofPart, String id) {
            if (ofPart != part) {
                ids.clear();
                part = ofPart;
            }
            if (ids.add(id)) {
                count++;
            }
        }
    }

    /** Whether a run is complete and as many different hosts are stored as it announced. Another program may repeat some. */
    private boolean isWhole(int runNo) throws SQLException {
        Optional<Long> announced = db.first(
                "select announced_rows from runs where run_no = ? and status = 'complete' and not whole"
                        + " and stored_rows >= announced_rows",
                row -> row.getLong(1),
                runNo);
        if (announced.isEmpty()) {
            return false;
        }
        DifferentHosts hosts = new DifferentHosts();
        db.each(
                "select row_no, id from run_rows where row_no >= ? and row_no < ? order by row_no",
                row -> hosts.add(row.getLong(1) >> WindowStore.BITS_OF_ROWS, row.getString(2)),
                WindowStore.firstRow(runNo, 0),
                WindowStore.firstRow(runNo + 1, 0));
        return hosts.count == announced.get();
    }
}
