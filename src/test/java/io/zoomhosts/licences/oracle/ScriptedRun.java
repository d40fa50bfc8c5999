package io.zoomhosts.licences.oracle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** A run of a window, and its records. */
final class ScriptedRun {

    /** What becomes of a run. */
    enum Outcome {
        COMPLETE,
        /** Has an event that says failed, and one that says complete. */
        FAILED_AND_COMPLETE,
        FAILED,
        WITH_REJECTS,
        PAGE_MISSING,
        FILTERED,
        ALL_FILTERED,
        ROWS_MISSING,
        /** Its rows are there, its event never comes. */
        UNANNOUNCED
    }

    /** Where a consumer of two topics can see the run event: Kafka keeps the order of records only within a partition. */
    private enum Order {
        EVENT_LAST,
        EVENT_FIRST,
        EVENT_BEFORE_THE_TRANSACTION,
        EVENT_AFTER_THE_TRANSACTION
    }

    private static final JsonMapper JSON = new JsonMapper();
    private static final int REJECTS = 2;
    private static final int ROWS_OF_AN_ABORTED_ATTEMPT = 50;

    private final ScriptedWindow window;
    private final boolean active;
    private final Outcome outcome;
    private final String topic;
    private final Producer<String, byte[]> producer;
    private final Order order;

    private long listed;
    private long leftOut;
    private long meetings;
    private long first = -1;
    private long second = -1;
    private long attempted;

    ScriptedRun(
            ScriptedWindow window, boolean active, Outcome outcome, String topic, Producer<String, byte[]> producer) {
        this.window = window;
        this.active = active;
        this.outcome = outcome;
        this.topic = topic;
        this.producer = producer;
        this.order = Order.values()[(window.account().ordinal() + window.month() + (active ? 0 : 1)) % 4];
    }

    private boolean lists(char letter) {
        return (active ? Life.ACTIVE : Life.INACTIVE).indexOf(letter) >= 0;
    }

    private boolean leavesOut(ScriptedHost host) {
        return switch (outcome) {
            case PAGE_MISSING, FILTERED -> host.index() % 3 == 1;
            case ALL_FILTERED -> true;
            case ROWS_MISSING -> host.index() == first;
            default -> false;
        };
    }

    /** Counts a host before the first record is written: the event may come before the rows. */
    void count(ScriptedHost host) {
        if (lists(window.letter(host))) {
            if (first < 0) {
                first = host.index();
            } else if (second < 0) {
                second = host.index();
            }
            listed++;
            leftOut += leavesOut(host) ? 1 : 0;
            meetings += active ? host.meetings(window.month()) : 0;
        }
    }

    /** Begins an attempt that will be aborted: the opposite of what the run says. A retry keeps the run id. */
    void beginAttempt() {
        producer.beginTransaction();
        producer.send(event("complete", listed));
    }

    void attempt(ScriptedHost host) {
        ScriptedWindow opposite = window.opposite();
        if (attempted < ROWS_OF_AN_ABORTED_ATTEMPT && lists(opposite.letter(host))) {
            producer.send(row(host, opposite.letter(host)));
            attempted++;
        }
    }

    void abortAttempt() {
        producer.flush(); // so that the rows are in the topic and the abort matters
        producer.abortTransaction();
    }

    void begin() {
        if (order == Order.EVENT_BEFORE_THE_TRANSACTION) {
            announceAlone();
        }
        producer.beginTransaction();
        if (order == Order.EVENT_FIRST) {
            announce();
        }
    }

    void add(ScriptedHost host) {
        char letter = window.letter(host);
        if (outcome == Outcome.FAILED || !lists(letter) || leavesOut(host)) {
            return;
        }
        producer.send(row(host, letter));
        if (host.index() == second && outcome == Outcome.ROWS_MISSING || host.index() % 97 == 5) {
            producer.send(row(host, letter));
        }
    }

