package io.zoomhosts.zoom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.zoomhosts.report.DailyLimitException;
import io.zoomhosts.report.Failure;
import io.zoomhosts.report.Page;
import io.zoomhosts.report.Run;
import io.zoomhosts.report.RunException;
import io.zoomhosts.report.RunLimits;
import io.zoomhosts.report.RunTrace;
import io.zoomhosts.report.Runs;
import io.zoomhosts.report.Window;
import io.zoomhosts.sandbox.SettableClock;
import java.net.SocketTimeoutException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.SSLHandshakeException;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a request for a page says, and what each answer of Zoom means. */
class PagesTest {

    private static final String SCOPE = "report:read:list_users:admin";
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    private final SettableClock clock = new SettableClock(NOW.toString());
    private final AccessTokens tokens = new AccessTokens("ACCOUNT", "CLIENT", "s3cr3t", clock, RequestListener.NONE);
    private final Pages pages = new Pages(tokens, clock, RequestListener.NONE);

    @Test
    void should_ask_for_the_first_page_without_a_token() {
        assertThat(Pages.query("type=active&from=2026-10-01&to=2026-10-31&page_size=300&group_id=g1", null))
                .isEqualTo("type=active&from=2026-10-01&to=2026-10-31&page_size=300&group_id=g1");
    }

    @Test
    void should_ask_for_a_later_page_with_the_same_parameters_and_the_token_last() {
        assertThat(Pages.query("type=active&from=2026-10-01&to=2026-10-31&page_size=300", "b43YB"))
                .isEqualTo("type=active&from=2026-10-01&to=2026-10-31&page_size=300&next_page_token=b43YB");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    a+b/c==               | a%2Bb%2Fc%3D%3D
                    a&type=inactive       | a%26type%3Dinactive
                    100%                  | 100%25
                    %2B                   | %252B
                    a b                   | a%20b
                    a#b?c                 | a%23b%3Fc
                    é王😀                  | %C3%A9%E7%8E%8B%F0%9F%98%80
                    ${x}{{y}}             | %24%7Bx%7D%7B%7By%7D%7D
                    a-b_c.d               | a-b_c.d
                    """)
    void should_encode_a_token_whatever_it_contains(String token, String encoded) {
        assertThat(Pages.query("type=active", token)).isEqualTo("type=active&next_page_token=" + encoded);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    type=active&group_id=                 | type=active
                    group_id=&type=active                 | type=active
                    a=1&b=&c=3                            | a=1&c=3
                    a=1&&b=2&                             | a=1&b=2
                    z=1&a=2                               | z=1&a=2
                    group_id=a+b/c==                      | group_id=a%2Bb%2Fc%3D%3D
                    group_id=a b                          | group_id=a%20b
                    group_id=                             | ``
                    """)
    void should_leave_out_empty_parameters_and_encode_the_others_in_their_order(String parameters, String query) {
        assertThat(Pages.query(parameters, null)).isEqualTo(query);
    }

