package io.zoomhosts.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zoomhosts.failure.Failure;
import io.zoomhosts.failure.RunException;
import io.zoomhosts.report.Report;
import io.zoomhosts.report.Row;
import io.zoomhosts.run.Run;
import io.zoomhosts.run.Runs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Variable;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;

/**
 * Makes the records of a page: the bean {@code rowRecords}. What is done for each row is there as processors too,
 * {@code takeRow} and {@code addRow}: Camel calls them without looking for parameters.
 */
public final class RowRecords {

    /** Variable of a row's exchange: the topic that the row goes to, where that is not the report's. */
    private static final String TOPIC = "topic";

    /** Variable of a row's exchange: the row, a {@link TakenRow}. */
    static final String ROW = "row";

    private static final String RECORDS = "records";

    /** Of two objects in a body the second would get lost. */
    private static final ObjectReader ONE_VALUE =
            ExactJson.MAPPER.reader(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final Runs runs;
    private final Topics topics;

    /** @param topics creates those that a step names */
    public RowRecords(Runs runs, Topics topics) {
        this.runs = runs;
        this.topics = topics;
    }

    /** Begins the records of the run's newest page, with its rejects for the dead letter topic. */
    public PageRecords begin(@Variable("run") Run run) throws JsonProcessingException {
        String time = Run.seconds(run.page().fetchedAt());
        Map<String, Object> reported = run.reported();
        reported.put("run_id", run.id());
        reported.put("collected_at", time);
        List<Row> rows = runs.rows(run);
        PageRecords records = new PageRecords(
                run,
                rows.stream().filter(row -> row.reject() == null).toList(),
                ExactJson.MAPPER.writeValueAsBytes(reported),
                Headers.of(run, run.report().eventType(), time));
        rows.stream().filter(row -> row.reject() != null).forEach(row -> records.addReject(reject(run, row)));
        return records;
    }

    private static ProducerRecord<Object, Object> reject(Run run, Row row) {
        List<Header> headers = Headers.ofTrace(run);
        headers.add(Headers.header("reason", row.reject()));
        headers.add(Headers.header("window", run.window().key()));
        return record(run.report().dlqTopic(), null, row.bytes(), headers);
    }

    /** Kafka chooses the partition by the key, and the time. */
    private static ProducerRecord<Object, Object> record(String topic, Object key, byte[] value, List<Header> headers) {
        return new ProducerRecord<>(topic, null, key, value, headers);
    }

    /** The rows of the page that can be events. */
    public List<Row> rows(@Variable("records") PageRecords records) {
        return records.rows();
    }

    /**
     * Begins a row: it is kept in the variable {@code row}, and the body becomes its JSON as text, as Zoom sent it.
     *
     * @throws RunException if the window has no time left: no step gets the row
     */
    public void take(Exchange exchange) {
        PageRecords records = exchange.getVariable(RECORDS, PageRecords.class);
        records.run().checkTime();
        Row row = (Row) exchange.getMessage().getBody();
        exchange.setVariable(ROW, records.take(row));
        exchange.getMessage().setBody(row.json());
    }

    /**
     * Adds a record of the row: what the user's own steps have made of it. JSON as text, bytes, map or tree will do, as
     * long as it is an object. It goes to the topic that the variable {@code topic} names, or else to that of the report.
     * A step may do this too, for a row that is to be in more than one topic.
     */
    public void add(Exchange exchange) throws IOException, InterruptedException {
        TakenRow taken = exchange.getVariable(ROW, TakenRow.class);
        if (taken == null) {
            throw new RunException(
                    Failure.ROUTE,
                    "a step removed or replaced the variable row, so nothing says which row this is: leave it, and the"
                            + " variables run and records, as they are");
        }
        PageRecords records = taken.page();
        Row row = taken.row();
        Report report = records.run().report();
        String topic = exchange.getVariable(TOPIC, String.class);
        if (topic == null) {
            topic = report.topic();
        } else {
            checkTopic(report, topic);
            topics.provide(topic);
        }
        Object body = exchange.getMessage().getBody();
        byte[] value;
        if (body == row.json() && !row.hasReservedMember()) {
            value = row.with(Report.MEMBER, records.reported());
        } else {
            ObjectNode object = object(exchange, body);
            if (body != row.json()) {
                checkKey(report, topic, row, object);
            }
            object.set(Report.MEMBER, ExactJson.MAPPER.readTree(records.reported()));
            value = ExactJson.MAPPER.writeValueAsBytes(object);
        }
        List<Header> headers = new ArrayList<>(records.headers());
        headers.add(Headers.header("ce_id", records.run().id() + "/" + row.key()));
        headers.add(Headers.header("ce_subject", row.key()));
        records.add(row, record(topic, row.key(), value, headers));
    }

    /** Nobody could tell such a row from a run, or from a reject. */
    private static void checkTopic(Report report, String topic) {
        if (!Report.isTopic(topic)) {
            // Not named: it may be made of data, and Kafka's client would log it.
            throw new RunException(
                    Failure.ROUTE,
                    "a step set the variable topic to what cannot be the name of a topic: letters, digits, dots, hyphens and"
                            + " underscores, 249 at most");
        }
        if (topic.equals(report.runsTopic()) || topic.equals(report.dlqTopic())) {
            throw new RunException(
                    Failure.ROUTE,
                    "a step set the variable topic to " + topic + ", which is not for rows: choose another topic");
        }
    }

    /**
     * Tells the run that the page is in its transaction.
     *
     * @throws RunException if it is not: a route did not send it to {@code kafka:}
     */
    public void sent(@Variable("records") PageRecords records) {
        if (!records.isSent()) {
            throw new RunException(
                    Failure.ROUTE, "a route did not send the records of a page to kafka: inside of windowTransaction");
        }
        runs.published(records.run(), records.published(), records.filtered());
    }

    /** A record whose key is one row's and whose value is another's, or nobody's, would be a lie. */
    private static void checkKey(Report report, String topic, Row row, JsonNode object) throws IOException {
        String key = report.keyOf(object);
        if (topic.equals(report.topic())
                ? !row.key().equals(key)
                : key != null && !row.key().equals(key)) {
            throw new RunException(
                    Failure.ROUTE,
                    "a step changed or removed the member '" + report.key()
                            + "' of a row, which is the key of its record in"
                            + " topic " + topic
                            + ": its readers would take it for another row. Leave the member as Zoom sent"
                            + " it. A row without it can go to another topic: set the variable topic");
        }
    }

    private static ObjectNode object(Exchange exchange, Object body) {
        if (tree(exchange, body) instanceof ObjectNode object) {
            return object;
        }
        throw new RunException(
                Failure.ROUTE,
                "a step left something other than a JSON object in the body of a row: it can't be an event");
    }

    private static JsonNode tree(Exchange exchange, Object body) {
        try {
            return body instanceof Map || body instanceof JsonNode
                    ? ExactJson.MAPPER.valueToTree(body)
                    : ONE_VALUE.readTree(exchange.getMessage().getBody(String.class));
        } catch (JsonProcessingException | IllegalArgumentException | StackOverflowError notJson) {
            // A map that holds itself overflows the stack. An error from a processor would leave the exchange without
            // an end.
            return null;
        }
    }
}
