package io.zoomhosts.storm;

import com.fasterxml.jackson.databind.JsonNode;
import io.zoomhosts.storm.Read.Event;
import io.zoomhosts.storm.Read.Row;
import io.zoomhosts.support.AsyncApi;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** All reads of all consumers. Thread-safe. */
final class History {

    private final Queue<Row> rows = new ConcurrentLinkedQueue<>();
    private final Queue<Event> events = new ConcurrentLinkedQueue<>();

    /** A copy of the rows that were read so far, by each session in the order of reading. */
    List<Row> rows() {
        return List.copyOf(rows);
    }

    /** A copy of the events that were read so far, by each session in the order of reading. */
    List<Event> events() {
        return List.copyOf(events);
    }

    void add(Row row) {
        rows.add(row);
    }

    void add(Event event) {
        events.add(event);
    }

    void addRow(String reader, String session, ConsumerRecord<String, String> row) {
        String value = row.value();
        String runId = AsyncApi.tree(value).at("/report/run_id").textValue();
        String asSent = value.substring(0, value.lastIndexOf(",\"report\":{")) + "}";
        add(new Row(
                reader,
                session,
                row.partition(),
                row.offset(),
                runId,
                row.key(),
                digest(asSent),
                System.currentTimeMillis()));
    }

    void addEvent(String reader, String session, ConsumerRecord<String, String> event) {
        JsonNode run = AsyncApi.tree(event.value());
        add(new Event(
                reader,
                session,
                event.partition(),
                event.offset(),
                run.path("run_id").textValue(),
                run.path("status").textValue(),
                run.path("rows").longValue(),
                run.path("pages").longValue(),
                System.currentTimeMillis()));
    }

    static String digest(String text) {
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
