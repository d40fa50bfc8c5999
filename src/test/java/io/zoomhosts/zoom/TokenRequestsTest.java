package io.zoomhosts.zoom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.zoomhosts.account.AccessToken;
import io.zoomhosts.account.Account;
import io.zoomhosts.failure.Failure;
import io.zoomhosts.failure.RunException;
import io.zoomhosts.report.HostReport;
import io.zoomhosts.sandbox.SettableClock;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests for an access token, and the meaning of each answer. */
class TokenRequestsTest {

    private static final String SECRET = "s3cr3t-of-the-app";

    private final SettableClock clock = new SettableClock("2026-11-23T12:00:00Z");
    private final List<String> answers = new ArrayList<>();
    private final TokenRequests requests = new TokenRequests(
            new RequestListener() {
                @Override
                public void onAnswer(Account account, Endpoint endpoint, String outcome) {
                    answers.add(endpoint + " " + outcome);
                }
            },
            new MissingScopes(any -> List.of()));
    private final Account account = account("ACCOUNT", SECRET);
    private final AccessToken token = account.accessToken();

    @Test
    void keeps_a_token_for_its_hour_less_three_minutes() {
        accept("{\"access_token\":\"tok\",\"token_type\":\"bearer\",\"expires_in\":3599,\"scope\":\"s\"}");

        assertThat(token.isMissing()).isFalse();
        assertThat(token.bearer()).isEqualTo("Bearer tok");
        assertKeptFor(Duration.ofSeconds(3599 - 180));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"access_token\":\"tok\"}",
                "{\"access_token\":\"tok\",\"expires_in\":null}",
                "{\"access_token\":\"tok\",\"expires_in\":\"an hour\"}",
            })
    void assumes_an_hour_when_expires_in_is_missing(String answer) {
        requests.accept(account, Answers.exchange(200, answer));

        assertKeptFor(Duration.ofSeconds(3599 - 180));
    }

    @Test
    void reads_expires_in_written_as_text() {
        requests.accept(account, Answers.exchange(200, "{\"access_token\":\"tok\",\"expires_in\":\"600\"}"));

        assertKeptFor(Duration.ofSeconds(420));
    }

    @Test
    void replaces_a_token_with_the_next_one() {
        accept("{\"access_token\":\"first\",\"expires_in\":600}");
        clock.moveOn(Duration.ofSeconds(599));
        accept("{\"access_token\":\"second\",\"expires_in\":600}");

        assertThat(token.bearer()).isEqualTo("Bearer second");
        assertKeptFor(Duration.ofSeconds(420));
    }

    @Test
    void keeps_the_token_when_another_is_refused() {
        accept("{\"access_token\":\"tok\",\"expires_in\":3599}");

        refused(503, "");

        assertThat(token.isMissing()).isFalse();
        assertThat(token.bearer()).isEqualTo("Bearer tok");
    }

    @Test
    void quotes_why_zoom_refuses_the_credentials_and_names_the_settings() {
        RunException refused =
                refused(400, "{\"reason\":\"Invalid client_id or client_secret\",\"error\":\"invalid_client\"}");

        assertThat(refused)
                .isInstanceOf(CredentialsRefusedException.class)
                .hasMessageContainingAll(
                        "answered 400 invalid_client: Invalid client_id or client_secret.",
                        "zoom.account-id",
                        "zoom.client-id",
                        "zoom.client-secret",
                        "ZOOM_ACCOUNT_ID",
                        "ZOOM_CLIENT_ID",
                        "ZOOM_CLIENT_SECRET");
        assertThat(refused.failure()).isEqualTo(Failure.ACCESS_REFUSED);
        assertThat(retry(refused)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    400 | {"error":"invalid_request"}                              | answered 400 invalid_request. Check
                    400 | {"error":"invalid_request","reason":null}                | answered 400 invalid_request. Check
                    400 | {"error":null,"reason":"Bad Request"}                    | answered 400: Bad Request. Check
                    400 | {"code":4700,"message":"Token cannot be empty"}          | answered 400: Token cannot be empty. Check
                    400 | {"error":"invalid_grant","reason":"a@b.example is out"}  | answered 400 invalid_grant: ***@*** is out. Check
                    """)
    void treats_these_answers_as_a_refusal_of_the_credentials(int status, String body, String message) {
        assertThat(refused(status, body))
                .isInstanceOf(CredentialsRefusedException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
                    401 | -
                    401 | <html>Unauthorized</html>
                    403 | <html>Blocked</html>
                    404 | <html>
                    407 | Proxy authentication required
                    400 | null
                    400 | []
                    403 | {"error":{"a":1},"reason":["b"]}
                    403 | {"message":"Forbidden"}
                    401 | {"message":"Unauthorized"}
                    403 | {"error":"access_denied","error_description":"blocked"}
                    403 | {"error":{"code":"AuthorizationFailed","message":"no"}}
                    403 | {"kind":"Status","apiVersion":"v1","reason":"Forbidden","message":"no","code":403}
                    """)
    void retries_when_a_gateway_answers(int status, String body) {
        assertPasses(refused(status, body), "answered " + status + ". This answer is not from Zoom");
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 404})
    void names_zoom_oauth_url_when_there_is_no_token_endpoint(int status) {
        RunException refused = refused(status, "{\"code\":404,\"message\":\"Not found\"}");

        assertThat(refused.failure()).isEqualTo(Failure.REFUSED);
        assertThat(refused).hasMessageContaining("ZOOM_OAUTH_URL");
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504, 429, 408})
    void retries_when_the_token_endpoint_is_unavailable(int status) {
        assertPasses(refused(status, "{\"reason\":\"later\",\"error\":\"busy\"}"), "answered " + status);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>",
                "{\"access_token\":\"tok",
                "[]",
                "null",
                "\"tok\"",
                "{}",
                "{\"access_token\":\"\"}",
                "{\"access_token\":null}",
                "{\"access_token\":{\"tok\":1}}",
                "{\"Access_Token\":\"tok\"}",
            })
    void retries_an_answer_without_a_token(String body) {
        assertPasses(refused(200, body), "answered 200 without a token");
        assertThat(token.isMissing()).isTrue();
    }

    @Test
    void retries_an_answer_without_a_body() {
        assertPasses(refused(200, null), "answered 200 without a token");
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 302, 400, 401, 429, 500})
    void never_quotes_a_secret(int status) {
        RunException refused =
                refused(status, "{\"refresh\":\"T0K3N\",\"id_token\":\"T0K3N\",\"echo\":\"" + SECRET + "\"}");
        RunException cutOff = refused(status, "{\"access_token\":\"T0K3N\",\"echo\":\"" + SECRET + "\"");

        assertThat(everythingOf(refused) + everythingOf(cutOff))
                .doesNotContain(
                        SECRET,
                        "T0K3N",
                        requests.authorization(account),
                        requests.authorization(account).substring("Basic ".length()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3cr3t", "sécrèt", "秘密😀", "with:colon", "with space+/=", ""})
    void sends_the_credentials_in_utf8(String secret) {
        String basic = requests.authorization(account("ACCOUNT", secret));

        assertThat(basic).startsWith("Basic ").doesNotContain("\n", "\r");
        assertThat(new String(Base64.getDecoder().decode(basic.substring(6)), StandardCharsets.UTF_8))
                .isEqualTo("CLIENT:" + secret);
    }

    @Test
    void sends_a_long_header_in_one_line() {
        assertThat(requests.authorization(account("ACCOUNT", "x".repeat(500)))).matches("Basic [A-Za-z0-9+/]{676}");
    }

    @Test
    void encodes_the_account_id() {
        assertThat(requests.form(account)).isEqualTo("grant_type=account_credentials&account_id=ACCOUNT");
        assertThat(requests.form(account("a+b/c=&d é", SECRET)))
                .isEqualTo("grant_type=account_credentials&account_id=a%2Bb%2Fc%3D%26d+%C3%A9");
    }

    @Test
    void notifies_its_listener_of_each_answer() {
        accept("{\"access_token\":\"tok\"}");
        refused(401, "{\"error\":\"invalid_client\"}");
        refused(503, "");

        assertThat(answers).containsExactly("TOKEN ok", "TOKEN access-refused", "TOKEN zoom-unavailable");
    }

    @Test
    void reports_that_zoom_is_unreachable_without_quoting_the_exception() {
        IOException caught = new SocketTimeoutException("POST /oauth/token " + SECRET);

        assertThatExceptionOfType(ZoomException.class)
                .isThrownBy(() -> requests.unreachable(account, caught))
                .withMessageContainingAll("SocketTimeoutException", "ZOOM_RESPONSE_TIMEOUT")
                .withMessageNotContaining(SECRET)
                .withNoCause()
                .extracting(RunException::failure)
                .isEqualTo(Failure.ZOOM_UNAVAILABLE);
        assertThat(answers).containsExactly("TOKEN zoom-unavailable");
    }

    @Test
    void keeps_the_tokens_of_two_accounts_apart() {
        Account other = account("OTHER", SECRET);

        accept("{\"access_token\":\"tok\"}");

        assertThat(token.bearer()).isEqualTo("Bearer tok");
        assertThat(other.accessToken().isMissing()).isTrue();
    }

    private Account account(String id, String secret) {
        return HostReport.account(id, secret, clock);
    }

    private static Optional<Duration> retry(RunException failed) {
        return new RequestRetries(Duration.ofSeconds(1), RequestListener.NONE)
                .wait(new RequestRetries.Counted(), failed);
    }

    private void accept(String body) {
        requests.accept(account, Answers.token(body));
    }

    private RunException refused(int status, String body) {
        return catchThrowableOfType(RunException.class, () -> requests.accept(account, Answers.exchange(status, body)));
    }

    private void assertKeptFor(Duration use) {
        clock.moveOn(use.minusMillis(1));
        assertThat(token.isMissing()).isFalse();
        clock.moveOn(Duration.ofMillis(1));
        assertThat(token.isMissing()).isTrue();
    }

    private static void assertPasses(RunException refused, String message) {
        assertThat(refused).isNotNull().hasMessageContaining(message);
        assertThat(refused.failure()).isEqualTo(Failure.ZOOM_UNAVAILABLE);
        assertThat(retry(refused)).isPresent();
    }

    private static String everythingOf(Throwable exception) {
        StringWriter trace = new StringWriter();
        exception.printStackTrace(new PrintWriter(trace));
        return trace.toString();
    }
}
