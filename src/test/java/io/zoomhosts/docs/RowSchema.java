package io.zoomhosts.docs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zoomhosts.report.Report;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The JSON Schema of a report's records, from Zoom's OpenAPI file. Zoom adds members and values without notice, and any member can
 * be null or missing: so other members are allowed, and lists of values are only described.
 */
final class RowSchema {

    static final Path FOLDER = Path.of("docs", "schemas");

    private static final String DAY = "\\d{4}-\\d{2}-\\d{2}";
    private static final Set<String> FORMATS = Set.of("date", "date-time");
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final JsonMapper MAPPER = new JsonMapper();

    private final Report report;
    private final ZoomReport zoom;

    RowSchema(Report report) {
        this.report = report;
        this.zoom = ZoomReport.of(report);
    }

    static Path file(Report report) {
        return FOLDER.resolve(report.name() + ".schema.json");
    }

    /** The name of a window of the report, as a regular expression. */
    static String window(Report report) {
        String varied = report.varied().values().stream()
                .map(values -> "(" + String.join("|", values) + ")/")
                .collect(Collectors.joining());
        return varied + DAY + "/" + DAY + (report.isBySubject() ? "(/\\d+-of-\\d+)?" : "");
    }

    /** The id of a run of the report, as a regular expression. */
    static String runId(Report report) {
        return DAY + "T\\d{2}:\\d{2}:\\d{2}Z/[^/]+/" + report.name() + "/" + window(report);
    }

    /** Members of a row that the key needs: without one of them, the row is no record. */
    static List<String> keyMembers(Report report) {
        Set<String> members = ZoomReport.of(report).row().properties().stream()
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        return Stream.of(report.key()
                        .toString()
                        .replaceAll("hash\\([^)]*\\)", "")
                        .split("[,/]"))
                .map(String::strip)
                .filter(members::contains)
                .toList();
    }

    /** The text of the file. */
    String text() {
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter()
                .withSeparators(
                        Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER));
        printer.indentObjectsWith(new DefaultIndenter("  ", "\n"));
        try {
            return MAPPER.writer(printer).writeValueAsString(schema()) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private ObjectNode schema() {
        List<String> key = keyMembers(report);
        ObjectNode schema = NODES.objectNode();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", zoom.title());
        schema.put(
                "description",
                "Value of a record in " + report.topic() + ": one row of Zoom's report " + report.path()
                        + ", as Zoom sent it,"
                        + " and the reserved member `report`." + zoom.remark()
                        + " Any other member than "
                        + Stream.concat(key.stream(), Stream.of("report"))
                                .map(member -> "`" + member + "`")
                                .collect(Collectors.joining(" and "))
                        + " can be missing or null, and Zoom adds members without notice. The types are those of Zoom's"
                        + " schema. zoom-hosts does not check them.");
        schema.put("type", "object");
        ArrayNode required = schema.putArray("required");
        key.forEach(required::add);
        required.add(Report.MEMBER);
        ObjectNode properties = schema.putObject("properties");
        zoom.row().properties().forEach(member -> properties.set(member.getKey(), member(member.getValue())));
        key.forEach(name -> ((ObjectNode) properties.get(name))
                .put("type", properties.get(name).path("type").path(0).textValue()));
        properties.set(Report.MEMBER, reserved());
        return schema;
    }

    private static ObjectNode member(JsonNode declared) {
        ObjectNode schema = NODES.objectNode();
        String description = Stream.of(
                        declared.path("description").asText(),
                        declared.has("enum")
                                ? "Zoom lists: "
                                        + declared.path("enum")
                                                .valueStream()
                                                .map(JsonNode::asText)
                                                .collect(Collectors.joining(", "))
                                : "")
                .filter(text -> !text.isEmpty())
                .map(text -> text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1) + ".")
                .collect(Collectors.joining(" "));
        if (!description.isEmpty()) {
            schema.put("description", description);
        }
        schema.putArray("type").add(declared.path("type").asText()).add("null");
        if (FORMATS.contains(declared.path("format").asText())) {
            schema.set("format", declared.path("format"));
        }
        if (declared.has("properties")) {
            ObjectNode properties = schema.putObject("properties");
            declared.path("properties")
                    .properties()
                    .forEach(inner -> properties.set(inner.getKey(), member(inner.getValue())));
        }
        if (declared.has("items")) {
            schema.set("items", member(declared.path("items")));
        }
        if (declared.has("example")) {
            schema.putArray("examples").add(declared.path("example"));
        }
        return schema;
    }

    /** The member that zoom-hosts adds. */
    private ObjectNode reserved() {
        ObjectNode properties = NODES.objectNode();
        properties.set("name", text("Name of the report.").put("const", report.name()));
        properties.set(
                "account_id",
                text("Zoom's id of the account.").put("type", "string").put("pattern", "^[^/]+$"));
        report.varied().forEach((parameter, values) -> {
            ObjectNode asked = text("The value of Zoom's parameter " + parameter + " that was asked for.");
            values.forEach(asked.putArray("enum")::add);
            properties.set(parameter, asked);
        });
        properties.set(
                "from", text("First day of the window.").put("type", "string").put("format", "date"));
        properties.set(
                "to",
                text("Last day of the window, inclusive.").put("type", "string").put("format", "date"));
        if (report.isBySubject()) {
            properties.set(
                    "subject",
                    text("The " + (report.dated() ? "user" : "meeting or webinar")
                                    + " that Zoom was asked about: `"
                                    + report.subjects().member() + "` of report "
                                    + report.subjects().parent() + ".")
                            .put("type", "string")
                            .put("minLength", 1));
        }
        properties.set(
                "run_id",
                text("The run: `<trigger time>/<account_id>/<report>/<window>`. The run event has the same run_id. A retry keeps"
                                + " it.")
                        .put("type", "string")
                        .put("pattern", "^" + runId(report) + "$"));
        properties.set(
                "collected_at",
                text("When the page with this row arrived: RFC 3339, UTC, whole seconds.")
                        .put("type", "string")
                        .put("format", "date-time"));
        ObjectNode schema =
                text("Added by zoom-hosts: the account and window that the row is about, and the run that collected it."
                                + " Replaces a member of the same name from Zoom.")
                        .put("type", "object");
        properties.properties().forEach(member -> schema.withArray("required").add(member.getKey()));
        if (report.isBySubject()) {
            properties.set(
                    "part",
                    text("The part of the window's subjects, if ZOOM_PARTS is more than 1.")
                            .put("type", "string")
                            .put("pattern", "^\\d+-of-\\d+$"));
        }
        schema.put("additionalProperties", false).set("properties", properties);
        return schema;
    }

    private static ObjectNode text(String description) {
        return NODES.objectNode().put("description", description);
    }
}
