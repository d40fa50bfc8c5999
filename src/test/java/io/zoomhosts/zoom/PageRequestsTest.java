package io.zoomhosts.zoom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.zoomhosts.account.AccessToken;
import io.zoomhosts.account.Account;
import io.zoomhosts.account.AccountOwner;
import io.zoomhosts.failure.Failure;
import io.zoomhosts.failure.RunException;
import io.zoomhosts.report.HostReport;
import io.zoomhosts.report.Page;
import io.zoomhosts.report.PageRequest;
import io.zoomhosts.run.DueWindow;
import io.zoomhosts.run.Run;
import io.zoomhosts.run.RunLimits;
import io.zoomhosts.run.RunTrace;
import io.zoomhosts.run.Runs;
import io.zoomhosts.sandbox.SettableClock;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page in an answer, or the failure and whether the request is retried. */
class PageRequestsTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    private final SettableClock clock = new SettableClock(NOW.toString());
    private final Account account = HostReport.account("ACCOUNT", "s3cr3t", clock);
    private final AccessToken token = account.accessToken();
    private final Run run = run();
    private final List<String> heard = new ArrayList<>();
    private final PageRequests requests = new PageRequests(clock, new RequestListener() {
        @Override
        public void onAnswer(Account account, Endpoint endpoint, String outcome) {
            heard.add(endpoint + " " + outcome);
        }

        @Override
        public void onRemaining(Account account, String limit, long left) {
            heard.add(limit + " " + left);
        }
    });

    @Test
    void reads_the_page_in_an_answer() {
        Exchange exchange = Answers.exchange(200, "");
        Answers.receivePage(exchange, "{\"users\":[{\"id\":\"a\"}],\"next_page_token\":\"t+1\"}");

        Page page = requests.read(run, request(null), exchange);

        assertThat(page.fetchedAt()).isEqualTo(NOW);
        assertThat(page.nextPageToken()).isEqualTo("t+1");
        assertThat(page.rows()).hasSize(1);
    }

    @Test
    void requests_the_window_of_the_run_and_the_next_page() {
        assertThat(requests.query(request(null))).isEqualTo("type=active&from=2026-10-01&to=2026-10-31&page_size=300");
        assertThat(requests.query(request("t+1")))
                .isEqualTo("type=active&from=2026-10-01&to=2026-10-31&page_size=300&next_page_token=t%2B1");
    }

    @Test
    void distinguishes_a_bad_window_from_an_expired_page_token() {
        String dead = "{\"code\":300,\"message\":\"no\"}";

        assertThat(refused(null, 400, dead).failure()).isEqualTo(Failure.BAD_WINDOW);
        assertThat(refused("t1", 400, dead).failure()).isEqualTo(Failure.PAGE_TOKEN_EXPIRED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "<html>", "[]", "{\"users\":[{\"id\":\"secret@example.com", "OK"})
    void retries_a_200_without_a_whole_page(String body) {
        RunException refused = refused(null, 200, body);

        assertThat(refused.failure()).isEqualTo(Failure.ZOOM_UNAVAILABLE);
        assertThat(refused).isInstanceOf(ZoomException.class).hasNoCause();
        assertThat(refused.getMessage()).doesNotContain("secret");
        assertThat(retry(refused)).isPresent();
    }

    @Test
    void fails_on_a_200_with_an_error() {
        RunException refused = refused(null, 200, "{\"code\":200,\"message\":\"Only for Paid account\"}");

        assertThat(refused).hasMessageContaining("Only for Paid account");
        assertThat(refused.failure()).isEqualTo(Failure.NO_REPORT);
        assertThat(retry(refused)).isEmpty();
    }

    @Test
    void names_the_missing_scope_of_the_report() {
        RunException refused = refused(null, 400, "{\"code\":4711,\"message\":\"does not contain scopes\"}");

        assertThat(refused).hasMessageContaining(run.report().scope());
        assertThat(refused.failure()).isEqualTo(Failure.NOT_PERMITTED);
    }

    @Test
    void drops_an_access_token_that_zoom_rejects() {
        token.keep("T0K3N", 3599);

        RunException refused = refused(null, 401, "{\"code\":124,\"message\":\"Access token is expired.\"}");

        assertThat(token.isMissing()).isTrue();
        assertThat(refused.getMessage()).doesNotContain("T0K3N", "s3cr3t");
    }

    /** Several windows may have used the same old token, and one of them has replaced it already. */
    @Test
    void keeps_an_access_token_newer_than_the_rejected_one() {
        token.keep("0LD", 3599);
        Exchange exchange = answered(401, "{\"code\":124,\"message\":\"Access token is expired.\"}");
        token.keep("T0K3N", 3599);

        assertThatExceptionOfType(RunException.class).isThrownBy(() -> requests.read(run, request(null), exchange));

        assertThat(token.isMissing()).isFalse();
        assertThat(token.bearer()).isEqualTo("Bearer T0K3N");
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
    void keeps_the_access_token_after_any_other_answer(int status, String body) {
        token.keep("T0K3N", 3599);

        assertThat(refused(null, status, body)).isNotNull();

        assertThat(token.isMissing()).isFalse();
    }

    @Test
    void reports_that_zoom_is_unreachable_without_quoting_the_exception() {
        Exception caught = new SocketTimeoutException("GET /report/users?next_page_token=T0K3N");

        assertThatExceptionOfType(ZoomException.class)
                .isThrownBy(() -> requests.unreachable(run, caught))
                .withMessageContainingAll("SocketTimeoutException", "ZOOM_RESPONSE_TIMEOUT")
                .withMessageNotContaining("T0K3N")
                .withNoCause()
                .extracting(RunException::failure)
                .isEqualTo(Failure.ZOOM_UNAVAILABLE);
    }

    @ParameterizedTest
    @MethodSource("missing")
    void gives_advice_when_no_answer_came(Exception caught, String help) {
        assertThatExceptionOfType(RunException.class)
                .isThrownBy(() -> requests.unreachable(run, caught))
                .withMessageContainingAll(caught.getClass().getSimpleName(), help)
                .extracting(RunException::failure)
                .isEqualTo(Failure.ZOOM_UNAVAILABLE);
    }

    static Stream<Arguments> missing() {
        return Stream.of(
                arguments(new UnknownHostException("api.zoom.us"), "HTTPS_PROXY"),
                arguments(new ConnectException("refused"), "ZOOM_API_URL"),
                arguments(new NoRouteToHostException("no route"), "ZOOM_OAUTH_URL"),
                arguments(new SSLHandshakeException("protocol"), "TLS"),
                arguments(new SocketException("reset"), "the connection broke"));
    }

    /** An access token has the scopes that the app had when Zoom issued the token. */
    @Test
    void retries_with_a_new_token_when_a_scope_may_have_been_added() {
        clock.moveOn(Duration.ofSeconds(-1));
        token.keep("T0K3N", 3599);
        clock.moveOn(Duration.ofSeconds(1));

        RunException refused = refused(null, 400, "{\"code\":4711,\"message\":\"does not contain scopes\"}");

        assertThat(token.isMissing()).isTrue();
        assertThat(retry(refused)).contains(Duration.ZERO);
    }

    @Test
    void does_not_retry_when_the_token_is_from_this_collection() {
        token.keep("T0K3N", 3599);

        RunException refused = refused(null, 400, "{\"code\":4711,\"message\":\"does not contain scopes\"}");

        assertThat(refused.failure()).isEqualTo(Failure.NOT_PERMITTED);
        assertThat(token.isMissing()).isFalse();
        assertThat(retry(refused)).isEmpty();
    }

    @Test
    void reports_that_the_certificate_is_not_trusted() {
        Exception caught = new SSLHandshakeException("PKIX");
        caught.initCause(new CertificateException("no path"));

        assertThatExceptionOfType(ZoomException.class)
                .isThrownBy(() -> requests.unreachable(run, caught))
                .withMessageContainingAll("certificate", "trustStore")
                .extracting(RunException::failure)
                .isEqualTo(Failure.REFUSED);
    }

    @Test
    void notifies_its_listener_of_each_answer() {
        requests.read(run, request(null), answered(200, "{\"users\":[]}"));
        refused(null, 503, "");
        refused(null, 200, "{}");
        catchThrowableOfType(RunException.class, () -> requests.unreachable(run, new SocketTimeoutException()));

        assertThat(heard)
                .containsExactly("REPORT ok", "REPORT zoom-unavailable", "REPORT no-report", "REPORT zoom-unavailable");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
                    # X-RateLimit-Type | X-RateLimit-Remaining | heard
                    Daily-limit        | 29999                 | daily 29999
                    QPS                | 9                     | qps 9
                    -                  | ' 7 '                 | unnamed 7
                    Daily-limit        | many                  | -
                    Daily-limit        | -1                    | -
                    Daily-limit        | 99999999999999999999  | -
                    Daily-limit        | -                     | -
                    """)
    void notifies_its_listener_of_remaining_requests(String type, String remaining, String expected) {
        Map<String, String> headers = new HashMap<>();
        headers.put("x-ratelimit-type", type);
        headers.put("x-ratelimit-remaining", remaining);
        headers.values().removeIf(Objects::isNull);

        requests.read(run, request(null), Answers.exchange(200, "{\"users\":[]}", headers));

        assertThat(heard).isEqualTo(expected == null ? List.of("REPORT ok") : List.of(expected, "REPORT ok"));
    }

    private Run run() {
        RunLimits limits = new RunLimits(10, false, Duration.ofSeconds(1), Duration.ofMinutes(15), clock);
        Runs runs = new Runs(
                limits,
                (report, since) -> Map.of(),
                List.of(),
                begun -> RunTrace.NONE,
                thrown -> Optional.empty(),
                AccountOwner.OF_ALL,
                () -> false);
        return runs.open(new DueWindow(account, HostReport.window("active", "2026-10-01", "2026-10-31"), NOW));
    }

    private PageRequest request(String pageToken) {
        return PageRequest.first(run.accountId(), run.window()).next(pageToken);
    }

    private RunException refused(String pageToken, int status, String body) {
        Exchange exchange = answered(status, body);
        return catchThrowableOfType(RunException.class, () -> requests.read(run, request(pageToken), exchange));
    }

    /** An answer to a request with the access token that the account has now. */
    private Exchange answered(int status, String body) {
        Exchange exchange = Answers.exchange(status, body);
        exchange.setVariable("bearer", token.bearer());
        return exchange;
    }

    private static Optional<Duration> retry(RunException failed) {
        return new RequestRetries(Duration.ofSeconds(1), RequestListener.NONE)
                .wait(new RequestRetries.Counted(), failed);
    }
}
