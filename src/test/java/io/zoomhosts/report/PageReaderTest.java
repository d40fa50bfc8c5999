package io.zoomhosts.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.zoomhosts.kafka.ExactJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A page is read without touching its rows; what is no page of a report is told apart from what may pass. */
class PageReaderTest {

    private static final ObjectMapper EXACT = ExactJson.MAPPER;

    @Test
    void should_read_the_sample_that_zoom_published() throws IOException {
        byte[] sample = HostReport.file("report-users.sample.json");

        Page page = HostReport.read(sample);

        assertThat(page.fetchedAt()).isEqualTo(HostReport.FETCHED_AT);
        assertThat(page.from()).isEqualTo("2019-08-14");
        assertThat(page.to()).isEqualTo("2019-09-14");
        assertThat(page.nextPageToken()).isNull();
        assertThat(page.totals()).isEqualTo(new Totals(3L, 2L, 10L, 10L));
        assertThat(page.events()).extracting(Row::key).containsExactly("BzBAAAAAAAfprg", "0CAAAAA6jxcA");
        assertThat(page.rejects()).isEmpty();
        assertThat(page.rows().get(0).json()).isEqualTo("""
                        {
                              "create_time": "2019-09-13T16:20:30Z",
                              "dept": "",
                              "email": "reag12343@gmail.com",
                              "id": "BzBAAAAAAAfprg",
                              "last_client_version": "4.4.1242.0623(win)",
                              "last_login_time": "2019-09-13T16:21:40Z",
                              "meeting_minutes": 5,
                              "meetings": 1,
                              "participants": 5,
                              "type": 1,
                              "user_name": "cbcvbvcbvbc"
                            }""");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "report-users.sample.json",
                "pages/values-a-serialiser-would-change.json",
                "pages/whitespace-inside-rows.json",
                "pages/rows-that-cannot-be-events.json",
                "pages/rows-before-everything-else.json",
            })
    void should_keep_every_row_of_a_page_as_zoom_sent_it(String file) throws IOException {
        byte[] bytes = HostReport.file(file);
        String body = new String(bytes, UTF_8);

        List<Row> rows = HostReport.read(bytes).rows();

        // Each row is the next stretch of the body with nothing but a comma and whitespace before it.
        int end = body.indexOf('[', body.indexOf("\"users\"")) + 1;
        for (Row row : rows) {
            int start = body.indexOf(row.json(), end);
            assertThat(body.substring(end, start)).matches("\\s*,?\\s*");
            assertThat(row.json()).isEqualTo(row.json().strip());
            end = start + row.json().length();
        }
        assertThat(body.substring(end).strip()).startsWith("]");
        assertThat(EXACT.readTree("[" + String.join(",", texts(rows)) + "]"))
                .isEqualTo(EXACT.readTree(bytes).path("users"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":\"a\",\"n\":9007199254740993}",
                "{\"id\":\"a\",\"n\":-123456789012345678901234567890.10}",
                "{\"id\":\"a\",\"n\":1.10,\"m\":1e400,\"o\":-0}",
                "{\"id\":\"a\",\"s\":\"\\u0000\\/\\u00e9\\ud83d\\ude00\"}",
                "{\"id\":\"a\",\"s\":\"é😀\"}",
                "{\"id\":\"a\",\"a\":1,\"a\":2}",
                "{\"z\":1,\"id\":\"a\",\"b\":{\"id\":\"inner\"}}",
                "{ \"id\" : \"a\" , \"b\" : [ ] }",
                "{\"id\":\"\\u0061\"}",
                "{\"\\u0069d\":\"a\"}",
            })
    void should_keep_a_row_byte_for_byte(String json) throws IOException {
        Row row = onlyRow("[" + json + "]");

        assertThat(row.json()).isEqualTo(json).isSameAs(row.json());
        assertThat(row.key()).isEqualTo("a");
        assertThat(row.reject()).isNull();
        assertThat(row.hasReservedMember()).isFalse();
    }

    @Test
    void should_keep_very_long_numbers_names_and_texts() throws IOException {
        String json = "{\"id\":\"a\",\"" + "n".repeat(60_000) + "\":" + "9".repeat(2_000) + "." + "0".repeat(2_000)
                + ",\"s\":\"" + "é".repeat(100_000) + "\"}";

        assertThat(onlyRow("[" + json + "]").json()).isEqualTo(json);
    }

    @Test
    void should_keep_a_row_nested_very_deeply() throws IOException {
        String json = "{\"id\":\"a\",\"deep\":" + "[{\"b\":".repeat(750) + "0" + "}]".repeat(750) + "}";

        assertThat(onlyRow("[" + json + "]").json()).isEqualTo(json);
    }

    @Test
    void should_tell_rows_that_cannot_be_events_from_those_that_can() throws IOException {
        Page page = HostReport.read(HostReport.file("pages/rows-that-cannot-be-events.json"));

        assertThat(page.events()).isEmpty();
        assertThat(page.rejects())
                .extracting(Row::json, Row::reject)
                .startsWith(tuple("{\"email\": \"nobody@example.com\"}", "no id"), tuple("{}", "no id"))
                .hasSize(13);
        assertThat(page.rejects()).extracting(Row::key).containsOnlyNulls();
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
    void should_keep_a_row_that_cannot_be_an_event_with_the_reason(String json, String reason) throws IOException {
        for (String rows : List.of("[" + json + "]", "[ " + json + " ]", "[\n" + json + "\t]")) {
            Row row = onlyRow(rows);

            assertThat(row.reject()).isEqualTo(reason);
            assertThat(row.json()).isEqualTo(json);
            assertThat(row.key()).isNull();
        }
    }

    @Test
    void should_go_on_after_a_row_that_cannot_be_an_event() throws IOException {
        Page page = HostReport.read("{\"users\":[\"x\",{\"id\":\"a\"},[1,[2]],{\"id\":\"b\"},1,null,{\"id\":\"c\"}]}");

        assertThat(page.events()).extracting(Row::key).containsExactly("a", "b", "c");
        assertThat(page.rejects()).extracting(Row::json).containsExactly("\"x\"", "[1,[2]]", "1", "null");
    }

    @Test
    void should_take_an_id_that_is_a_number_as_its_digits() throws IOException {
        Row row = onlyRow("[{\"id\":12345678901234567890}]");

        assertThat(row.key()).isEqualTo("12345678901234567890");
        assertThat(row.reject()).isNull();
    }

    @Test
    void should_take_the_last_of_several_ids_as_json_readers_do() throws IOException {
        assertThat(onlyRow("[{\"id\":\"a\",\"id\":\"b\"}]").key()).isEqualTo("b");
        assertThat(onlyRow("[{\"id\":\"a\",\"id\":null}]").reject()).isEqualTo("no id");
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
    void should_say_whether_a_row_has_the_reserved_member(String json, boolean reserved) throws IOException {
        Row row = onlyRow("[" + json + "]");

        assertThat(row.hasReservedMember()).isEqualTo(reserved);
        assertThat(row.json()).isEqualTo(json);
        assertThat(row.key()).isEqualTo("a");
    }

    @Test
    void should_take_window_token_and_totals_from_the_page_wherever_they_stand_and_nowhere_else() throws IOException {
        Page page = HostReport.read(HostReport.file("pages/rows-before-everything-else.json"));

        assertThat(page.from()).isEqualTo("2026-10-01");
        assertThat(page.to()).isEqualTo("2026-10-31");
        assertThat(page.nextPageToken()).isEqualTo("token");
        assertThat(page.totals()).isEqualTo(new Totals(1L, null, null, null));
        assertThat(page.rows()).extracting(Row::key).containsExactly("a");
    }

    @Test
    void should_take_an_empty_page_for_a_page() throws IOException {
        Page page = HostReport.read("{\"users\":[]}");

        assertThat(page.rows()).isEmpty();
        assertThat(page.nextPageToken()).isNull();
        assertThat(page.from()).isNull();
        assertThat(page.to()).isNull();
        assertThat(page.totals()).isEqualTo(Totals.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    ""                   |
                    null                 |
                    {}                   |
                    ["a"]                |
                    "b43YBRLJFg3V4vsSpxvGdKIGtNbxn9h9If2" | b43YBRLJFg3V4vsSpxvGdKIGtNbxn9h9If2
                    "a+b/c=="            | a+b/c==
                    "\\u002b"            | +
                    " "                  | ` `
                    17                   | 17
                    """)
    void should_take_an_empty_token_as_the_end(String json, String token) throws IOException {
        assertThat(HostReport.read("{\"next_page_token\":" + json + ",\"users\":[]}")
                        .nextPageToken())
                .isEqualTo(token);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    0                    | 0
                    350                  | 350
                    9223372036854775807  | 9223372036854775807
                    9223372036854775808  |
                    1e3                  | 1000
                    3.0                  | 3
                    "3"                  | 3
                    3.5                  |
                    "many"               |
                    null                 |
                    [3]                  |
                    {"a":3}              |
                    """)
    void should_read_a_total_however_it_is_written_and_take_what_is_no_count_as_not_said(String json, Long total)
            throws IOException {
        String totals = String.join(
                ",",
                "\"total_records\":" + json,
                "\"total_meetings\":" + json,
                "\"total_participants\":" + json,
                "\"total_meeting_minutes\":" + json);

        assertThat(HostReport.read("{" + totals + ",\"users\":[]}").totals())
                .isEqualTo(new Totals(total, total, total, total));
    }

    @Test
    void should_read_a_page_that_begins_with_a_byte_order_mark() throws IOException {
        Row row = onlyRow("\uFEFF", "[{\"id\":\"é\"}]");

        assertThat(row.json()).isEqualTo("{\"id\":\"é\"}");
        assertThat(row.key()).isEqualTo("é");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
    void should_not_take_other_encodings_for_a_page(String charset) {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> HostReport.read("{\"users\":[{\"id\":\"a\"}]}".getBytes(Charset.forName(charset))));
    }

    /** Bytes that a decoder would replace by U+FFFD: the row would no longer be what Zoom sent. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "FF", // never part of UTF-8
                "E9", // ISO 8859-1
                "80", // continues nothing
                "C3", // cut off
                "E2 82", // cut off
                "C0 80", // NUL, too long
                "ED A0 BD ED B8 80", // a pair of surrogates
                "F4 90 80 80", // beyond U+10FFFF
            })
    void should_not_take_invalid_utf8_for_a_page(String hex) {
        for (String where : List.of("{'users':[{'id':'a','n':'?'}]}", "{'users':[{'id':'?'}]}", "{'users':['?']}")) {
            byte[] body = withBytes(where.replace('\'', '"'), hex);

            assertThatExceptionOfType(IOException.class).as(where).isThrownBy(() -> HostReport.read(body));
        }
    }

    @Test
    void should_not_take_a_page_cut_off_anywhere_for_a_page() throws IOException {
        String page =
                "{\"from\":\"2026-10-01\",\"to\":\"2026-10-31\",\"next_page_token\":\"\",\"total_records\":12,\"users\":"
                        + "[{\"id\":\"ä😀\",\"n\":-1.5e3,\"t\":true,\"a\":[null,{\"b\":\"\\u0041\"}]},7,\"x\"],\"more\":{}}";
        byte[] whole = page.getBytes(UTF_8);
        assertThat(HostReport.read(whole).rows()).hasSize(3);

        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);

            assertThat(catchThrowable(() -> HostReport.read(cut)))
                    .as("the first %d bytes", length)
                    .isInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "}", "{}", "{\"users\":[]}", ",", "\u0000", "null", "<!-- -->"})
    void should_not_take_a_page_with_something_after_it_for_a_page(String garbage) {
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> HostReport.read("{\"users\":[]}" + garbage));
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> HostReport.read("{\"users\":[]}\n" + garbage));
    }

    @Test
    void should_allow_whitespace_around_a_page() throws IOException {
        assertThat(HostReport.read("\r\n\t {\"users\":[ {\"id\":\"a\"} ]} \r\n").rows())
                .extracting(Row::json)
                .containsExactly("{\"id\":\"a\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "[]",
                "[{\"users\":[]}]",
                "\"users\"",
                "null",
                "true",
                "12",
                "OK",
                "{users:[]}",
                "{'users':[]}",
                "{\"users\":[{\"id\":\"a\"},]}",
                "{\"users\":[{\"id\":NaN}]}",
                "{\"users\":[{\"id\":01}]}",
                "{\"users\":[{\"id\":\"a\nb\"}]}",
                "{\"users\":[{\"id\":\"\\x\"}]}",
                "{\"users\":[] /* all */}",
            })
    void should_not_take_what_is_not_a_json_object_for_a_page(String body) {
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> HostReport.read(body));
    }

    @Test
    void should_not_take_html_for_a_page() throws IOException {
        byte[] html = HostReport.file("pages/maintenance.html");

        assertThatExceptionOfType(IOException.class).isThrownBy(() -> HostReport.read(html));
    }

    @Test
    void should_say_zooms_message_where_an_error_comes_with_200() throws IOException {
        byte[] error = HostReport.file("pages/unpaid-account.json");

        assertThatExceptionOfType(RunException.class)
                .isThrownBy(() -> HostReport.read(error))
                .withMessageContaining("code 200: Only available for Paid account of ***@***")
                .extracting(RunException::failure)
                .isEqualTo(Failure.NO_REPORT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"users\":null}",
                "{\"users\":{}}",
                "{\"users\":{\"id\":\"a\"}}",
                "{\"users\":\"none\"}",
                "{\"Users\":[]}",
                "{\"data\":{\"users\":[]}}",
                "{\"from\":\"2026-10-01\",\"to\":\"2026-10-31\",\"total_records\":0,\"next_page_token\":\"\"}",
            })
    void should_not_take_an_answer_without_an_array_of_rows_for_an_empty_report(String body) {
        assertThatExceptionOfType(RunException.class)
                .isThrownBy(() -> HostReport.read(body))
                .withMessageContaining("without an array 'users'")
                .extracting(RunException::failure)
                .isEqualTo(Failure.NO_REPORT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"code\":300,\"users\":[]}",
                "{\"users\":[],\"message\":\"No permission.\"}",
                "{\"users\":[{\"id\":\"a\"}],\"code\":\"1\",\"message\":\"half\"}",
            })
    void should_not_take_an_answer_that_says_an_error_for_a_report(String body) {
        assertThatExceptionOfType(RunException.class)
                .isThrownBy(() -> HostReport.read(body))
                .extracting(RunException::failure)
                .isEqualTo(Failure.NO_REPORT);
    }

    @Test
    void should_read_whichever_array_and_key_the_report_names() throws IOException {
        Report report = new Report("/report/rooms", "", "rooms", "room_id", "zoom.rooms", "rooms.v1", "scope");
        byte[] body = "{\"users\":[{\"id\":\"x\"}],\"rooms\":[{\"id\":\"x\"},{\"room_id\":\"r\"}]}".getBytes(UTF_8);

        Page page = Page.read(body, report, HostReport.FETCHED_AT);

        assertThat(page.events()).extracting(Row::key).containsExactly("r");
        assertThat(page.rejects()).extracting(Row::reject).containsExactly("no room_id");
    }

    private static Row onlyRow(String rows) throws IOException {
        return onlyRow("", rows);
    }

    private static Row onlyRow(String before, String rows) throws IOException {
        Page page = HostReport.read(before + "{\"from\":\"2026-10-01\",\"users\":" + rows + ",\"to\":\"2026-10-31\"}");
        assertThat(page.rows()).hasSize(1);
        assertThat(page.to()).isEqualTo("2026-10-31");
        return page.rows().get(0);
    }

    private static List<String> texts(List<Row> rows) {
        return rows.stream().map(Row::json).toList();
    }

    /** The text in UTF-8, with other bytes in the place of its question mark. */
    private static byte[] withBytes(String text, String hex) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int mark = text.indexOf('?');
        bytes.writeBytes(text.substring(0, mark).getBytes(UTF_8));
        for (String octet : hex.split(" ")) {
            bytes.write(Integer.parseInt(octet, 16));
        }
        bytes.writeBytes(text.substring(mark + 1).getBytes(UTF_8));
        return bytes.toByteArray();
    }
}
