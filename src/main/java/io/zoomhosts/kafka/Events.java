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
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.support.DefaultMessage;

/**
 * Makes Kafka records: the bean {@code events}. A record is a Camel message with a topic, a key and headers of its own,
 * built from nothing, so that no header of an exchange ever reaches it. Headers are text, because Camel writes numbers
 * in binary; keys are set through {@link KafkaConstants#KEY}, because that header's name changes between versions.
 */
public final class Events {

    static final String RUN_COMPLETED = "io.zoomhosts.run.completed.v1";
    static final String RUN_FAILED = "io.zoomhosts.run.failed.v1";

    /** Header of a complete run: the id of the topic that its hosts are in. Where that topic is gone, so are they. */
    static final String TOPIC_ID = "ce_topicid";

    /** Begins the batch of the page in the body, with the page's rejects for the dead letter topic. */
    public Object begin(Exchange exchange) throws JsonProcessingException {
        Run run = Runs.run(exchange);
        Page page = exchange.getMessage().getBody(Page.class);
        String time = Run.seconds(page.fetchedAt());
        Map<String, Object> reported = run.reported();
        reported.put("run_id", run.id());
        reported.put("collected_at", time);
        Batch batch = new Batch(page, ExactJson.MAPPER.writeValueAsString(reported), time);
        for (Row row : page.rejects()) {
            batch.addReject(reject(exchange, run, row));
        }
        return batch;
    }

    /** The rows of the batch that can be events, each as JSON text, as Zoom sent it. */
    public List<String> rows(Exchange exchange) {
        return batch(exchange).rows().stream().map(Row::json).toList();
    }

    /**
     * Adds an event to the batch: the row of this split, or what the user's own step has made of it. JSON as text,
     * bytes, map or tree will do, as long as it is an object.
     */
    public void add(Exchange exchange) throws JsonProcessingException {
        Run run = Runs.run(exchange);
        Batch batch = batch(exchange);
        Row row = batch.rows().get(exchange.getProperty(Exchange.SPLIT_INDEX, Integer.class));
        Object body = exchange.getMessage().getBody();
        String value = body == row.json() && !row.hasReservedMember()
                ? append(row.json(), batch.reported())
                : replace(tree(exchange, body), batch.reported());
        String id = run.id() + "/" + row.key();
        batch.addEvent(event(
                exchange, run, run.report().topic(), row.key(), run.report().eventType(), id, batch.time(), value));
    }

    /** The records of the batch; none if the page is empty. */
    public List<Message> records(Exchange exchange) {
        return batch(exchange).records();
    }

    /** Tells the run how many events were handed to its transaction. */
    public void sent(Exchange exchange) {
        Runs.run(exchange).published(batch(exchange).events());
    }

    /** No record: sent as it is, it only begins the window's transaction. */
    public List<Message> none() {
        return List.of();
    }

    /** The record of a run, whose JSON is in the body. */
    public List<Message> run(Exchange exchange, String json) {
        Run run = Runs.run(exchange);
        String type = run.isFailed() ? RUN_FAILED : RUN_COMPLETED;
        String id = run.id() + (run.isFailed() ? "/failed" : "/complete");
        String time = Run.seconds(run.finishedAt());
        Message event =
                event(exchange, run, run.report().runsTopic(), run.window().key(), type, id, time, json);
        if (!run.isFailed() && run.topicId() != null) {
            event.setHeader(TOPIC_ID, run.topicId());
        }
        return List.of(event);
    }

    private static Message event(
            Exchange exchange, Run run, String topic, String key, String type, String id, String time, String value) {
        Message message = record(exchange, topic, value);
        message.setHeader(KafkaConstants.KEY, key);
        message.setHeader("ce_specversion", "1.0");
        message.setHeader("ce_id", id);
        message.setHeader(
                "ce_source", "/zoom/accounts/" + run.accountId() + run.report().path());
        message.setHeader("ce_type", type);
        message.setHeader("ce_subject", key);
        message.setHeader("ce_time", time);
        message.setHeader("content-type", "application/json");
        return message;
    }

    private static Message reject(Exchange exchange, Run run, Row row) {
        Message message = record(exchange, run.report().dlqTopic(), row.json());
        message.setHeader("reason", row.reject());
        message.setHeader("window", run.window().key());
        return message;
    }

    private static Message record(Exchange exchange, String topic, String value) {
        Message message = new DefaultMessage(exchange);
        message.setBody(value);
        message.setHeader(KafkaConstants.OVERRIDE_TOPIC, topic);
        return message;
    }

    /** Adds the reserved member to an object without reading it: the row stays as Zoom sent it. */
    private static String append(String object, String reported) {
        return object.substring(0, object.length() - 1) + ",\"" + Report.MEMBER + "\":" + reported + "}";
    }

    private static String replace(JsonNode tree, String reported) throws JsonProcessingException {
        if (!(tree instanceof ObjectNode object)) {
            throw new RunException(
                    Failure.ROUTE,
                    "a step left something other than a JSON object in the body of a row: it can't be an event");
        }
        object.set(Report.MEMBER, ExactJson.MAPPER.readTree(reported));
        return ExactJson.MAPPER.writeValueAsString(object);
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
