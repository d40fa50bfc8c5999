package io.zoomhosts.zoom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.zoomhosts.report.Failure;
import io.zoomhosts.report.RunException;
import io.zoomhosts.sandbox.SettableClock;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One access token for the process, kept as long as it lives. */
class AccessTokensTest {

    private static final String SECRET = "s3cr3t-of-the-app";

    private final SettableClock clock = new SettableClock("2026-11-23T12:00:00Z");
    private final AccessTokens tokens = new AccessTokens("ACCOUNT", "CLIENT", SECRET, clock, RequestListener.NONE);

    @Test
    void should_ask_for_a_token_when_there_is_none() {
        assertThat(tokens.isMissing()).isTrue();
    }

    @Test
    void should_keep_a_token_for_its_hour_less_three_minutes() {
        accept("{\"access_token\":\"tok\",\"token_type\":\"bearer\",\"expires_in\":3599,\"scope\":\"s\"}");

        assertThat(tokens.isMissing()).isFalse();
        assertThat(tokens.bearer()).isEqualTo("Bearer tok");
        assertKeptFor(Duration.ofSeconds(3599 - 180));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"access_token\":\"tok\"}",
                "{\"access_token\":\"tok\",\"expires_in\":null}",
                "{\"access_token\":\"tok\",\"expires_in\":\"an hour\"}",
            })
    void should_take_a_token_that_does_not_say_how_long_it_lives_to_live_an_hour(String answer) {
        tokens.accept(Answers.exchange(200, answer));

        assertKeptFor(Duration.ofSeconds(3599 - 180));
    }

    @ParameterizedTest
    @CsvSource({"60, 30", "180, 90", "360, 180", "361, 181", "400, 220", "7200, 7020"})
    void should_use_a_short_lived_token_for_half_its_life_at_least(int life, int use) {
        accept("{\"access_token\":\"tok\",\"expires_in\":" + life + "}");

        assertKeptFor(Duration.ofSeconds(use));
    }

    @Test
    void should_take_a_life_that_is_written_as_text() {
        tokens.accept(Answers.exchange(200, "{\"access_token\":\"tok\",\"expires_in\":\"600\"}"));

        assertKeptFor(Duration.ofSeconds(420));
    }

    @Test
    void should_replace_a_token_by_the_next() {
        accept("{\"access_token\":\"first\",\"expires_in\":600}");
        clock.moveOn(Duration.ofSeconds(599));
        accept("{\"access_token\":\"second\",\"expires_in\":600}");

        assertThat(tokens.bearer()).isEqualTo("Bearer second");
        assertKeptFor(Duration.ofSeconds(420));
    }

    @Test
    void should_ask_for_a_token_when_zoom_no_longer_accepts_the_one_there_is() {
        accept("{\"access_token\":\"tok\",\"expires_in\":3599}");

        tokens.forget("Bearer tok");

        assertThat(tokens.isMissing()).isTrue();
    }

    /** Several windows may have been asked for with the same old token: one of them has replaced it by now. */
    @Test
    void should_keep_a_token_that_is_newer_than_the_one_that_zoom_no_longer_accepts() {
        accept("{\"access_token\":\"newer\",\"expires_in\":3599}");

        tokens.forget("Bearer older");

        assertThat(tokens.isMissing()).isFalse();
    }

    @Test
    void should_keep_the_token_there_is_when_another_is_refused() {
        accept("{\"access_token\":\"tok\",\"expires_in\":3599}");

        refused(503, "");

        assertThat(tokens.isMissing()).isFalse();
        assertThat(tokens.bearer()).isEqualTo("Bearer tok");
    }

    @Test
    void should_say_in_zooms_words_why_the_credentials_are_refused_and_which_settings_to_check() {
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
        assertThat(new PageRetries(Duration.ofSeconds(1)).next(refused)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    401 |                                                          | answered 401. Check
                    401 | <html>Unauthorized</html>                                | answered 401. Check
                    400 | null                                                     | answered 400. Check
                    400 | []                                                       | answered 400. Check
                    400 | {"error":"invalid_request"}                              | answered 400 invalid_request. Check
                    400 | {"error":"invalid_request","reason":null}                | answered 400 invalid_request. Check
                    400 | {"error":null,"reason":"Bad Request"}                    | answered 400: Bad Request. Check
                    400 | {"code":4700,"message":"Token cannot be empty"}          | answered 400: Token cannot be empty. Check
                    400 | {"error":"invalid_grant","reason":"a@b.example is out"}  | answered 400 invalid_grant: ***@*** is out. Check
                    403 | {"error":{"a":1},"reason":["b"]}                         | answered 403. Check
                    """)
    void should_take_any_other_answer_for_a_refusal(int status, String body, String message) {
        assertThat(refused(status, body))
                .isInstanceOf(CredentialsRefusedException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 404})
    void should_name_the_address_where_it_is_no_token_endpoint(int status) {
        RunException refused = refused(status, "<html>");

        assertThat(refused.failure()).isEqualTo(Failure.REFUSED);
        assertThat(refused).hasMessageContaining("ZOOM_OAUTH_URL");
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504, 429, 408})
    void should_ask_again_where_the_endpoint_does_not_answer(int status) {
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
    void should_ask_again_where_an_answer_holds_no_token(String body) {
        assertPasses(refused(200, body), "answered 200 without a token");
        assertThat(tokens.isMissing()).isTrue();
    }

    @Test
    void should_ask_again_where_an_answer_has_no_body() {
        assertPasses(refused(200, null), "answered 200 without a token");
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 302, 400, 401, 429, 500})
    void should_never_tell_a_secret(int status) {
        RunException refused =
                refused(status, "{\"refresh\":\"T0K3N\",\"id_token\":\"T0K3N\",\"echo\":\"" + SECRET + "\"}");
        RunException cutOff = refused(status, "{\"access_token\":\"T0K3N\",\"echo\":\"" + SECRET + "\"");

        assertThat(everythingOf(refused) + everythingOf(cutOff))
                .doesNotContain(SECRET, "T0K3N", tokens.basic(), tokens.basic().substring("Basic ".length()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3cr3t", "sécrèt", "秘密😀", "with:colon", "with space+/=", ""})
    void should_send_the_credentials_in_utf8(String secret) {
        String basic = new AccessTokens("ACCOUNT", "CLIENT", secret, clock, RequestListener.NONE).basic();

        assertThat(basic).startsWith("Basic ").doesNotContain("\n", "\r");
        assertThat(new String(Base64.getDecoder().decode(basic.substring(6)), StandardCharsets.UTF_8))
                .isEqualTo("CLIENT:" + secret);
    }

    @Test
    void should_not_break_a_long_header_into_lines() {
        assertThat(new AccessTokens("ACCOUNT", "CLIENT", "x".repeat(500), clock, RequestListener.NONE).basic())
                .matches("Basic [A-Za-z0-9+/]{676}");
    }

    @Test
    void should_ask_for_the_account_with_its_id_encoded() {
        assertThat(tokens.form()).isEqualTo("grant_type=account_credentials&account_id=ACCOUNT");
        assertThat(new AccessTokens("a+b/c=&d é", "CLIENT", SECRET, clock, RequestListener.NONE).form())
                .isEqualTo("grant_type=account_credentials&account_id=a%2Bb%2Fc%3D%26d+%C3%A9");
    }

    private void accept(String body) {
        tokens.accept(Answers.token(body));
    }

    private RunException refused(int status, String body) {
        return catchThrowableOfType(RunException.class, () -> tokens.accept(Answers.exchange(status, body)));
    }

    private void assertKeptFor(Duration use) {
        clock.moveOn(use.minusMillis(1));
        assertThat(tokens.isMissing()).isFalse();
        clock.moveOn(Duration.ofMillis(1));
        assertThat(tokens.isMissing()).isTrue();
    }

    private static void assertPasses(RunException refused, String message) {
        assertThat(refused).isNotNull().hasMessageContaining(message);
        assertThat(refused.failure()).isEqualTo(Failure.ZOOM_UNAVAILABLE);
        assertThat(new PageRetries(Duration.ofSeconds(1)).next(refused)).isPresent();
    }

    private static String everythingOf(Throwable exception) {
        StringWriter trace = new StringWriter();
        exception.printStackTrace(new PrintWriter(trace));
        return trace.toString();
    }
}
