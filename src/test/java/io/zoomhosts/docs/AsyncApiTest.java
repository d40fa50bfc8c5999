package io.zoomhosts.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaId;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.zoomhosts.failure.Failure;
import io.zoomhosts.report.Report;
import io.zoomhosts.support.AsyncApi;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code docs/asyncapi.yaml}, {@code docs/schemas} and {@code docs/events.md} agree with each other and with the program. */
class AsyncApiTest {

    /** A record in {@code docs/events.md}: key and headers as YAML, then the value as JSON. */
    private static final Pattern RECORD = Pattern.compile("(?s)```yaml\\n([^`]*)```(?:(?!```).)*```json\\n([^`]*)```");

    private final AsyncApi documented = new AsyncApi();

    static List<String> messages() {
        return names(new AsyncApi().document().at("/components/messages"));
    }

    @Test
    void names_the_default_topics() {
        List<String> others = ShippedReports.others().stream().map(Report::name).toList();

        assertThat(documented.document().path("channels").findValuesAsText("address"))
                .startsWith("zoom.hosts", "zoom.hosts.runs", "zoom.hosts.dlq")
                .endsWith("zoom.{report}.runs", "zoom.{report}.dlq")
                .containsAll(others.stream().map(name -> "zoom." + name).toList())
                .hasSize(5 + others.size());
        assertThat(documented.document().at("/components/parameters/report/enum"))
                .extracting(JsonNode::textValue)
                .containsExactlyElementsOf(others);
    }

    @Test
    void refers_to_parts_that_are_there() {
        assertThat(documented.document().findValuesAsText("$ref"))
                .filteredOn(reference -> reference.startsWith("#"))
                .isNotEmpty()
                .allSatisfy(reference -> assertThat(
                                documented.document().at(reference.substring(1)).isMissingNode())
                        .as(reference)
                        .isFalse());
    }

    @ParameterizedTest
    @MethodSource("messages")
    void examples_match_their_schemas(String message) {
        assertThat(documented.message(message).path("examples")).isNotEmpty().allSatisfy(example -> {
            assertThat(documented.violations(message + "/headers", example.path("headers")))
                    .isEmpty();
            assertThat(documented.violations(message + "/payload", example.path("payload")))
                    .isEmpty();
            assertIdentity(message, example.path("headers"), example.path("payload"));
        });
    }

    @Test
    void events_page_shows_a_record_of_each_message() throws Exception {
        String page = Files.readString(Path.of("docs", "events.md"));
        List<String> shown = new ArrayList<>();

        RECORD.matcher(page).results().forEach(record -> {
            JsonNode outside = yaml(record.group(1));
            JsonNode value = AsyncApi.tree(record.group(2));
            String message = messageOf(outside.at("/headers/ce_type").asText("reject"));
            shown.add(message);

            documented.assertDocumented(message, record(outside, record.group(2)));
            assertIdentity(message, outside.path("headers"), value);
        });

        assertThat(shown).containsExactlyInAnyOrder("host", "runCompleted", "runFailed", "reject");
        assertThat(page.split("```json", -1)).hasSize(1 + shown.size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"runCompleted", "runFailed"})
    void shows_the_members_of_run_events_in_order(String message) {
        List<String> order = names(schema("run").path("properties"));

        assertThat(documented.message(message).path("examples")).allSatisfy(example -> {
            List<String> members = names(example.path("payload"));
            assertThat(members)
                    .isEqualTo(order.stream().filter(members::contains).toList());
        });
    }

    @Test
    void rows_plus_filtered_plus_rejected_is_total_records() {
        assertThat(documented.message("runCompleted").path("examples")).allSatisfy(example -> {
            JsonNode run = example.path("payload");
            assertThat(run.path("hosts")).isEqualTo(run.path("rows"));
            assertThat(run.path("rows").asLong()
                                    + run.path("filtered").asLong()
                                    + run.path("rejected").asLong()
                            == run.path("total_records").asLong())
                    .isNotEqualTo(run.path("mismatch").asBoolean());
        });
    }

