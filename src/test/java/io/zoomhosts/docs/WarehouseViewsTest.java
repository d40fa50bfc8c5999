package io.zoomhosts.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zoomhosts.support.Postgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The views of {@code docs/warehouse.md} join complete runs, in real databases. */
class WarehouseViewsTest {

    private static final YearMonth JULY = YearMonth.of(2026, 7);
    private static final YearMonth AUGUST = YearMonth.of(2026, 8);
    private static final YearMonth SEPTEMBER = YearMonth.of(2026, 9);
    private static final YearMonth OCTOBER = YearMonth.of(2026, 10);

    /** A careful query on the rows alone: hosts in the inactive list of three months, and in no active list. */
    private static final String WITHOUT_THE_JOIN = """
            SELECT id FROM zoom_hosts WHERE report_from >= '2026-07-01' AND type = 2
            GROUP BY id
            HAVING COUNT(DISTINCT CASE WHEN report_type = 'inactive' THEN report_from END) = 3
              AND SUM(CASE WHEN report_type = 'active' THEN 1 ELSE 0 END) = 0
            ORDER BY id""";

    private static final String HOSTS = "SELECT id FROM zoom_window_hosts ORDER BY id";
    private static final String SETTLED = "SELECT account_id FROM zoom_settled_months";
    private static final String WITH_THE_JOIN = "SELECT id FROM zoom_idle_hosts ORDER BY id";
    private static final Map<Schema.Type, String> TYPES =
            Map.of(Schema.Type.STRING, "VARCHAR(500)", Schema.Type.INT64, "BIGINT", Schema.Type.BOOLEAN, "BOOLEAN");

    @Nested
    class InH2 extends Views {

        @Override
        Connection connect() throws SQLException {
            return DriverManager.getConnection("jdbc:h2:mem:");
        }
    }

    /** Each test has its own schema. */
    @Nested
    class InPostgres extends Views {

        private static EmbeddedPostgres server;

        @BeforeAll
        static void startServer() {
            server = Postgres.start();
        }

        @AfterAll
        static void stopServer() throws IOException {
            if (server != null) {
                server.close();
            }
        }

        @Override
        Connection connect() throws SQLException {
            Connection connection = server.getPostgresDatabase().getConnection();
            String schema = "test_" + UUID.randomUUID().toString().replace("-", "");
            try (Statement statement = connection.createStatement()) {
                statement.execute("CREATE SCHEMA " + schema);
                statement.execute("SET search_path TO " + schema);
            }
            return connection;
        }
    }

    abstract static class Views {

        private Connection database;

        abstract Connection connect() throws SQLException;

        @BeforeEach
        void createTablesAndViews() throws Exception {
            database = connect();
            createTable("zoom_hosts", row("host", host("x", "active", JULY, 3)));
            createTable("zoom_hosts_runs", row("run", run("active", JULY, 3, 1)));
            for (String view : Warehouse.views()) {
                execute(view);
            }
        }

        @AfterEach
        void disconnect() throws SQLException {
            if (database != null) {
                database.close();
            }
        }

        @Test
        void a_half_copied_window_lies_without_the_join_and_not_with_it() throws Exception {
            for (YearMonth month : List.of(JULY, AUGUST)) {
                lists(month, List.of("busy"), List.of("guest", "idle"));
            }
            // Zoom counted the meetings of guest late.
            list("active", SEPTEMBER, 1, "busy");
            list("inactive", SEPTEMBER, 1, "guest", "idle");
            // Two days later Zoom knows them, but the row of guest has not been copied yet.
            list("inactive", SEPTEMBER, 3, "idle");
            insertRun(run("active", SEPTEMBER, 3, 2));
            insertHost(host("busy", "active", SEPTEMBER, 3));

            assertThat(select(WITHOUT_THE_JOIN)).containsExactly("guest", "idle");
            assertThat(select(WITH_THE_JOIN)).as("September is unknown").isEmpty();

            insertHost(host("guest", "active", SEPTEMBER, 3));

            assertThat(select(WITH_THE_JOIN)).containsExactly("idle");
        }

