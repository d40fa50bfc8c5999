package io.zoomhosts.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The key of a row, and rows that are rejected because they cannot be events. */
class RowKeysTest {

    @Test
    void rejects_rows_that_cannot_be_events() throws IOException {
        Page page = HostReport.read(HostReport.file("pages/rows-that-cannot-be-events.json"));

        assertThat(Pages.events(page)).isEmpty();
        assertThat(Pages.rejects(page))
                .extracting(Row::json, Row::reject)
                .startsWith(tuple("{\"email\": \"nobody@example.com\"}", "no id"), tuple("{}", "no id"))
                .hasSize(13);
        assertThat(Pages.rejects(page)).extracting(Row::key).containsOnlyNulls();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"email":"a@b.example"}    | no id
                    {}                         | no id
                    {"id":""}                  | no id
                    {"id":null}                | no id
                    {"id":{"id":"inner"}}      | no id
                    {"id":["a"]}               | no id
                    {"user":{"id":"inner"}}    | no id
                    {"ID":"a"}                 | no id
                    "text with ] and }"        | not an object
                    12.50                      | not an object
                    0                          | not an object
                    null                       | not an object
                    false                      | not an object
                    []                         | not an object
                    [{"id":"a"},[1]]           | not an object
                    """)
    void keeps_a_rejected_row_with_the_reason(String json, String reason) throws IOException {
        for (String rows : List.of("[" + json + "]", "[ " + json + " ]", "[\n" + json + "\t]")) {
            Row row = Pages.onlyRow(rows);

            assertThat(row.reject()).isEqualTo(reason);
            assertThat(row.json()).isEqualTo(json);
            assertThat(row.key()).isNull();
        }
    }

    @Test
    void continues_after_a_rejected_row() throws IOException {
        Page page = HostReport.read("{\"users\":[\"x\",{\"id\":\"a\"},[1,[2]],{\"id\":\"b\"},1,null,{\"id\":\"c\"}]}");

        assertThat(Pages.events(page)).extracting(Row::key).containsExactly("a", "b", "c");
        assertThat(Pages.rejects(page)).extracting(Row::json).containsExactly("\"x\"", "[1,[2]]", "1", "null");
    }

    @Test
    void reads_an_id_that_is_a_number_as_its_digits() throws IOException {
        Row row = Pages.onlyRow("[{\"id\":12345678901234567890}]");

        assertThat(row.key()).isEqualTo("12345678901234567890");
        assertThat(row.reject()).isNull();
    }

    @Test
    void uses_the_last_of_several_ids_as_json_parsers_do() throws IOException {
        assertThat(Pages.onlyRow("[{\"id\":\"a\",\"id\":\"b\"}]").key()).isEqualTo("b");
        assertThat(Pages.onlyRow("[{\"id\":\"a\",\"id\":null}]").reject()).isEqualTo("no id");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"id":"a","report":1}                  | true
                    {"report":{"type":"x"},"id":"a"}       | true
                    {"id":"a","\\u0072eport":null}         | true
                    {"id":"a","Report":1}                  | false
                    {"id":"a","b":{"report":1}}            | false
                    {"id":"a","b":"report"}                | false
                    """)
    void detects_the_reserved_member(String json, boolean reserved) throws IOException {
        Row row = Pages.onlyRow("[" + json + "]");

        assertThat(row.hasReservedMember()).isEqualTo(reserved);
        assertThat(row.json()).isEqualTo(json);
        assertThat(row.key()).isEqualTo("a");
    }

    @Test
    void reads_the_array_and_the_key_that_the_report_names() throws IOException {
        ReportDeclaration declaration = HostReport.declaration();
        declaration.setRows("rooms");
        declaration.setKey("room_id");
        Report report = declaration.report("rooms");
        byte[] body = "{\"users\":[{\"id\":\"x\"}],\"rooms\":[{\"id\":\"x\"},{\"room_id\":\"r\"}]}".getBytes(UTF_8);

        Page page = HostReport.read(body, report);

        assertThat(Pages.events(page)).extracting(Row::key).containsExactly("r");
        assertThat(Pages.rejects(page)).extracting(Row::reject).containsExactly("no room_id");
    }

    private static Page page(String key, String rows) throws IOException {
        ReportDeclaration declaration = HostReport.declaration();
        declaration.setKey(key);
        return HostReport.read(("{\"users\":" + rows + "}").getBytes(UTF_8), declaration.report("hosts"));
    }

    @Test
    void a_key_of_several_members_has_their_values_in_the_order_of_the_declaration() throws IOException {
        Page page = page(
                "id/start_time",
                "[{\"start_time\":\"2026-10-01T08:00:00Z\",\"id\":85746065},{\"id\":\"a/b%\",\"start_time\":\"c\"}]");

        assertThat(page.rows()).extracting(Row::key).containsExactly("85746065/2026-10-01T08:00:00Z", "a%2Fb%25/c");
    }

    @Test
    void a_row_without_one_of_the_key_members_is_rejected() throws IOException {
        assertThat(page("id/start_time", "[{\"id\":\"a\"}]").rows().get(0).reject())
                .isEqualTo("no start_time");
        assertThat(page("id/start_time", "[{\"start_time\":\"a\"}]")
                        .rows()
                        .get(0)
                        .reject())
                .isEqualTo("no id");
    }

    @Test
    void the_key_of_a_whole_row_is_the_hash_of_its_bytes() throws IOException {
        List<Row> rows = page("hash", "[{}, {\"a\":1},{\"a\": 1} ,{\"a\":1}]").rows();

        assertThat(rows.get(0).key()).isEqualTo("RBNvo1WzZ4oRRq0W9-hknpT7T8If536DEMBg9hyq_4o");
        assertThat(rows.get(1).key())
                .isEqualTo(rows.get(3).key())
                .isNotEqualTo(rows.get(2).key());
        assertThat(rows).extracting(Row::reject).containsOnlyNulls();
    }

    @Test
    void a_key_has_what_was_asked() throws IOException {
        assertThat(page("report.account_id/report.type/id", "[{\"id\":\"a\",\"type\":2}]")
                        .rows())
                .extracting(Row::key)
                .containsExactly("ACCOUNT/active/a");
    }

    /** SHA-256 over the length of each value in 4 bytes, and the value; the length of a missing one is -1. */
    @Test
    void a_hash_of_members_does_not_depend_on_the_others() throws IOException {
        List<Row> rows = page(
                        "id/hash(a, b)",
                        "[{\"id\":1,\"a\":\"x\",\"b\":\"y\",\"c\":1},{\"id\":1,\"b\":\"y\",\"a\":\"x\"},"
                                + "{\"id\":1,\"a\":\"xy\",\"b\":\"\"},{\"id\":1,\"a\":\"xy\"}]")
                .rows();

        assertThat(rows.get(0).key()).isEqualTo("1/E03E0I-Zzg5dLPzL4driweUsrqYq3ZX4vxQs_m455eQ");
        assertThat(rows.get(1).key()).isEqualTo(rows.get(0).key());
        assertThat(rows.subList(1, 4)).extracting(Row::key).doesNotHaveDuplicates();
    }

    @Test
    void a_row_without_a_hashed_member_is_an_event() throws IOException {
        assertThat(page("hash(a)", "[{}]").rows().get(0).reject()).isNull();
    }
}
