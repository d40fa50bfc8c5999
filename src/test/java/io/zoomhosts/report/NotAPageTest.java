package io.zoomhosts.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.zoomhosts.failure.Failure;
import io.zoomhosts.failure.RunException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that are not pages are rejected, and not mistaken for a report without rows. */
class NotAPageTest {

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
    void rejects_other_encodings(String charset) {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> HostReport.read("{\"users\":[{\"id\":\"a\"}]}".getBytes(Charset.forName(charset))));
    }

    /** A decoder would replace these bytes with U+FFFD, and the row would differ from what Zoom sent. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "FF", // never part of UTF-8
                "E9", // ISO 8859-1
                "80", // continues nothing
                "C3", // cut off
                "E2 82", // cut off
                "E2 41 82 AC", // cut in two
                "C0 80", // NUL, too long
                "ED A0 BD ED B8 80", // a pair of surrogates
                "F4 90 80 80", // beyond U+10FFFF
            })
    void rejects_invalid_utf8(String hex) {
        for (String where : List.of("{'users':[{'id':'a','n':'?'}]}", "{'users':[{'id':'?'}]}", "{'users':['?']}")) {
            byte[] body = withBytes(where.replace('\'', '"'), hex);

            assertThatExceptionOfType(IOException.class).as(where).isThrownBy(() -> HostReport.read(body));
        }
    }

    @Test
    void rejects_a_truncated_page() throws IOException {
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
    void rejects_a_page_with_trailing_content(String garbage) {
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> HostReport.read("{\"users\":[]}" + garbage));
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> HostReport.read("{\"users\":[]}\n" + garbage));
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
                "{\"users\":[] /* all */}",
            })
    void rejects_a_body_that_is_not_a_json_object(String body) {
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> HostReport.read(body));
    }

    @Test
    void rejects_html() throws IOException {
        byte[] html = HostReport.file("pages/maintenance.html");

        assertThatExceptionOfType(IOException.class).isThrownBy(() -> HostReport.read(html));
    }

    @Test
    void quotes_zooms_message_of_an_error_with_200() throws IOException {
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
    void rejects_an_answer_without_an_array_of_rows(String body) {
        assertThatExceptionOfType(RunException.class)
                .isThrownBy(() -> HostReport.read(body))
                .withMessageContaining("answered 200 without a report")
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
    void rejects_an_answer_with_an_error(String body) {
        assertThatExceptionOfType(RunException.class)
                .isThrownBy(() -> HostReport.read(body))
                .extracting(RunException::failure)
                .isEqualTo(Failure.NO_REPORT);
    }

    /** The envelope is read first, so these pages are rejected only when their rows are read. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"id\":\"a\"},]",
                "[{\"id\":NaN}]",
                "[{\"id\":01}]",
                "[{\"id\":\"a\nb\"}]",
                "[{\"id\":\"\\x\"}]",
                "[{\"id\":1,,}]",
                "[{\"id\":}]",
                "[{\"id\"}]",
                "[{id:1}]",
                "[{'id':1}]",
                "[,]",
                "[1 2]",
                "[nothing]",
                "[{\"id\":[}}]",
                "[\u0000]",
                "[\u0000{\u0000\"\u0000\"\u0000}]",
                "[/* all */]",
            })
    void rejects_rows_that_are_not_json(String rows) throws IOException {
        Page page = HostReport.read("{\"next_page_token\":\"t\",\"users\":" + rows + ",\"to\":\"2026-10-31\"}");
        assertThat(page.nextPageToken()).isEqualTo("t");
        assertThat(page.to()).isEqualTo("2026-10-31");

        assertThatExceptionOfType(RunException.class)
                .isThrownBy(page::rows)
                .withMessage("Zoom answered 200, but its rows are not valid JSON")
                .withNoCause()
                .extracting(RunException::failure)
                .isEqualTo(Failure.BROKEN_PAGE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"users\":[{\"id\":\"a\"}],\"users\":[{\"id\":\"b\"}]}",
                "{\"users\":[],\"users\":[]}",
                "{\"users\":[{\"id\":\"a\"}],\"\\u0075sers\":[{\"id\":\"b\"}]}",
                "{\"\\u0075sers\":[{\"id\":\"b\"}],\"users\":[{\"id\":\"a\"}]}",
                "{\"users\":null,\"users\":[{\"id\":\"a\"}]}",
            })
    void rejects_a_page_with_two_arrays_of_rows(String body) {
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> HostReport.read(body));
    }

    /** The array is found by the bytes of its name. Zoom does not escape names. */
    @Test
    void rejects_a_page_that_escapes_the_name_of_its_rows() {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> HostReport.read("{\"\\u0075sers\":[{\"id\":\"a\"}]}"));
    }

    /** The text in UTF-8 with its question mark replaced by other bytes. */
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
