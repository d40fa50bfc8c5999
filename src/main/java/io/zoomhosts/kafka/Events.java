package io.zoomhosts.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zoomhosts.report.Failure;
import io.zoomhosts.report.Page;
import io.zoomhosts.report.Report;
import io.zoomhosts.report.Row;
import io.zoomhosts.report.Run;
import io.zoomhosts.report.RunException;
import io.zoomhosts.report.Runs;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Makes Kafka records: the bean {@code events}. */
public final class Events {

    static final String RUN_COMPLETED = "io.zoomhosts.run.completed.v1";
    static final String RUN_FAILED = "io.zoomhosts.run.failed.v1";

    /** Header of a complete run: the id of the topic that its hosts are in. Where that topic is gone, so are they. */
    static final String TOPIC_ID = "ce_topicid";

    /** Variable of a host: the topic that it goes to, where that is not the report's. */
    private static final String TOPIC = "topic";

    private final Topics topics;

    /** @param topics creates those that a step names */
    public Events(Topics topics) {
        this.topics = topics;
    }

    /** Begins the batch of the page in the body, with the page's rejects for the dead letter topic. */
    public Object begin(Exchange exchange) throws JsonProcessingException {
        Run run = Runs.run(exchange);
        Page page = exchange.getMessage().getBody(Page.class);
        String time = Run.seconds(page.fetchedAt());
        Map<String, Object> reported = run.reported();
        reported.put("run_id", run.id());
        reported.put("collected_at", time);
        Batch batch = new Batch(
                page,
                ExactJson.MAPPER.writeValueAsBytes(reported),
                headers(run, run.report().eventType(), time));
        for (Row row : page.rejects()) {
            batch.addReject(new Record(exchange.getContext(), run.report().dlqTopic(), traceHeader(run), row.bytes())
                    .header("reason", row.reject())
                    .header("window", run.window().key()));
        }
        return batch;
    }

    /** The rows of the batch that can be events, each as JSON text, as Zoom sent it. */
    public List<String> rows(Exchange exchange) {
        return batch(exchange).rows().stream().map(Row::json).toList();
    }

    /**
     * Adds an event to the batch: the row of this split, or what the user's own step has made of it. JSON as text,
     * bytes, map or tree will do, as long as it is an object. It goes to the topic that the variable {@code topic} names,
     * or else to that of the report. A step may call this too, for a host that is to be in more than one topic.
     */
    public void add(Exchange exchange) throws IOException, InterruptedException {
        Run run = Runs.run(exchange);
        Batch batch = batch(exchange);
        Row row = batch.rows().get(exchange.getProperty(Exchange.SPLIT_INDEX, Integer.class));
        Object body = exchange.getMessage().getBody();
        byte[] value = body == row.json() && !row.hasReservedMember()
                ? row.with(Report.MEMBER, batch.reported())
                : replace(tree(exchange, body), batch.reported());
        String topic = exchange.getVariable(TOPIC, String.class);
        if (topic == null) {
            topic = run.report().topic();
        } else {
            topics.provide(topic);
        }
        batch.addEvent(
                row,
                new Record(exchange.getContext(), topic, batch.headers(), value)
                        .key(row.key())
                        .header("ce_id", run.id() + "/" + row.key())
                        .header("ce_subject", row.key()));
    }

    /** The records of the batch; none if the page is empty. */
    public List<Message> records(Exchange exchange) {
        return batch(exchange).records();
    }

    /** Tells the run how many hosts were handed to its transaction. */
    public void sent(Exchange exchange) {
        Runs.run(exchange).published(batch(exchange).hosts());
    }

    /** No record: sent as it is, it only begins the window's transaction. */
    public List<Message> none() {
        return List.of();
    }

    /** The record of a run, whose JSON is in the body. */
    public List<Message> run(Exchange exchange, byte[] json) {
        Run run = Runs.run(exchange);
        String type = run.isFailed() ? RUN_FAILED : RUN_COMPLETED;
        String key = run.window().key();
        Record event = new Record(
                        exchange.getContext(),
                        run.report().runsTopic(),
                        headers(run, type, Run.seconds(run.finishedAt())),
                        json)
                .key(key)
                .header("ce_id", run.id() + (run.isFailed() ? "/failed" : "/complete"))
                .header("ce_subject", key);
        return List.of(run.isFailed() || run.topicId() == null ? event : event.header(TOPIC_ID, run.topicId()));
    }

    /** Those that the events of a page have in common. */
    private static Map<String, byte[]> headers(Run run, String type, String time) {
        Map<String, byte[]> headers = new HashMap<>(traceHeader(run));
        headers.putAll(Map.of(
                "ce_specversion", Record.utf8("1.0"),
                "ce_source",
                        Record.utf8("/zoom/accounts/" + run.accountId()
                                + run.report().path()),
                "ce_type", Record.utf8(type),
                "ce_time", Record.utf8(time),
                "content-type", Record.utf8("application/json")));
        return headers;
    }

    /** None where the run is in no trace. */
    private static Map<String, byte[]> traceHeader(Run run) {
        String traceparent = run.trace().traceparent();
        return traceparent == null ? Map.of() : Map.of("traceparent", Record.utf8(traceparent));
    }

    private static byte[] replace(JsonNode tree, byte[] reported) throws IOException {
        if (!(tree instanceof ObjectNode object)) {
            throw new RunException(
                    Failure.ROUTE,
                    "a step left something other than a JSON object in the body of a row: it can't be an event");
        }
        object.set(Report.MEMBER, ExactJson.MAPPER.readTree(reported));
        return ExactJson.MAPPER.writeValueAsBytes(object);
    }

    private static JsonNode tree(Exchange exchange, Object body) {
        try {
            return body instanceof Map || body instanceof JsonNode
                    ? ExactJson.MAPPER.valueToTree(body)
                    : ExactJson.MAPPER.readTree(exchange.getMessage().getBody(String.class));
        } catch (JsonProcessingException | IllegalArgumentException notJson) {
            return null;
        }
    }

    private static Batch batch(Exchange exchange) {
        return exchange.getVariable("batch", Batch.class);
    }
}
