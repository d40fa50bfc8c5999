package io.zoomhosts.docs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.zoomhosts.report.Report;
import io.zoomhosts.support.AsyncApi;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A report in Zoom's OpenAPI file.
 *
 * @param operation its {@code get}
 */
record ZoomReport(Report report, JsonNode operation) {

    private static final JsonNode FILE =
            AsyncApi.read(new YAMLMapper(), Path.of("src", "main", "resources", "zoom", "openapi.yaml"));
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    static ZoomReport of(Report report) {
        return new ZoomReport(report, FILE.path("paths").path(report.path()).path("get"));
    }

    String title() {
        return operation.path("summary").asText();
    }

    /** What the file says about the rows, with a blank before it; empty if it says nothing. */
    String remark() {
        String remark = operation.path("description").asText();
        return remark.isEmpty() ? "" : " " + remark;
    }

    boolean hasParameter(String name) {
        return operation
                .path("parameters")
                .valueStream()
                .anyMatch(parameter -> parameter.path("name").asText().equals(name));
    }

    /** The schemas of a row's members. */
    ObjectNode row() {
        JsonNode answer = operation
                .path("responses")
                .path("200")
                .path("content")
                .path("application/json")
                .path("schema")
                .path("properties");
        if (!report.rows().equals(".")) {
            return (ObjectNode) answer.path(report.rows()).path("items").path("properties");
        }
        // An answer with these two members is no report.
        return ((ObjectNode) answer.deepCopy()).without(List.of("code", "message"));
    }

    /** A row of the file's examples. */
    ObjectNode example() {
        return examples(row());
    }

    private static ObjectNode examples(JsonNode members) {
        ObjectNode row = NODES.objectNode();
        members.properties()
                .forEach(member -> example(member.getValue()).ifPresent(example -> row.set(member.getKey(), example)));
        return row;
    }

    private static Optional<JsonNode> example(JsonNode schema) {
        if (schema.has("example")) {
            return Optional.of(schema.path("example"));
        }
        if (schema.has("properties")) {
            return Optional.of((JsonNode) examples(schema.path("properties"))).filter(example -> !example.isEmpty());
        }
        return schema.has("items")
                ? example(schema.path("items")).map(item -> new ArrayNode(NODES).add(item))
                : Optional.empty();
    }
}
