package io.zoomhosts.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zoomhosts.demo.KafkaBroker;
import io.zoomhosts.report.HostReport;
import io.zoomhosts.report.Window;
import io.zoomhosts.support.AsyncApi;
import io.zoomhosts.support.ConnectWorker;
import io.zoomhosts.support.Postgres;
import io.zoomhosts.support.ReportStub;
import io.zoomhosts.support.Rig;
import io.zoomhosts.support.Topic;
import io.zoomhosts.support.WithKafka;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The JDBC example of {@code docs/warehouse.md} in Kafka Connect, with Debezium's sink and PostgreSQL. */
@ExtendWith(WithKafka.class)
class WarehouseSinkTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String HOSTS = "zoom-hosts-jdbc";
    private static final String RUNS = "zoom-hosts-runs-jdbc";

    @TempDir
    private Path folder;

    @Test
    void copies_committed_records_into_tables_in_which_the_views_find_the_idle_hosts(KafkaBroker kafka)
            throws Exception {
        try (EmbeddedPostgres postgres = Postgres.start();
                Rig rig = Rig.start(kafka);
                ConnectWorker worker = ConnectWorker.start(kafka.bootstrapServers(), folder, workerSettings());
                Connection database = postgres.getPostgresDatabase().getConnection()) {
            rig.collect(threeSettledMonths());
            failAfterARowIsInTheTopic(rig);
            List<JsonNode> hosts = values(rig.hosts());
            List<JsonNode> runs = values(rig.runs());
            assertThat(hosts).hasSize(3000);
            assertThat(runs).hasSize(7);

            worker.create(connector(HOSTS, rig.hosts(), postgres));
            worker.create(connector(RUNS, rig.runs(), postgres));
            await().atMost(PATIENCE).until(() -> {
                assertThat(worker.failures(HOSTS)).isEmpty();
                assertThat(worker.failures(RUNS)).isEmpty();
                return count(database, "zoom_hosts") >= hosts.size()
                        && count(database, "zoom_hosts_runs") >= runs.size();
            });

            assertThat(rows(database, "SELECT * FROM zoom_hosts"))
                    .containsExactlyInAnyOrderElementsOf(expected("host", hosts));
            assertThat(rows(database, "SELECT * FROM zoom_hosts_runs"))
                    .containsExactlyInAnyOrderElementsOf(expected("run", runs));
            assertThat(primaryKey(database, "zoom_hosts")).containsExactlyInAnyOrder("report_run_id", "id");
            assertThat(primaryKey(database, "zoom_hosts_runs")).containsExactlyInAnyOrder("run_id", "status");

            for (String view : Warehouse.views()) {
                try (Statement statement = database.createStatement()) {
                    statement.execute(view);
                }
            }
            assertThat(rows(database, "SELECT id FROM zoom_idle_hosts"))
                    .isNotEmpty()
                    .containsExactlyInAnyOrderElementsOf(idle(hosts));
        }
    }

    /** The properties of the page, with the files that it tells the user to copy. */
    private Map<String, String> workerSettings() throws IOException {
        for (String schema : ConnectSchemas.NAMES) {
            Path file = ConnectSchemas.file(schema);
            Files.copy(file, folder.resolve(file.getFileName()));
        }
        Files.writeString(folder.resolve("password"), "unused");
        return Warehouse.workerSettings(folder);
    }

    private Map<String, String> connector(String name, Topic topic, EmbeddedPostgres postgres) throws IOException {
        Map<String, String> connector = new HashMap<>(Warehouse.connectors().get(name));
        connector.replaceAll((setting, value) -> value.replace(Warehouse.FOLDER, folder.toString()));
        connector.put("topics", topic.name());
        connector.put("connection.url", postgres.getJdbcUrl("postgres", "postgres"));
        connector.put("connection.username", "postgres");
        return connector;
    }

    /** A run that fails because Zoom announces two rows and sends one. */
    private static void failAfterARowIsInTheTopic(Rig rig) throws Exception {
        Window window = Rig.lastMonth("active");
        rig.zoom().fault(ReportStub.window(window, 2, "{\"id\":\"rolled-back\"}"));
        rig.collect(window);
    }

    private static Window[] threeSettledMonths() {
        YearMonth last = YearMonth.from(LocalDate.now(ZoneOffset.UTC)).minusMonths(2);
        return Stream.of(last.minusMonths(2), last.minusMonths(1), last)
                .flatMap(month -> Stream.of("active", "inactive")
                        .map(type -> HostReport.window(type, month.atDay(1), month.atEndOfMonth())))
                .toArray(Window[]::new);
    }

    /** Hosts that are in the list of inactive hosts only in all three months, with a licence, and were created before. */
    private static List<Map<String, Object>> idle(List<JsonNode> hosts) {
        String firstDay = hosts.stream()
                .map(host -> host.at("/report/from").textValue())
                .min(Comparator.naturalOrder())
                .orElseThrow();
        Set<String> active = hosts.stream()
                .filter(host -> host.at("/report/type").textValue().equals("active"))
                .map(host -> host.path("id").textValue())
                .collect(Collectors.toSet());
        return hosts.stream()
                .filter(host -> !active.contains(host.path("id").textValue()))
                .filter(host -> host.path("type").intValue() == 2)
                .filter(host -> host.path("create_time").asText("9").compareTo(firstDay) < 0)
                .collect(Collectors.groupingBy(host -> host.path("id").textValue(), Collectors.counting()))
                .entrySet()
                .stream()
                .filter(host -> host.getValue() == 3)
                .map(host -> Map.<String, Object>of("id", host.getKey()))
                .toList();
    }

    private static List<JsonNode> values(Topic topic) {
        return topic.committed().stream()
                .map(record -> AsyncApi.tree(record.value()))
                .toList();
    }

    /** The rows of these records: the schema's columns, where the record has a value. */
    private static List<Map<String, Object>> expected(String schema, List<JsonNode> records) {
        JsonNode fields = AsyncApi.tree(ConnectSchemas.connectSchema(schema)).path("fields");
        return records.stream()
                .map(record -> {
                    Map<String, Object> row = new HashMap<>();
                    putColumns(fields, record, "", row);
                    return row;
                })
                .toList();
    }

    private static void putColumns(JsonNode fields, JsonNode record, String prefix, Map<String, Object> row) {
        for (JsonNode field : fields) {
            String name = field.path("field").textValue();
            JsonNode value = record.path(name);
            if (field.has("fields")) {
                putColumns(field.path("fields"), value, prefix + name + "_", row);
            } else if (!value.isMissingNode() && !value.isNull()) {
                row.put(
                        prefix + name,
                        switch (field.path("type").textValue()) {
                            case "int64" -> value.longValue();
                            case "boolean" -> value.booleanValue();
                            default -> value.textValue();
                        });
            }
        }
    }

    private static long count(Connection database, String table) throws SQLException {
        try (ResultSet tables = database.getMetaData().getTables(null, null, table, null)) {
            return tables.next() ? rows(database, "SELECT * FROM " + table).size() : 0;
        }
    }

    private static List<String> primaryKey(Connection database, String table) throws SQLException {
        try (ResultSet keys = database.getMetaData().getPrimaryKeys(null, null, table)) {
            List<String> columns = new ArrayList<>();
            while (keys.next()) {
                columns.add(keys.getString("COLUMN_NAME"));
            }
            return columns;
        }
    }

    /** Rows as their values by column, without nulls. */
    private static List<Map<String, Object>> rows(Connection database, String sql) throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<Map<String, Object>> rows = new ArrayList<>();
            while (result.next()) {
                Map<String, Object> row = new HashMap<>();
                for (int column = 1; column <= result.getMetaData().getColumnCount(); column++) {
                    row.put(result.getMetaData().getColumnName(column), result.getObject(column));
                }
                row.values().removeIf(Objects::isNull);
                rows.add(row);
            }
            return rows;
        }
    }
}