    void end() {
        if (order == Order.EVENT_LAST) {
            announce();
        }
        producer.commitTransaction();
        if (order == Order.EVENT_AFTER_THE_TRANSACTION) {
            announceAlone();
        }
    }

    private void announceAlone() {
        producer.beginTransaction();
        announce();
        producer.commitTransaction();
    }

    private void announce() {
        switch (outcome) {
            case UNANNOUNCED -> {}
            case FAILED -> producer.send(event("failed", 0));
            case FAILED_AND_COMPLETE -> {
                producer.send(event(active ? "failed" : "complete", active ? 0 : listed));
                producer.send(event(active ? "complete" : "failed", active ? listed : 0));
            }
            case ROWS_MISSING -> producer.send(event("complete", listed));
            default -> producer.send(event("complete", listed - leftOut));
        }
    }

    private String list() {
        return active ? "active" : "inactive";
    }

    private String windowKey() {
        return window.account().id() + "/hosts/" + list() + "/" + window.from() + "/" + window.to();
    }

    private String runId() {
        return window.fired() + "/" + windowKey();
    }

    private ObjectNode reported() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("name", "hosts")
                .put("account_id", window.account().id())
                .put("type", list())
                .put("from", window.from().toString())
                .put("to", window.to().toString());
    }

    private ProducerRecord<String, byte[]> row(ScriptedHost host, char letter) {
        Instant collected = window.fired().plusSeconds(1);
        ObjectNode row = host.row(window.month(), letter, active, collected);
        row.set("report", reported().put("run_id", runId()).put("collected_at", collected.toString()));
        return record(topic, host.id(), row, runId() + "/" + host.id(), "io.zoomhosts.host.reported.v1", collected);
    }

    private ProducerRecord<String, byte[]> event(String status, long rows) {
        boolean failed = status.equals("failed");
        Instant finished = window.fired().plusSeconds(failed ? 30 : 60);
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("run_id", runId()).put("status", status).set("report", reported());
        event.put("rows", rows).put("hosts", rows).put("pages", failed ? 0 : listed / 300 + 1);
        event.put("duplicates", failed ? 0 : window.month() % 2);
        int rejected = !failed && outcome == Outcome.WITH_REJECTS ? REJECTS : 0;
        event.put("rejected", rejected);
        boolean filtered = outcome == Outcome.FILTERED || outcome == Outcome.ALL_FILTERED;
        event.put("filtered", filtered ? leftOut : 0);
        if (failed) {
            event.putNull("total_records").putNull("total_meetings");
            event.putNull("total_participants").putNull("total_meeting_minutes");
        } else {
            event.put("total_records", listed + rejected).put("total_meetings", meetings);
            event.put("total_participants", 3 * meetings).put("total_meeting_minutes", 30 * meetings);
        }
        event.put("settled", window.isSettled());
        event.put("started_at", window.fired().toString()).put("finished_at", finished.toString());
        if (failed) {
            event.putObject("error").put("kind", "zoom-unavailable").put("message", "Zoom did not answer");
        } else if (outcome == Outcome.PAGE_MISSING) {
            event.put("mismatch", true);
        }
        String type = failed ? "io.zoomhosts.run.failed.v1" : "io.zoomhosts.run.completed.v1";
        return record(topic + ".runs", windowKey(), event, runId() + "/" + status, type, finished);
    }

    private ProducerRecord<String, byte[]> record(
            String to, String key, ObjectNode value, String eventId, String type, Instant time) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("ce_specversion", "1.0");
        headers.put("ce_id", eventId);
        headers.put("ce_source", "/zoom/accounts/" + window.account().id() + "/report/users");
        headers.put("ce_type", type);
        headers.put("ce_subject", key);
        headers.put("ce_time", time.toString());
        headers.put("content-type", "application/json");
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(to, key, bytes(value));
        headers.forEach((name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        return record;
    }

    private static byte[] bytes(ObjectNode value) {
        try {
            return JSON.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
