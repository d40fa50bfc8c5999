package io.zoomhosts.sandbox;

import static io.zoomhosts.sandbox.SandboxClient.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Stubs of Zoom can only give answers that Zoom's contract allows. */
class ZoomContractTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    200 | /v2/report/users            | {"from":"2026-10-01","to":"2026-10-31","next_page_token":"","total_records":1,"users":[{"id":"a"}]}
                    200 | /v2/report/users            | {"users":[{"id":"a","cost_rate":1.10,"manager":null}]}
                    200 | /v2/report/history_meetings | {"next_page_token":"","page_size":30,"history_meetings":[{"meeting_uuid":"m=="}]}
                    400 | /v2/report/users            | {"code":300,"message":"Invalid date"}
                    200 | /oauth/token                | {"access_token":"tok","expires_in":3599}
                    400 | /oauth/token                | {"reason":"Invalid client_id or client_secret","error":"invalid_client"}
                    """)
    void accepts_answers_that_zoom_gives(int status, String path, String json) {
        assertThatCode(() -> ZoomContract.answer(status, path, json)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    200 | /v2/report/users            | {"users":[{"meetings":"many"}]}               | /users/0/meetings
                    200 | /v2/report/users            | {"users":[null]}                              | /users/0
                    200 | /v2/report/users            | {"from":"yesterday","users":[]}               | /from
                    200 | /v2/report/users            | {"total_records":null,"users":[]}             | /total_records
                    200 | /v2/report/users            | {"users":[                                    | JSON
                    200 | /v2/report/users            | ``                                            | body
                    200 | /v2/report/users            | {"hosts":[]}                                  | does not name [hosts]
                    200 | /v2/report/history_meetings | {"from":"2026-10-01","history_meetings":[]}   | does not name [from]
                    401 | /v2/report/users            | {"message":"no code"}                         | code
                    503 | /v2/report/users            | {"code":503,"message":"out"}                  | 503
                    200 | /v2/report/rooms            | {}                                            | /report/rooms
                    200 | /report/users               | {"users":[]}                                  | /report/users
                    200 | /oauth/token                | {"access_token":"tok","expires_in":"an hour"} | /expires_in
                    """)
    void rejects_answers_that_zoom_does_not_give(int status, String path, String json, String objection) {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> ZoomContract.answer(status, path, json))
                .withMessageContaining(objection);
    }

    /** The sandbox's image contains its classes and Jackson, but no validator. */
    @Test
    @Timeout(60)
    void sandbox_runs_without_the_validator() throws Exception {
        YearMonth month = YearMonth.now(ZoneOffset.UTC).minusMonths(1);
        Map<String, String> lastMonth = query(
                "type",
                "active",
                "from",
                month.atDay(1).toString(),
                "to",
                month.atEndOfMonth().toString());
        Process sandbox = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classPath(SandboxZoom.class, ObjectMapper.class, JsonFactory.class, JsonProperty.class),
                        SandboxZoom.class.getName(),
                        "--port",
                        "0",
                        "--hosts",
                        "1")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(sandbox.getInputStream(), StandardCharsets.UTF_8))) {
            String exports = said.readLine();
            SandboxClient client = new SandboxClient(value("ZOOM_API_URL", exports), value("ZOOM_OAUTH_URL", exports));

            assertThat(client.pages(client.accessToken(), lastMonth)).isNotEmpty();
        } finally {
            sandbox.destroyForcibly().waitFor();
        }
    }

    private static URI value(String variable, String exports) {
        Matcher value = Pattern.compile(variable + "=(\\S+)").matcher(exports);
        assertThat(value.find()).as(exports).isTrue();
        return URI.create(value.group(1));
    }

    private static String classPath(Class<?>... classes) throws Exception {
        List<String> places = new ArrayList<>();
        for (Class<?> type : classes) {
            places.add(Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString());
        }
        return String.join(System.getProperty("path.separator"), places);
    }
}
