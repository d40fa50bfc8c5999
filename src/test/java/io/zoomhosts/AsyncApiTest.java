package io.zoomhosts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaId;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.zoomhosts.report.Failure;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The documents by themselves: {@code docs/asyncapi.yaml} and {@code docs/schemas}. */
class AsyncApiTest {

    private final AsyncApi documented = new AsyncApi();

    static List<String> messages() {
        return names(new AsyncApi().document().at("/components/messages"));
    }

    @Test
    void should_name_the_topics_by_their_default() {
        assertThat(documented.document().path("channels").findValuesAsText("address"))
                .containsExactly("zoom.hosts", "zoom.hosts.runs", "zoom.hosts.dlq");
    }

    @ParameterizedTest
    @MethodSource("messages")
    void should_show_examples_that_are_as_documented(String message) {
        assertThat(documented.message(message).path("examples")).isNotEmpty().allSatisfy(example -> {
            assertThat(documented.violations(message + "/headers", example.path("headers")))
                    .isEmpty();
            assertThat(documented.violations(message + "/payload", example.path("payload")))
                    .isEmpty();
        });
    }

    @ParameterizedTest
    @MethodSource("messages")
    void should_allow_the_documented_headers_only(String message) {
        ObjectNode headers =
                documented.message(message).at("/examples/0/headers").deepCopy();
        headers.put("Authorization", "Bearer");

        assertThat(documented.violations(message + "/headers", headers)).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void should_allow_a_trace_context(String message) {
        ObjectNode headers =
                documented.message(message).at("/examples/0/headers").deepCopy();
        headers.put("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

        assertThat(documented.violations(message + "/headers", headers)).isEmpty();
    }

    @Test
    void should_ask_for_an_error_in_failed_runs_and_in_no_other() {
        ObjectNode failed =
                documented.message("runFailed").at("/examples/0/payload").deepCopy();
        ObjectNode complete =
                documented.message("runCompleted").at("/examples/0/payload").deepCopy();
        complete.set("error", failed.remove("error"));

        assertThat(documented.violations("runFailed/payload", failed)).isNotEmpty();
        assertThat(documented.violations("runCompleted/payload", complete)).isNotEmpty();
    }

    @Test
    void should_know_every_kind_of_failure_that_is_recorded() {
        JsonNode kinds = schema("run").at("/properties/error/properties/kind/enum");

        assertThat(kinds)
                .extracting(JsonNode::textValue)
                .containsExactlyElementsOf(Stream.of(Failure.values())
                        .filter(failure ->
                                failure != Failure.STOPPED) // leaves the window to the next start, unrecorded
                        .map(Failure::text)
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"host", "run"})
    void should_describe_every_member_in_a_valid_schema(String name) {
        assertThat(JsonSchemaFactory.getInstance(VersionFlag.V202012)
                        .getSchema(SchemaLocation.of(SchemaId.V202012))
                        .validate(schema(name).toString(), InputFormat.JSON))
                .isEmpty();
        assertThat(members(schema(name))).isNotEmpty().allSatisfy(member -> assertThat(
                        member.path("description").asText())
                .isNotEmpty());
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