    /** ZOOM.md's table of answers, row by row. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
                    # status | body                                            | page  | failure            | named in the message
                    500      | {"code":500,"message":"oops"}                   | first | ZOOM_UNAVAILABLE   | answered 500 with code 500: oops
                    502      | <html>Bad Gateway</html>                        | first | ZOOM_UNAVAILABLE   | answered 502
                    503      | -                                               | later | ZOOM_UNAVAILABLE   | answered 503
                    504      | -                                               | later | ZOOM_UNAVAILABLE   | answered 504
                    408      | -                                               | first | ZOOM_UNAVAILABLE   | answered 408
                    500      | {"code":300,"message":"The next page token"}    | later | ZOOM_UNAVAILABLE   | code 300
                    300      | {"code":300,"message":"token is invalid"}       | later | PAGE_TOKEN_EXPIRED | answered 300 with code 300: token is invalid
                    300      | -                                               | later | PAGE_TOKEN_EXPIRED | answered 300
                    400      | {"code":300,"message":"token is invalid"}       | later | PAGE_TOKEN_EXPIRED | answered 400 with code 300: token is invalid
                    400      | {"code":"300","message":"token is invalid"}     | later | PAGE_TOKEN_EXPIRED | code 300
                    400      | {"code":300,"message":"Invalid date"}           | first | BAD_WINDOW         | Invalid date. Zoom refuses the window
                    300      | {"code":300,"message":"Invalid date"}           | first | BAD_WINDOW         | six months
                    400      | {"code":200,"message":"No permission."}         | first | NOT_PERMITTED      | report:read:list_users:admin
                    400      | {"code":200,"message":"No permission."}         | later | NOT_PERMITTED      | No permission.
                    401      | {"code":4700,"message":"Invalid scopes"}        | first | NOT_PERMITTED      | report:read:list_users:admin
                    400      | {"code":4711,"message":"does not contain scopes"} | first | NOT_PERMITTED    | does not contain scopes
                    401      | {"code":4711,"message":"does not contain scopes"} | later | NOT_PERMITTED    | report:read:list_users:admin
                    403      | -                                               | first | NOT_PERMITTED      | report:read:list_users:admin
                    401      | {"code":124,"message":"Access token is expired."} | later | ACCESS_REFUSED   | code 124: Access token is expired:
                    401      | {"code":124,"message":"Invalid access token."}  | first | ACCESS_REFUSED     | Invalid access token:
                    401      | -                                               | first | ACCESS_REFUSED     | answered 401
                    404      | {"code":2300,"message":"API not recognized"}    | first | REFUSED            | ZOOM_API_URL
                    404      | <html>                                          | first | REFUSED            | zoom.api-url
                    400      | {"code":1010,"message":"User not found: a@b.example"} | first | REFUSED      | User not found: ***@***
                    400      | -                                               | first | REFUSED            | answered 400
                    204      | -                                               | first | REFUSED            | answered 204
                    301      | -                                               | first | REFUSED            | Redirects are not followed
                    302      | -                                               | first | REFUSED            | zoom.api-url
                    307      | -                                               | later | REFUSED            | ZOOM_API_URL
                    """)
    void should_know_what_an_answer_means(int status, String body, String page, Failure failure, String named) {
        Answer answer = Answers.answer(status, body == null ? "" : body, Map.of());

        RunException meaning = Pages.failure(answer, page.equals("first"), SCOPE, NOW);

        assertThat(meaning.failure()).isEqualTo(failure);
        assertThat(meaning).hasMessageContaining(named);
    }

    /** A time to wait, of those that a run sits out. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
                    # X-RateLimit-Type | Retry-After                   | message                                       | seconds
                    QPS                | -                             | You have reached the maximum per-second rate  | -
                    QPS                | 3                             | -                                             | 3
                    QPS                | 300                           | -                                             | 300
                    QPS                | 2026-11-23T12:00:02Z          | -                                             | 2
                    QPS                | Mon, 23 Nov 2026 12:00:05 GMT | -                                             | 5
                    QPS                | 0                             | -                                             | -
                    QPS                | 2020-05-31T00:00:00Z          | -                                             | -
                    QPS                | garbage                       | -                                             | -
                    qps                | -                             | daily                                         | -
                    -                  | -                             | You have reached the maximum per-second rate  | -
                    -                  | -                             | Too many requests                             | -
                    -                  | -                             | -                                             | -
                    -                  | 2                             | -                                             | 2
                    """)
    void should_sit_out_a_limit_per_second(String type, String retryAfter, String message, Long seconds) {
        for (Map<String, String> headers : inAnyCase(type, retryAfter)) {
            RunException meaning = Pages.failure(tooManyRequests(message, headers), true, SCOPE, NOW);

            assertThat(meaning.failure()).isEqualTo(Failure.RATE_LIMITED);
            assertThat(((ZoomException) meaning).retryAfter())
                    .isEqualTo(seconds == null ? null : Duration.ofSeconds(seconds));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
                    # X-RateLimit-Type | Retry-After                   | message                                       | until
                    Daily-limit        | 2026-11-24T00:00:00Z          | You have reached the maximum daily rate limit | 2026-11-24T00:00:00Z
                    Daily-limit        | Tue, 24 Nov 2026 00:00:00 GMT | -                                             | 2026-11-24T00:00:00Z
                    Daily-limit        | 3600                          | -                                             | 2026-11-23T13:00:00Z
                    Daily-limit        | -                             | -                                             | 2026-11-24T00:00:00Z
                    Daily-limit        | garbage                       | -                                             | 2026-11-24T00:00:00Z
                    DAILY-LIMIT        | -                             | per-second                                    | 2026-11-24T00:00:00Z
                    -                  | -                             | You have reached the maximum Daily rate limit | 2026-11-24T00:00:00Z
                    -                  | 2026-11-24T06:00:00+01:00     | the DAILY limit                               | 2026-11-24T05:00:00Z
                    QPS                | 301                           | -                                             | 2026-11-23T12:05:01Z
                    Daily-limit        | 2027-11-24T00:00:00Z          | -                                             | 2026-11-24T13:00:00Z
                    QPS                | 99999999                      | -                                             | 2026-11-24T13:00:00Z
                    -                  | 2026-11-24T00:00:00Z          | Too many requests                             | 2026-11-24T00:00:00Z
                    """)
    void should_give_up_for_the_day_and_know_until_when(String type, String retryAfter, String message, Instant until) {
        for (Map<String, String> headers : inAnyCase(type, retryAfter)) {
            RunException meaning = Pages.failure(tooManyRequests(message, headers), false, SCOPE, NOW);

            assertThat(meaning).isInstanceOf(DailyLimitException.class).hasMessageContaining(until.toString());
            assertThat(meaning.failure()).isEqualTo(Failure.DAILY_LIMIT);
            assertThat(((DailyLimitException) meaning).until()).isEqualTo(until);
        }
    }

    @Test
    void should_read_the_page_in_an_answer() {
        Exchange exchange = firstPage();
        Answers.receivePage(exchange, "{\"users\":[{\"id\":\"a\"}],\"next_page_token\":\"t+1\"}");

        Page page = pages.read(exchange);

        assertThat(page.fetchedAt()).isEqualTo(NOW);
        assertThat(page.rows()).hasSize(1);
    }

    @Test
    void should_ask_for_the_page_after_the_one_that_the_run_has() {
        Exchange exchange = firstPage();
        assertThat(pages.query(exchange)).isEqualTo("type=active&page_size=300");

        accept(exchange, "t+1");

        assertThat(pages.query(exchange)).isEqualTo("type=active&page_size=300&next_page_token=t%2B1");
    }

    @Test
    void should_tell_a_bad_window_from_a_dead_page_token_by_the_page_asked_for() {
        Exchange exchange = firstPage();
        String dead = "{\"code\":300,\"message\":\"no\"}";

        assertThat(refused(exchange, 400, dead).failure()).isEqualTo(Failure.BAD_WINDOW);

        accept(exchange, "t1");

        assertThat(refused(exchange, 400, dead).failure()).isEqualTo(Failure.PAGE_TOKEN_EXPIRED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "<html>", "[]", "{\"users\":[{\"id\":\"secret@example.com", "OK"})
    void should_ask_again_where_200_comes_without_a_whole_page(String body) {
        RunException refused = refused(firstPage(), 200, body);

        assertThat(refused.failure()).isEqualTo(Failure.ZOOM_UNAVAILABLE);
        assertThat(refused).isInstanceOf(ZoomException.class).hasNoCause();
        assertThat(refused.getMessage()).doesNotContain("secret");
    }

    @Test
    void should_fail_where_200_comes_with_an_error() {
        RunException refused = refused(firstPage(), 200, "{\"code\":200,\"message\":\"Only for Paid account\"}");

        assertThat(refused).hasMessageContaining("Only for Paid account");
        assertThat(refused.failure()).isEqualTo(Failure.NO_REPORT);
        assertThat(new PageRetries(Duration.ofSeconds(1)).next(refused)).isEmpty();
    }

    @Test
    void should_drop_an_access_token_that_zoom_refuses() {
        tokens.accept(Answers.token("{\"access_token\":\"T0K3N\"}"));

        Exchange exchange = firstPage();
        exchange.setVariable("bearer", tokens.bearer());

        RunException refused = refused(exchange, 401, "{\"code\":124,\"message\":\"Access token is expired.\"}");

        assertThat(tokens.isMissing()).isTrue();
        assertThat(refused.getMessage()).doesNotContain("T0K3N", "s3cr3t");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    401 | {"code":4711,"message":"no scope"}
                    400 | {"code":300}
                    403 | {}
                    429 | {}
                    500 | {}
                    302 | {}
                    200 | {}
                    """)
    void should_keep_the_access_token_after_any_other_answer(int status, String body) {
        tokens.accept(Answers.token("{\"access_token\":\"T0K3N\"}"));

        assertThat(refused(firstPage(), status, body)).isNotNull();

        assertThat(tokens.isMissing()).isFalse();
    }

    @Test
    void should_say_that_zoom_is_out_of_reach_without_quoting_the_exception() {
        Exchange exchange = firstPage();
        exchange.setProperty(
                Exchange.EXCEPTION_CAUGHT, new SocketTimeoutException("GET /report/users?next_page_token=T0K3N"));

        assertThatExceptionOfType(ZoomException.class)
                .isThrownBy(() -> pages.unreachable(exchange))
                .withMessageContainingAll("SocketTimeoutException", "ZOOM_API_URL", "ZOOM_OAUTH_URL")
                .withMessageNotContaining("T0K3N")
                .withNoCause()
                .extracting(RunException::failure)
                .isEqualTo(Failure.ZOOM_UNAVAILABLE);
    }

    @Test
    void should_say_that_it_is_the_certificate_that_is_wrong() {
        Exchange exchange = firstPage();
        exchange.setProperty(
                Exchange.EXCEPTION_CAUGHT,
                new SSLHandshakeException("PKIX").initCause(new CertificateException("no path")));

        assertThatExceptionOfType(ZoomException.class)
                .isThrownBy(() -> pages.unreachable(exchange))
                .withMessageContainingAll("certificate", "trustStore")
                .extracting(RunException::failure)
                .isEqualTo(Failure.REFUSED);
    }

    /** An exchange with a run that has no page yet. */
    private Exchange firstPage() {
        Exchange exchange = Answers.exchange(200, "");
        Map.of(
                        "report-path", "/report/users",
                        "report-query", "type=active&page_size=300&group_id=",
                        "report-rows", "users",
                        "report-key", "id",
                        "report-topic", "zoom.hosts",
                        "report-event-type", "io.zoomhosts.host.reported.v1",
                        "report-scope", SCOPE)
                .forEach(exchange::setVariable);
        exchange.setVariable("fire-time", NOW);
        exchange.getMessage()
                .setBody(new Window("active", LocalDate.parse("2026-10-01"), LocalDate.parse("2026-10-31")));
        RunLimits limits = new RunLimits(10, false, Duration.ofSeconds(1), Duration.ofMinutes(15), clock);
        Run run = new Runs("ACCOUNT", limits, since -> Map.of(), List.of(), begun -> RunTrace.NONE).open(exchange);
        exchange.setVariable("run", run);
        return exchange;
    }

