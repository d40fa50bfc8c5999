package io.zoomhosts.docs;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.transforms.Flatten;

/** The examples of {@code docs/warehouse.md}, and what Kafka Connect makes of a record with them. */
final class Warehouse {

    static final Path PAGE = Path.of("docs", "warehouse.md");

    /** The folder of the workers that the page names. */
    static final String FOLDER = "/etc/zoom-hosts";

    private static final Pattern PROPERTIES = Pattern.compile("(?s)```properties\\n(.*?)```");
    private static final Pattern JSON = Pattern.compile("(?s)```json\\n(.*?)```");
    private static final Pattern SQL = Pattern.compile("(?s)```sql\\n(.*?)```");
    private static final JsonMapper MAPPER = new JsonMapper();

    private Warehouse() {}

    /** The settings of the workers, with this folder. */
    static Map<String, String> workerSettings(Path folder) throws IOException {
        Properties settings = new Properties();
        settings.load(new StringReader(String.join("\n", examples(PROPERTIES)).replace(FOLDER, folder.toString())));
        return settings.stringPropertyNames().stream().collect(Collectors.toMap(name -> name, settings::getProperty));
    }

    /** The configurations of all connectors by their names, those of the runs completed. */
    static Map<String, Map<String, String>> connectors() throws IOException {
        Map<String, Map<String, String>> connectors = new LinkedHashMap<>();
        Map<String, String> last = Map.of();
        for (String example : examples(JSON)) {
            Map<String, String> connector =
                    MAPPER.readValue(example, new TypeReference<LinkedHashMap<String, String>>() {});
            if (!connector.containsKey("connector.class")) {
                Map<String, String> changes = connector;
                connector = new LinkedHashMap<>(last);
                connector.putAll(changes);
            }
            connectors.put(connector.get("name"), connector);
            last = connector;
        }
        return connectors;
    }

    /** The statements that create the views, in their order. */
    static List<String> views() throws IOException {
        return statements("CREATE VIEW");
    }

    /** The statements that create ClickHouse's tables. */
    static List<String> clickHouseTables() throws IOException {
        return statements("CREATE TABLE");
    }

    /** A converter as in the examples, with the schema {@code host} or {@code run}. */
    static JsonConverter converter(String schema) throws IOException {
        return converterOf(Files.readString(ConnectSchemas.file(schema)));
    }

    static JsonConverter converterOf(String schemaContent) {
        JsonConverter converter = new JsonConverter();
        converter.configure(Map.of("schemas.enable", "true", "schema.content", schemaContent), false);
        return converter;
    }

    static Struct read(JsonConverter converter, String json) {
        return (Struct) converter
                .toConnectData("zoom.hosts", json.getBytes(StandardCharsets.UTF_8))
                .value();
    }

    /** A row as a sink writes it. */
    static Struct flat(Struct value) {
        try (Flatten.Value<SinkRecord> flatten = new Flatten.Value<>()) {
            flatten.configure(Map.of("delimiter", "_"));
            return (Struct) flatten.apply(new SinkRecord("zoom.hosts", 0, null, null, value.schema(), value, 0))
                    .value();
        }
    }

    private static List<String> statements(String kind) throws IOException {
        return examples(SQL).stream()
                .flatMap(example -> Stream.of(example.split(";\\s*")))
                .filter(statement -> statement.startsWith(kind))
                .toList();
    }

    private static List<String> examples(Pattern fence) throws IOException {
        return fence.matcher(Files.readString(PAGE))
                .results()
                .map(block -> block.group(1))
                .toList();
    }
}