        @Test
        void a_run_is_visible_once_its_event_and_all_its_rows_have_arrived() throws Exception {
            insertHost(host("a", "active", JULY, 3));
            insertHost(host("a", "active", JULY, 3));
            assertThat(select(HOSTS)).as("without the event").isEmpty();

            insertRun(run("active", JULY, 3, 2));
            assertThat(select(HOSTS)).as("the same row twice is one row").isEmpty();

            insertHost(host("b", "active", JULY, 3));
            insertRun(run("active", JULY, 3, 2));
            assertThat(select(HOSTS)).containsExactly("a", "b");
            assertThat(select("SELECT run_id FROM zoom_windows")).hasSize(1);
        }

        @Test
        void a_run_without_rows_is_whole() throws Exception {
            list("active", JULY, 3);

            assertThat(select("SELECT list FROM zoom_windows")).containsExactly("active");
        }

        @Test
        void the_newest_run_replaces_the_older_one_once_it_is_whole() throws Exception {
            list("active", JULY, 3, "a", "b");
            insertRun(run("active", JULY, 4, 1));
            assertThat(select(HOSTS)).containsExactly("a", "b");

            insertHost(host("b", "active", JULY, 4));
            assertThat(select(HOSTS)).containsExactly("b");
        }

        @Test
        void a_failed_run_changes_nothing() throws Exception {
            list("active", JULY, 3, "a");
            insertRun(changed(run("active", JULY, 4, 0), "\"complete\"", "\"failed\""));

            assertThat(select(HOSTS)).containsExactly("a");
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
                "settled":true  | "settled":false
                "filtered":0    | "filtered":1
                "rows"          | "mismatch":true,"rows"
                "2026-09-30"    | "2026-09-29"
                "2026-09-01"    | "2026-09-02"
                """)
        void a_run_that_allows_no_conclusions_settles_no_month(String usable, String notUsable) throws Exception {
            list("active", SEPTEMBER, 3, "busy");
            assertThat(select(SETTLED)).as("with one of two lists").isEmpty();

            insertRun(changed(run("inactive", SEPTEMBER, 3, 0), usable, notUsable));
            assertThat(select(SETTLED)).isEmpty();

            insertRun(run("inactive", SEPTEMBER, 4, 0));
            assertThat(select(SETTLED)).containsExactly("acme");
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
                "type":2                              | "type":1
                "create_time":"2020-01-01T08:00:00Z"  | "create_time":"2026-07-01T00:00:00Z"
                "create_time":"2020-01-01T08:00:00Z"  | "create_time":null
                "meetings":0                          | "meetings":1
                """)
        void only_a_host_who_had_a_licence_for_three_months_and_hosted_nothing_is_idle(String idle, String other)
                throws Exception {
            for (YearMonth month : List.of(JULY, AUGUST, SEPTEMBER)) {
                list("active", month, 3, "busy");
                insertHost(host("idle", "inactive", month, 3));
                insertHost(changed(host("other", "inactive", month, 3), idle, other));
                insertRun(run("inactive", month, 3, 2));
            }

            assertThat(select(WITH_THE_JOIN)).containsExactly("idle");
        }

        @Test
        void a_host_who_hosted_since_is_not_idle() throws Exception {
            for (YearMonth month : List.of(JULY, AUGUST, SEPTEMBER)) {
                lists(month, List.of("busy"), List.of("guest", "idle"));
            }
            assertThat(select(WITH_THE_JOIN)).containsExactly("guest", "idle");

            insertHost(changed(host("guest", "active", OCTOBER, 1), "2026-10-31", "2026-10-05"));
            insertRun(changed(run("active", OCTOBER, 1, 1), "2026-10-31", "2026-10-05"));

            assertThat(select(WITH_THE_JOIN)).containsExactly("idle");
        }

        @Test
        void a_month_that_is_missing_proves_nothing() throws Exception {
            for (YearMonth month : List.of(JULY, AUGUST, OCTOBER)) {
                lists(month, List.of("busy"), List.of("idle"));
            }
            assertThat(select(WITH_THE_JOIN)).isEmpty();

            lists(SEPTEMBER, List.of("busy"), List.of("idle"));

            assertThat(select(WITH_THE_JOIN)).containsExactly("idle");
            assertThat(select("SELECT newest_month FROM zoom_idle_hosts")).containsExactly("2026-10-01");
        }

