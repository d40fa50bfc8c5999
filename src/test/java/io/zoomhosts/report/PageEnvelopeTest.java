package io.zoomhosts.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The envelope of a page: window, next page token, totals. */
class PageEnvelopeTest {

    @Test
    void reads_the_sample_that_zoom_published() throws IOException {
        byte[] sample = HostReport.file("report-users.sample.json");

        Page page = HostReport.read(sample);

        assertThat(page.fetchedAt()).isEqualTo(HostReport.FETCHED_AT);
        assertThat(page.from()).isEqualTo("2019-08-14");
        assertThat(page.to()).isEqualTo("2019-09-14");
        assertThat(page.nextPageToken()).isNull();
        assertThat(page.totals().asMap()).isEqualTo(Pages.totals(3L, 2L, 10L, 10L));
        assertThat(Pages.events(page)).extracting(Row::key).containsExactly("BzBAAAAAAAfprg", "0CAAAAA6jxcA");
        assertThat(Pages.rejects(page)).isEmpty();
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

    @Test
    void reads_window_token_and_totals_at_the_top_level_only() throws IOException {
        Page page = HostReport.read(HostReport.file("pages/rows-before-everything-else.json"));

        assertThat(page.from()).isEqualTo("2026-10-01");
        assertThat(page.to()).isEqualTo("2026-10-31");
        assertThat(page.nextPageToken()).isEqualTo("token");
        assertThat(page.totals().asMap()).isEqualTo(Pages.totals(1L, null, null, null));
        assertThat(page.rows()).extracting(Row::key).containsExactly("a");
    }

    @Test
    void accepts_a_page_without_rows() throws IOException {
        Page page = HostReport.read("{\"users\":[]}");

        assertThat(page.rows()).isEmpty();
        assertThat(page.nextPageToken()).isNull();
        assertThat(page.from()).isNull();
        assertThat(page.to()).isNull();
        assertThat(page.totals().asMap()).isEqualTo(Pages.totals(null, null, null, null));
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
    void reads_an_empty_token_as_the_end(String json, String token) throws IOException {
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
    void ignores_totals_that_are_not_numbers(String json, Long total) throws IOException {
        String totals = String.join(
                ",",
                "\"total_records\":" + json,
                "\"total_meetings\":" + json,
                "\"total_participants\":" + json,
                "\"total_meeting_minutes\":" + json);

        assertThat(HostReport.read("{" + totals + ",\"users\":[]}").totals().asMap())
                .isEqualTo(Pages.totals(total, total, total, total));
    }

    @Test
    void reads_a_page_that_begins_with_a_byte_order_mark() throws IOException {
        Row row = Pages.onlyRow("\uFEFF", "[{\"id\":\"é\"}]");

        assertThat(row.json()).isEqualTo("{\"id\":\"é\"}");
        assertThat(row.key()).isEqualTo("é");
    }

    @Test
    void accepts_white_space_around_a_page() throws IOException {
        assertThat(HostReport.read("\r\n\t {\"users\":[ {\"id\":\"a\"} ]} \r\n").rows())
                .extracting(Row::json)
                .containsExactly("{\"id\":\"a\"}");
    }

    @Test
    void reads_only_the_totals_that_the_report_names() throws IOException {
        ReportDeclaration declaration = HostReport.declaration();
        declaration.setTotal("none");
        declaration.setSums(Map.of("total_size", "size"));
        Report report = declaration.report("files");
        byte[] body = "{\"total_records\":1,\"total_meetings\":2,\"total_size\":3,\"users\":[]}".getBytes(UTF_8);

        Page page = HostReport.read(body, report);

        assertThat(page.totals().asMap()).isEqualTo(Map.of("total_size", 3L));
    }

    @Test
    void reads_the_rows_once() throws IOException {
        Page page = HostReport.read("{\"users\":[{\"id\":\"a\"}]}");

        assertThat(page.rows()).isSameAs(page.rows()).hasSize(1);
    }
}