    @Test
    void accepts_the_parameters_of_other_reports() {
        ObjectNode run =
                documented.message("runCompleted").at("/examples/0/payload").deepCopy();
        ObjectNode report = (ObjectNode) run.path("report");
        report.put("group_id", "g");
        assertThat(documented.violations("runCompleted/payload", run)).isNotEmpty();

        report.put("name", "meeting-participants").remove("type");
        run.put("run_id", "2019-10-03T02:30:00Z/AbCd/meeting-participants/g/2019-09-01/2019-09-30");
        run.remove("hosts");
        assertThat(documented.violations("runCompleted/payload", run)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2019-10-03T02:30:00Z/active/2019-09-01/2019-09-30",
                "2019-10-03T02:30:00.123Z/AbCd/hosts/active/2019-09-01/2019-09-30",
                "2019-10-03T02:30:00Z/Ab/Cd/hosts/active/2019-09-01/2019-09-30",
                "2019-10-03T02:30:00Z/AbCd/Hosts/active/2019-09-01/2019-09-30"
            })
    void rejects_invalid_run_ids(String id) {
        ObjectNode host = documented.message("host").at("/examples/0/payload").deepCopy();
        ObjectNode run =
                documented.message("runCompleted").at("/examples/0/payload").deepCopy();
        ((ObjectNode) host.path("report")).put("run_id", id);
        run.put("run_id", id);

        assertThat(documented.violations("host/payload", host)).isNotEmpty();
        assertThat(documented.violations("runCompleted/payload", run)).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("messages")
    void accepts_only_the_documented_headers(String message) {
        ObjectNode headers =
                documented.message(message).at("/examples/0/headers").deepCopy();
        headers.put("Authorization", "Bearer");

        assertThat(documented.violations(message + "/headers", headers)).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void accepts_a_trace_context(String message) {
        ObjectNode headers =
                documented.message(message).at("/examples/0/headers").deepCopy();
        headers.put("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

        assertThat(documented.violations(message + "/headers", headers)).isEmpty();
    }

    @Test
    void requires_an_error_in_failed_runs_only() {
        ObjectNode failed =
                documented.message("runFailed").at("/examples/0/payload").deepCopy();
        ObjectNode complete =
                documented.message("runCompleted").at("/examples/0/payload").deepCopy();
        complete.set("error", failed.remove("error"));

        assertThat(documented.violations("runFailed/payload", failed)).isNotEmpty();
        assertThat(documented.violations("runCompleted/payload", complete)).isNotEmpty();
    }

    @Test
    void lists_every_kind_of_failure_in_a_run_event() {
        JsonNode kinds = schema("run").at("/properties/error/properties/kind/enum");

        assertThat(kinds)
                .extracting(JsonNode::textValue)
                .containsExactlyElementsOf(Stream.of(Failure.values())
                        .filter(failure ->
                                failure != Failure.STOPPED) // leaves the window to the next start and has no run event
                        .map(Failure::text)
                        .toList());
    }

    static List<String> schemas() {
        return Stream.concat(
                        Stream.of("host", "run"),
                        ShippedReports.others().stream().map(Report::name))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void schemas_are_valid(String name) {
        assertThat(JsonSchemaFactory.getInstance(VersionFlag.V202012)
                        .getSchema(SchemaLocation.of(SchemaId.V202012))
                        .validate(schema(name).toString(), InputFormat.JSON))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"host", "run"})
    void describes_every_member(String name) {
        assertThat(members(schema(name))).isNotEmpty().allSatisfy(member -> assertThat(
                        member.path("description").asText())
                .isNotEmpty());
    }

    /** Headers and value name the same run. */
    private static void assertIdentity(String message, JsonNode headers, JsonNode value) {
        if (message.startsWith("reject")) {
            return;
        }
        boolean isRow = !message.startsWith("run");
        JsonNode report = value.path("report");
        String runId = (isRow ? report : value).path("run_id").asText();
        String runKey = Stream.concat(
                        Stream.of("account_id", "name"), names(report).stream().filter(member -> !Set.of(
                                        "account_id", "name", "subject", "run_id", "collected_at")
                                .contains(member)))
                .map(member -> report.path(member).asText())
                .collect(Collectors.joining("/"));
        String subject = headers.path("ce_subject").asText();

        assertThat(runId).endsWith("Z/" + runKey);
        assertThat(headers.path("ce_id").asText())
                .isEqualTo(runId + "/" + (isRow ? subject : value.path("status").asText()));
        if (message.equals("host")) {
            assertThat(subject).isEqualTo(value.path("id").asText());
        } else if (!isRow) {
            assertThat(subject).isEqualTo(runKey);
        }
        assertThat(headers.path("ce_source").asText())
                .isEqualTo("/zoom/accounts/" + report.path("account_id").asText()
                        + path(report.path("name").asText()));
        assertThat(headers.path("ce_time")).isEqualTo(isRow ? report.path("collected_at") : value.path("finished_at"));
    }

    private static String path(String name) {
        return ShippedReports.all().stream()
                .filter(report -> report.name().equals(name))
                .map(Report::path)
                .findFirst()
                .orElseThrow();
    }

    private static ConsumerRecord<String, String> record(JsonNode outside, String value) {
        ConsumerRecord<String, String> record =
                new ConsumerRecord<>("", 0, 0, outside.path("key").textValue(), value);
        outside.path("headers").properties().forEach(header -> record.headers()
                .add(header.getKey(), header.getValue().textValue().getBytes(StandardCharsets.UTF_8)));
        return record;
    }

    private String messageOf(String name) {
        return messages().stream()
                .filter(message ->
                        documented.message(message).path("name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode yaml(String text) {
        try {
            return new YAMLMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static JsonNode schema(String name) {
        return AsyncApi.read(new JsonMapper(), Path.of("docs", "schemas", name + ".schema.json"));
    }

    /** The schemas of an object's members, and of theirs. */
    private static Stream<JsonNode> members(JsonNode schema) {
        return Stream.concat(
                        StreamSupport.stream(schema.path("properties").spliterator(), false),
                        Stream.of(schema.path("items")).filter(JsonNode::isObject))
                .flatMap(member -> Stream.concat(Stream.of(member), members(member)));
    }

    private static List<String> names(JsonNode object) {
        return object.properties().stream().map(Map.Entry::getKey).toList();
    }
}
