package io.zoomhosts.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.zoomhosts.demo.KafkaBroker;
import io.zoomhosts.report.Report;
import io.zoomhosts.report.Window;
import io.zoomhosts.sandbox.SandboxAnswer;
import io.zoomhosts.support.AsyncApi;
import io.zoomhosts.support.ReportStub;
import io.zoomhosts.support.Rig;
import io.zoomhosts.support.WithKafka;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.json.JsonConverter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Kafka Connect's JsonConverter reads hosts and runs with {@code docs/schemas/*.connect.json}, as {@code docs/warehouse.md} says. */
@ExtendWith(WithKafka.class)
class WarehouseSchemaTest {

    private static final String REPORT =
            "\"report\":{\"name\":\"hosts\",\"account_id\":\"a\",\"type\":\"active\",\"from\":\"2026-09-01\",\"to\":\"2026-09-30\","
                    + "\"run_id\":\"2026-10-03T02:30:00Z/a/hosts/active/2026-09-01/2026-09-30\","
                    + "\"collected_at\":\"2026-10-03T02:30:01Z\"}";
    private static final Pattern COLUMN = Pattern.compile("(?<=[,(])\\s*(\\w+) (?:Nullable\\()?(String|Int64|Bool)\\b");
    private static final Map<String, String> CLICKHOUSE =
            Map.of("STRING", "String", "INT64", "Int64", "BOOLEAN", "Bool");

