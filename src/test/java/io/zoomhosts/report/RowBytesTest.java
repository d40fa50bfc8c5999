package io.zoomhosts.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.zoomhosts.kafka.ExactJson;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every field of a row keeps the bytes that Zoom sent. */
class RowBytesTest {

    private static final ObjectMapper EXACT = ExactJson.MAPPER;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "report-users.sample.json",
                "pages/values-a-serialiser-would-change.json",
                "pages/whitespace-inside-rows.json",
                "pages/rows-that-cannot-be-events.json",
                "pages/rows-before-everything-else.json",
            })
    void keeps_every_row_of_a_page_as_zoom_sent_it(String file) throws IOException {
        byte[] bytes = HostReport.file(file);
        String body = new String(bytes, UTF_8);

        List<Row> rows = HostReport.read(bytes).rows();

        // Each row follows the previous one in the body, after a comma and white space.
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
    void keeps_a_row_byte_for_byte(String json) throws IOException {
        Row row = Pages.onlyRow("[" + json + "]");

        assertThat(row.json()).isEqualTo(json).isSameAs(row.json());
        assertThat(row.key()).isEqualTo("a");
        assertThat(row.reject()).isNull();
        assertThat(row.hasReservedMember()).isFalse();
    }

    @Test
    void keeps_very_long_numbers_names_and_texts() throws IOException {
        String json = "{\"id\":\"a\",\"" + "n".repeat(60_000) + "\":" + "9".repeat(2_000) + "." + "0".repeat(2_000)
                + ",\"s\":\"" + "é".repeat(100_000) + "\"}";

        assertThat(Pages.onlyRow("[" + json + "]").json()).isEqualTo(json);
    }

    @Test
    void keeps_a_row_nested_very_deeply() throws IOException {
        String json = "{\"id\":\"a\",\"deep\":" + "[{\"b\":".repeat(750) + "0" + "}]".repeat(750) + "}";

        assertThat(Pages.onlyRow("[" + json + "]").json()).isEqualTo(json);
    }

    private static List<String> texts(List<Row> rows) {
        return rows.stream().map(Row::json).toList();
    }
}