        @Test
        void accounts_are_apart() throws Exception {
            for (YearMonth month : List.of(JULY, AUGUST, SEPTEMBER)) {
                lists(month, List.of("busy"), List.of("idle"));
                for (String list : List.of("active", "inactive")) {
                    insertHost(changed(host("idle", list, month, 3), "acme", "other"));
                    insertRun(changed(run(list, month, 3, 1), "acme", "other"));
                }
            }

            assertThat(select("SELECT account_id FROM zoom_idle_hosts")).containsExactly("acme");
        }

        /** Both lists of a month, settled. */
        private void lists(YearMonth month, List<String> active, List<String> inactive) throws Exception {
            list("active", month, 3, active.toArray(String[]::new));
            list("inactive", month, 3, inactive.toArray(String[]::new));
        }

        private void list(String list, YearMonth month, int day, String... hosts) throws Exception {
            for (String host : hosts) {
                insertHost(host(host, list, month, day));
            }
            insertRun(run(list, month, day, hosts.length));
        }

        private void insertHost(String json) throws Exception {
            insert("zoom_hosts", row("host", json));
        }

        private void insertRun(String json) throws Exception {
            insert("zoom_hosts_runs", row("run", json));
        }

        private void createTable(String table, Struct row) throws SQLException {
            execute(row.schema().fields().stream()
                    .map(field -> field.name() + " " + TYPES.get(field.schema().type()))
                    .collect(Collectors.joining(", ", "CREATE TABLE " + table + " (", ")")));
        }

        private void insert(String table, Struct row) throws SQLException {
            List<Field> fields = row.schema().fields();
            String names = fields.stream().map(Field::name).collect(Collectors.joining(", "));
            String values = String.join(", ", Collections.nCopies(fields.size(), "?"));
            try (PreparedStatement insert =
                    database.prepareStatement("INSERT INTO %s (%s) VALUES (%s)".formatted(table, names, values))) {
                for (Field field : fields) {
                    insert.setObject(field.index() + 1, row.get(field));
                }
                insert.executeUpdate();
            }
        }

        private void execute(String sql) throws SQLException {
            try (Statement statement = database.createStatement()) {
                statement.execute(sql);
            }
        }

        /** The first column. */
        private List<String> select(String sql) throws SQLException {
            try (Statement statement = database.createStatement();
                    ResultSet rows = statement.executeQuery(sql)) {
                List<String> values = new ArrayList<>();
                while (rows.next()) {
                    values.add(rows.getString(1));
                }
                return values;
            }
        }
    }

    /** The record as the JDBC sink writes it. */
    private static Struct row(String schema, String json) throws IOException {
        return Warehouse.flat(Warehouse.read(Warehouse.converter(schema), json));
    }

    /** A host of a run that was collected on this day after the month. */
    private static String host(String id, String list, YearMonth month, int day) {
        return """
                {"id":"%s","type":2,"meetings":%d,"create_time":"2020-01-01T08:00:00Z",
                 "report":{"name":"hosts","account_id":"acme","type":"%s","from":"%s","to":"%s","run_id":"%s",\
                "collected_at":"2026-11-01T00:00:00Z"}}""".formatted(
                id, list.equals("active") ? 1 : 0, list, month.atDay(1), month.atEndOfMonth(), runId(list, month, day));
    }

    private static String run(String list, YearMonth month, int day, int rows) {
        return """
                {"run_id":"%s","status":"complete",
                 "report":{"name":"hosts","account_id":"acme","type":"%s","from":"%s","to":"%s"},
                 "rows":%6$d,"hosts":%6$d,"pages":1,"duplicates":0,"rejected":0,"filtered":0,"settled":%7$s,\
                "started_at":"%5$sT02:30:00Z","finished_at":"%5$sT02:30:01Z"}""".formatted(
                        runId(list, month, day),
                        list,
                        month.atDay(1),
                        month.atEndOfMonth(),
                        month.plusMonths(1).atDay(day),
                        rows,
                        day > 2);
    }

    private static String runId(String list, YearMonth month, int day) {
        return "%sT02:30:00Z/acme/hosts/%s/%s/%s"
                .formatted(month.plusMonths(1).atDay(day), list, month.atDay(1), month.atEndOfMonth());
    }

    private static String changed(String json, String from, String to) {
        assertThat(json).contains(from);
        return json.replace(from, to);
    }
}