    static List<String> schemas() {
        return ConnectSchemas.NAMES;
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void is_written_from_the_json_schema(String name) throws IOException {
        assertThat(ConnectSchemas.file(name))
                .as("write it with mvn -q test-compile exec:java@connect-schemas")
                .content()
                .isEqualTo(ConnectSchemas.connectSchema(name));
    }

    @Test
    void leaves_out_only_lists() throws IOException {
        assertThat(withoutField("host")).containsExactly("custom_attributes");
        assertThat(withoutField("run")).containsExactly("proof");
    }

    @Test
    void reads_every_host_and_run_with_the_values_that_are_in_kafka(KafkaBroker kafka) throws Exception {
        Window active = Rig.lastMonth("active");
        Window inactive = Rig.lastMonth("inactive");
        try (Rig rig = Rig.start(kafka)) {
            rig.collect(active, inactive);
            rig.zoom()
                    .fault(ReportStub.always(
                            SandboxAnswer.error(401, 4711, "Invalid access token, does not contain scopes.")));
            rig.collect(Rig.scheduled("active").get(0));

            assertThat(rig.hosts().committed()).hasSize(1000);
            assertSame("host", rig.hosts().committed());
            assertThat(rig.runs().committed())
                    .extracting(run -> AsyncApi.tree(run.value()).path("status").textValue())
                    .containsExactlyInAnyOrder("complete", "complete", "failed");
            assertSame("run", rig.runs().committed());
        }
    }

    static List<Report> others() {
        return ShippedReports.others();
    }

    @ParameterizedTest
    @MethodSource("others")
    void reads_rows_of_other_reports_with_a_schema_made_in_the_same_way(Report report) {
        JsonConverter converter = Warehouse.converterOf(ConnectSchemas.connectSchema(report.name()));
        String row = new ExampleRecord(report).value().toString();

        Struct read = Warehouse.read(converter, row);

        assertThat(read.getStruct("report").get("name")).isEqualTo(report.name());
        assertSame(read, AsyncApi.tree(row));
    }

    @Test
    void makes_null_of_a_member_that_is_null_or_missing() throws IOException {
        Struct host = Warehouse.read(Warehouse.converter("host"), "{\"id\":\"x\",\"email\":null," + REPORT + "}");

        assertThat(host.get("email")).isNull();
        assertThat(host.get("meetings")).isNull();
        assertThat(host.getStruct("report").get("type")).isEqualTo("active");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"id\":null,%s}", "{%s}", "{\"id\":\"x\"}"})
    void rejects_a_record_without_a_required_member(String json) throws IOException {
        JsonConverter converter = Warehouse.converter("host");

        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> Warehouse.read(converter, json.formatted(REPORT)));
    }

    @Test
    void leaves_out_members_that_the_schema_does_not_have() throws IOException {
        Struct host = Warehouse.read(
                Warehouse.converter("host"),
                "{\"id\":\"x\",\"new\":{\"a\":[1]},\"custom_attributes\":[{\"key\":\"k\"}]," + REPORT + "}");

        assertThat(host.schema().fields())
                .extracting(Field::name)
                .contains("id")
                .doesNotContain("new", "custom_attributes");
    }

    /** Why the schema leaves custom_attributes out. */
    @ParameterizedTest
    @ValueSource(strings = {"[{\"key\":\"k\"}]", "{\"k\":\"v\"}", "7"})
    void makes_null_of_anything_but_text_where_the_schema_has_text(String value) {
        JsonConverter converter = Warehouse.converterOf(
                "{\"type\":\"struct\",\"fields\":[{\"field\":\"custom_attributes\",\"optional\":true,\"type\":\"string\"}]}");

        assertThat(Warehouse.read(converter, "{\"custom_attributes\":" + value + "}")
                        .get("custom_attributes"))
                .isNull();
    }

    @Test
    void makes_0_of_text_where_the_schema_has_a_number() throws IOException {
        Struct host = Warehouse.read(Warehouse.converter("host"), "{\"id\":\"x\",\"meetings\":\"12\"," + REPORT + "}");

        assertThat(host.get("meetings")).isEqualTo(0L);
    }

    @Test
    void every_connector_reads_committed_records_only() throws IOException {
        assertThat(Warehouse.connectors().values()).hasSize(5).allSatisfy(connector -> assertThat(connector)
                .containsEntry("consumer.override.isolation.level", "read_committed"));
    }

    @Test
    void the_page_names_the_versions_that_the_tests_use() throws IOException {
        String pom = Files.readString(Path.of("pom.xml"));
        assertThat(Warehouse.PAGE)
                .content()
                .contains("Kafka Connect " + minor(pom, "kafka.version"), "Debezium " + minor(pom, "debezium.version"));
    }

    @Test
    void tables_for_clickhouse_have_the_columns_of_the_schemas() throws IOException {
        List<String> tables = Warehouse.clickHouseTables();
        String host = "{\"id\":\"x\"," + REPORT + "}";
        String run = Stream.of("status", "run_id", "started_at", "finished_at")
                .map(member -> "\"%s\":\"\",".formatted(member))
                .reduce(
                        "{\"rows\":0,\"pages\":0,\"duplicates\":0,\"rejected\":0,\"filtered\":0,\"settled\":true,",
                        String::concat);

        assertThat(columns(tables.get(0)))
                .containsExactlyElementsOf(columns(Warehouse.flat(Warehouse.read(Warehouse.converter("host"), host))));
        assertThat(columns(tables.get(1)))
                .containsExactlyElementsOf(
                        columns(Warehouse.flat(Warehouse.read(Warehouse.converter("run"), run + REPORT + "}"))));
    }

    private static String minor(String pom, String version) {
        Matcher property =
                Pattern.compile("<%s>(\\d+\\.\\d+)\\.".formatted(version)).matcher(pom);
        assertThat(property.find()).isTrue();
        return property.group(1);
    }

    private static List<String> columns(String table) {
        return COLUMN.matcher(table)
                .results()
                .map((MatchResult column) -> column.group(1) + " " + column.group(2))
                .toList();
    }

    private static List<String> columns(Struct row) {
        return row.schema().fields().stream()
                .map(field -> field.name() + " "
                        + CLICKHOUSE.get(field.schema().type().name()))
                .toList();
    }

    /** Members of the JSON Schema that the schema for Connect does not have. */
    private static List<String> withoutField(String name) throws IOException {
        JsonMapper mapper = new JsonMapper();
        JsonNode fields = AsyncApi.read(mapper, ConnectSchemas.file(name)).path("fields");
        List<String> members = new ArrayList<>();
        AsyncApi.read(mapper, ConnectSchemas.jsonSchema(name))
                .path("properties")
                .fieldNames()
                .forEachRemaining(members::add);
        fields.forEach(field -> members.remove(field.path("field").textValue()));
        return members;
    }

    /** Each field has the value of the record's member, and is null if there is no such member. */
    private static void assertSame(String schema, List<ConsumerRecord<String, String>> records) throws IOException {
        JsonConverter converter = Warehouse.converter(schema);
        assertThat(records)
                .allSatisfy(
                        record -> assertSame(Warehouse.read(converter, record.value()), AsyncApi.tree(record.value())));
    }

    private static void assertSame(Struct struct, JsonNode json) {
        for (Field field : struct.schema().fields()) {
            Object value = struct.get(field);
            JsonNode member = json.path(field.name());
            if (value instanceof Struct nested) {
                assertSame(nested, member);
            } else if (member.isMissingNode() || member.isNull()) {
                assertThat(value).as(field.name()).isNull();
            } else {
                assertThat(new JsonMapper().<JsonNode>valueToTree(value).asText())
                        .as(field.name())
                        .isEqualTo(member.asText());
            }
        }
    }
}