    private void accept(Exchange exchange, String token) {
        Answers.receivePage(
                exchange,
                "{\"from\":\"2026-10-01\",\"to\":\"2026-10-31\",\"users\":[],\"next_page_token\":\"" + token + "\"}");
        exchange.getVariable("run", Run.class).accept(pages.read(exchange));
    }

    private RunException refused(Exchange exchange, int status, String body) {
        Answers.receive(exchange, status, body);
        return catchThrowableOfType(RunException.class, () -> pages.read(exchange));
    }

    private static Answer tooManyRequests(String message, Map<String, String> headers) {
        String body = message == null ? "" : "{\"code\":429,\"message\":\"" + message + "\"}";
        return Answers.answer(429, body, headers);
    }

    private static List<Map<String, String>> inAnyCase(String type, String retryAfter) {
        return List.of(
                headers("X-RateLimit-Type", type, "Retry-After", retryAfter),
                headers("x-ratelimit-type", type, "retry-after", retryAfter),
                headers("X-RATELIMIT-TYPE", type, "RETRY-AFTER", retryAfter));
    }

    private static Map<String, String> headers(String... namesAndValues) {
        Map<String, String> headers = new TreeMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (namesAndValues[i + 1] != null) {
                headers.put(namesAndValues[i], namesAndValues[i + 1]);
            }
        }
        return headers;
    }
}
