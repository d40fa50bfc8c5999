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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Variable;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;

/**
 * Makes the records of a page: the bean {@code rowRecords}. The steps for each row are also bound as processors,
 * {@code takeRow} and {@code addRow}, because Camel calls a processor without resolving parameters.
 */
public final class RowRecords {

    /** Variable of a row's exchange: the topic for the row, if it is not the report's. */
    private static final String TOPIC = "topic";

    /** Variable of a row's exchange: the row, a {@link TakenRow}. */
    static final String ROW = "row";

    /** Variable of the page's exchange and of each row's: the {@link PageRecords}. */
    static final String RECORDS = "records";

    /** Rejects a second object in a body, which would otherwise be lost. */
    private static final ObjectReader ONE_VALUE =
            ExactJson.MAPPER.reader(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final Runs runs;
    private final Topics topics;
    private final RowSteps steps;

    /** @param topics creates topics that a step names */
    public RowRecords(Runs runs, Topics topics, RowSteps steps) {
        this.runs = runs;
        this.topics = topics;
        this.steps = steps;
    }

    /** Starts the records of the run's newest page, and adds its rejects for the dead-letter topic. */
    public PageRecords begin(@Variable("run") Run run) throws JsonProcessingException {
        String time = Run.seconds(run.page().fetchedAt());
        Map<String, String> asked = run.page().request().asked();
        Map<String, String> reported = new LinkedHashMap<>(asked);
        reported.put("run_id", run.id());
        reported.put("collected_at", time);
        List<Row> rows = runs.rows(run);
        PageRecords records = new PageRecords(
                run,
                asked,
                steps.of(run),
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

    /** Kafka sets the partition, from the key, and the timestamp. */
    private static ProducerRecord<Object, Object> record(String topic, Object key, byte[] value, List<Header> headers) {
        return new ProducerRecord<>(topic, null, key, value, headers);
    }

    /** The rows of the page that can become events. */
    public List<Row> rows(@Variable("records") PageRecords records) {
        return records.rows();
    }

    /**
     * Starts a row: puts it into the variable {@code row}, and its JSON text, as Zoom sent it, into the body.
     *
     * @throws RunException if the transaction of the window has no time left; then no step gets the row
     */
    public void take(Exchange exchange) {
        PageRecords records = exchange.getVariable(RECORDS, PageRecords.class);
        records.run().checkTime();
        Row row = (Row) exchange.getMessage().getBody();
        exchange.setVariable(ROW, records.take(row));
        exchange.getMessage().setBody(row.json());
    }

    /**
     * Adds a record with the row as the user's steps left it in the body: a JSON object as text, bytes, map or tree. The
     * record goes to the topic in the variable {@code topic}, or by default to the topic of the report. A user's step may
     * call this too, to publish a row to more than one topic.
     */
    public void add(Exchange exchange) throws IOException, InterruptedException {
        TakenRow taken = exchange.getVariable(ROW, TakenRow.class);
        if (taken == null) {
            throw new RunException(
                    Failure.ROUTE,
                    "a step removed or replaced the variable row, so the row is unknown: do not change the"
                            + " variables row, run and records");
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
        if (body == row.json()) {
            value = unchanged(records, row);
        } else {
            ObjectNode object = object(exchange, body);
            checkKey(records, topic, row, object);
            value = reported(records, object);
        }
        records.add(row, record(records, topic, row, value));
    }

    /**
     * Adds a record with each row as Zoom sent it, as the split does if no step changes anything.
     *
     * @throws RunException if the transaction of the window has no time left
     */
    public void addAll(@Variable("records") PageRecords records) throws IOException {
        String topic = records.run().report().topic();
        for (Row row : records.rows()) {
            records.run().checkTime();
            records.add(row, record(records, topic, row, unchanged(records, row)));
        }
    }

    private static byte[] unchanged(PageRecords records, Row row) throws IOException {
        return row.hasReservedMember()
                ? reported(records, (ObjectNode) ONE_VALUE.readTree(row.json()))
                : row.with(Report.MEMBER, records.reported());
    }

    private static byte[] reported(PageRecords records, ObjectNode object) throws IOException {
        object.set(Report.MEMBER, ExactJson.MAPPER.readTree(records.reported()));
        return ExactJson.MAPPER.writeValueAsBytes(object);
    }

    private static ProducerRecord<Object, Object> record(PageRecords records, String topic, Row row, byte[] value) {
        String key = row.key();
        List<Header> headers = new ArrayList<>(records.headers().size() + 2);
        headers.addAll(records.headers());
        headers.add(Headers.header("ce_id", records.run().id() + "/" + key));
        headers.add(Headers.header("ce_subject", key));
        return record(topic, key, value, headers);
    }

    /** Rejects topics of runs and rejects: a row there could not be told apart from them. */
    private static void checkTopic(Report report, String topic) {
        if (!Report.isTopic(topic)) {
            // Do not name the topic: it may come from row data. Reject it here, because Kafka's client would log it.
            throw new RunException(
                    Failure.ROUTE,
                    "a step set the variable topic to an invalid topic name: use at most 249 letters,"
                            + " digits, dots, hyphens and underscores");
        }
        if (topic.equals(report.runsTopic()) || topic.equals(report.dlqTopic())) {
            throw new RunException(
                    Failure.ROUTE,
                    "a step set the variable topic to " + topic
                            + ", which is not a topic for rows: choose another topic");
        }
    }

    /**
     * Counts the page as published.
     *
     * @throws RunException if a route did not send the page to {@code kafka:} in the run's transaction
     */
    public void sent(@Variable("records") PageRecords records) {
        if (!records.isSent()) {
            throw new RunException(
                    Failure.ROUTE,
                    "a route did not send the records of a page with 'to: kafka:' inside the block"
                            + " windowTransaction");
        }
        runs.published(records.run(), records.published(), records.filtered());
    }

    /** Checks that the key member in the value still matches the record's key. */
    private static void checkKey(PageRecords records, String topic, Row row, JsonNode object) throws IOException {
        Report report = records.run().report();
        if (report.key().isNumbered()) {
            return; // the key stays that of Zoom's row
        }
        String key = records.keys().of(object);
        if (topic.equals(report.topic())
                ? !row.key().equals(key)
                : key != null && !row.key().equals(key)) {
            throw new RunException(
                    Failure.ROUTE,
                    "a step changed or removed '" + report.key() + "', the record key of topic " + topic
                            + ", so consumers would confuse this row with another. Leave '" + report.key()
                            + "' unchanged, or send the row to another topic by setting the variable topic");
        }
    }

    private static ObjectNode object(Exchange exchange, Object body) {
        if (tree(exchange, body) instanceof ObjectNode object) {
            return object;
        }
        throw new RunException(
                Failure.ROUTE,
                "a step left something other than a JSON object in the body of a row, so the row"
                        + " cannot be published. Leave a JSON object in the body: text, bytes or a map");
    }

    private static JsonNode tree(Exchange exchange, Object body) {
        try {
            return body instanceof Map || body instanceof JsonNode
                    ? ExactJson.MAPPER.valueToTree(body)
                    : ONE_VALUE.readTree(exchange.getMessage().getBody(String.class));
        } catch (JsonProcessingException | IllegalArgumentException | StackOverflowError notJson) {
            // A map that contains itself overflows the stack. If a processor throws an Error, the exchange never ends.
            return null;
        }
    }
}
