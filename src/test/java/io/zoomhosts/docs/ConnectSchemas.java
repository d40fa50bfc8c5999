package io.zoomhosts.docs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zoomhosts.support.AsyncApi;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes the schemas for Kafka Connect, {@code docs/schemas/*.connect.json}, from the JSON Schemas:
 * {@code mvn -q test-compile exec:java@connect-schemas}, for another report with {@code -Dexec.args=<report>}. A member that is a list, or has more
 * than one type, is left out: no column can contain it, and Connect's JsonConverter turns it into null if the schema has string.
 */
public final class ConnectSchemas {

    static final List<String> NAMES = List.of("host", "run");

    private static final Path FOLDER = Path.of("docs", "schemas");
    private static final Map<String, String> TYPES =
            Map.of("string", "string", "integer", "int64", "number", "double", "boolean", "boolean");
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private ConnectSchemas() {}

    public static void main(String[] arguments) throws IOException {
        for (String name : arguments.length == 0 ? NAMES : List.of(arguments)) {
            Files.writeString(file(name), connectSchema(name));
        }
    }

    static Path file(String name) {
        return FOLDER.resolve(name + ".connect.json");
    }

    static Path jsonSchema(String name) {
        return FOLDER.resolve(name + ".schema.json");
    }

    /** The text of the file: one field a line, so that a change is easy to review. */
    static String connectSchema(String name) {
        JsonNode schema = AsyncApi.read(new JsonMapper(), jsonSchema(name));
        return text(struct(schema), "") + "\n";
    }

    private static ObjectNode struct(JsonNode schema) {
        Set<String> required =
                schema.path("required").valueStream().map(JsonNode::textValue).collect(Collectors.toSet());
        ArrayNode fields = NODES.arrayNode();
        schema.path("properties").properties().forEach(member -> field(member.getValue())
                .ifPresent(field -> {
                    boolean optional = !required.contains(member.getKey())
                            || types(member.getValue()).contains("null");
                    fields.add(NODES.objectNode()
                            .put("field", member.getKey())
                            .put("optional", optional)
                            .setAll(field));
                }));
        return NODES.objectNode().put("type", "struct").put("optional", false).set("fields", fields);
    }

    private static Optional<ObjectNode> field(JsonNode member) {
        List<String> types =
                types(member).stream().filter(type -> !type.equals("null")).toList();
        if (types.equals(List.of("object"))) {
            ObjectNode struct = struct(member);
            struct.remove("optional");
            return Optional.of(struct);
        }
        return types.size() == 1 && TYPES.containsKey(types.get(0))
                ? Optional.of(NODES.objectNode().put("type", TYPES.get(types.get(0))))
                : Optional.empty();
    }

    /** The types that a member allows, or those of its constant or listed values. */
    private static Set<String> types(JsonNode member) {
        JsonNode type = member.path("type");
        if (type.isTextual()) {
            return Set.of(type.textValue());
        }
        if (type.isArray()) {
            return type.valueStream().map(JsonNode::textValue).collect(Collectors.toSet());
        }
        Stream<JsonNode> values = member.has("const")
                ? Stream.of(member.path("const"))
                : member.path("enum").valueStream();
        return values.map(ConnectSchemas::typeOf).collect(Collectors.toSet());
    }

    private static String typeOf(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> "string";
            case BOOLEAN -> "boolean";
            case NUMBER -> value.isIntegralNumber() ? "integer" : "number";
            default -> "null";
        };
    }

    private static String text(JsonNode schema, String indent) {
        if (!schema.has("fields")) {
            return schema.toString();
        }
        ObjectNode head = schema.deepCopy();
        head.remove("fields");
        String fields = schema.path("fields")
                .valueStream()
                .map(field -> indent + "  " + text(field, indent + "  "))
                .collect(Collectors.joining(",\n"));
        return "%s,\"fields\":[\n%s\n%s]}".formatted(head.toString().replaceFirst("}$", ""), fields, indent);
    }
}
