package io.zoomhosts.sandbox;

import static io.zoomhosts.sandbox.SandboxClient.query;
import static io.zoomhosts.sandbox.SandboxClient.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests to the sandbox and its answers are validated against Zoom's published contract. */
class SandboxZoomContractTest {
    private static final Path SAMPLE = Path.of("src/test/resources/zoom/report-users.sample.json");
    private static final Map<String, String> ACTIVE =
            query("type", "active", "from", "2026-10-01", "to", "2026-10-31", "page_size", "300");

    private final SettableClock clock = new SettableClock("2026-11-23T12:00:00Z");
    private final SandboxOptions options = SandboxOptions.defaults().withClock(clock);
    private SandboxZoom zoom;
    private SandboxClient client;

    @BeforeEach
    void start() throws IOException {
        start(options);
    }

    @AfterEach
    void close() {
        zoom.close();
    }

    @Test
    void issues_an_access_token_as_in_the_contract() throws Exception {
        HttpResponse<String> response = token("sandbox-secret", SandboxClient.FORM);

        JsonNode token = SandboxClient.json(response);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(token.path("token_type").asText()).isEqualTo("bearer");
        assertThat(token.path("expires_in").asInt()).isEqualTo(3599);
        assertThat(token.path("scope").asText()).isEqualTo("report:read:admin");
        assertThat(token.path("api_url").asText() + "/v2")
                .isEqualTo(zoom.apiUrl().toString());
    }

    @Test
    void refuses_an_access_token_in_the_form_of_the_token_endpoint() throws Exception {
        HttpResponse<String> response = token("wrong", SandboxClient.FORM);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body())
                .isEqualTo("{\"reason\":\"Invalid client_id or client_secret\",\"error\":\"invalid_client\"}");
    }

    @Test
    void refuses_another_account() throws Exception {
        String form = "grant_type=account_credentials&account_id=another";

        HttpResponse<String> response = token("sandbox-secret", form);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("\"error\":\"invalid_request\"");
    }

    @Test
    void sends_first_middle_and_last_page_as_in_the_contract() throws Exception {
        String accessToken = client.accessToken();

        JsonNode first = page(accessToken, ACTIVE);
        JsonNode middle = page(accessToken, with(ACTIVE, "next_page_token", nextPage(first)));
        JsonNode last = page(accessToken, with(ACTIVE, "next_page_token", nextPage(middle)));

        assertThat(first.path("users")).hasSize(300);
        assertThat(middle.path("users")).hasSize(300);
        assertThat(last.path("users")).hasSize(50);
        assertThat(last.path("next_page_token").isTextual()).isTrue();
        assertThat(nextPage(last)).isEmpty();
    }

    @Test
    void sends_inactive_hosts_of_a_group_id_as_in_the_contract() throws Exception {
        String group = zoom.account().groups().get(2);

        JsonNode page = page(client.accessToken(), with(with(ACTIVE, "type", "inactive"), "group_id", group));

        assertThat(page.path("users")).isNotEmpty();
        assertThat(page.path("users").size()).isLessThan(350);
    }

    @Test
    void sends_wide_rows_as_in_the_contract() throws Exception {
        start(options.withRowBytes(450));

        JsonNode page = page(client.accessToken(), ACTIVE);

        assertThat(page.path("users")).hasSize(300);
    }

    @Test
    void sends_an_empty_report_as_in_the_contract() throws Exception {
        start(options.withActiveHosts(0));

        JsonNode page = page(client.accessToken(), ACTIVE);

        assertThat(page.path("users").isArray()).isTrue();
        assertThat(page.path("users")).isEmpty();
        assertThat(page.path("total_records").asInt(-1)).isZero();
        assertThat(nextPage(page)).isEmpty();
    }

    @Test
    void refuses_an_impossible_window_as_in_the_contract() throws Exception {
        String accessToken = client.accessToken();

        error(400, 300, client.reportRequest(accessToken, with(ACTIVE, "from", "2026-11-01")));
        error(400, 300, client.reportRequest(accessToken, with(ACTIVE, "from", "2026-05-22")));
    }

    @Test
    void refuses_an_invalid_access_token_as_in_the_contract() throws Exception {
        error(401, 124, client.reportRequest("invalid", ACTIVE));
    }

    @Test
    void names_a_missing_scope_as_in_the_contract() throws Exception {
        start(options.withScope("user:read:admin meeting:read:admin"));

        HttpResponse<String> response = error(401, 4711, client.reportRequest(client.accessToken(), ACTIVE));

        assertThat(SandboxClient.json(response).path("message").asText())
                .contains("report:read:admin", "report:read:list_users:admin");
    }

    @Test
    void refuses_too_many_requests_per_second_with_429() throws Exception {
        start(options.withRequestsPerSecond(1));
        String accessToken = client.accessToken();
        client.report(accessToken, ACTIVE);

        HttpResponse<String> response = error(429, 429, client.reportRequest(accessToken, ACTIVE));

        assertThat(response.headers().firstValue("X-RateLimit-Type")).contains("QPS");
        assertThat(response.headers().firstValue("Retry-After")).isEmpty();
    }

    @Test
    void refuses_requests_over_the_daily_limit_with_429() throws Exception {
        start(options.withRequestsPerDay(1));
        String accessToken = client.accessToken();
        client.report(accessToken, ACTIVE);

        HttpResponse<String> response = error(429, 429, client.reportRequest(accessToken, ACTIVE));

        assertThat(response.headers().firstValue("X-RateLimit-Type")).contains("Daily-limit");
        assertThat(response.headers().firstValue("Retry-After")).contains("2026-11-24T00:00:00Z");
    }

    @Test
    void accepts_the_published_sample_as_a_response() throws Exception {
        ZoomContract.check("GET", "/v2/report/users", 200, Files.readString(SAMPLE));
    }

    /** Guards the tests above: a validator that accepts everything would pass them all. */
    @Test
    void rejects_an_answer_that_the_contract_does_not_allow() throws Exception {
        String accessToken = client.accessToken();

        zoom.fault((request, nth) -> Optional.of(SandboxAnswer.json(200, "{\"users\":[{\"meetings\":\"many\"}]}")));
        assertThatThrownBy(() -> page(accessToken, ACTIVE)).hasMessageContaining("/users/0/meetings");

        zoom.fault((request, nth) -> Optional.of(SandboxAnswer.json(401, "{\"message\":\"no code\"}")));
        assertThatThrownBy(() -> page(accessToken, ACTIVE)).hasMessageContaining("code");
    }

    /** Guards the file itself: it is evidence of what Zoom publishes and must not be reformatted. */
    @Test
    void keeps_the_published_sample_word_for_word() throws Exception {
        assertThat(sha256(SAMPLE)).isEqualTo("7632dacb45cd9bb66b13fc27f15f662a2bc8d69296bf53863f3fa7686d8c2611");
    }

    @Test
    void serves_the_two_rows_of_the_published_sample() throws Exception {
        String accessToken = client.accessToken();
        JsonNode sample = new JsonMapper().readTree(SAMPLE.toFile());

        JsonNode active = page(accessToken, ACTIVE);
        JsonNode inactive = page(accessToken, with(ACTIVE, "type", "inactive"));

        assertThat(active.path("users")).contains(sample.path("users").get(0));
        assertThat(inactive.path("users")).contains(sample.path("users").get(1));
    }

    private void start(SandboxOptions changed) throws IOException {
        if (zoom != null) {
            zoom.close();
        }
        zoom = SandboxZoom.start(changed);
        client = new SandboxClient(zoom);
    }

    private HttpResponse<String> token(String clientSecret, String form) throws IOException, InterruptedException {
        return validated(client.tokenRequest(clientSecret, form), form);
    }

    private JsonNode page(String accessToken, Map<String, String> query) throws IOException, InterruptedException {
        HttpResponse<String> response = validated(client.reportRequest(accessToken, query), "");
        assertThat(response.statusCode()).isEqualTo(200);
        return SandboxClient.json(response);
    }

    private HttpResponse<String> error(int status, int code, HttpRequest request)
            throws IOException, InterruptedException {
        HttpResponse<String> response = validated(request, "");
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(SandboxClient.json(response).path("code").asInt()).isEqualTo(code);
        return response;
    }

    private static String nextPage(JsonNode page) {
        return page.path("next_page_token").asText();
    }

    /** Sends the request; fails unless request and response match the contract. */
    private HttpResponse<String> validated(HttpRequest request, String form) throws IOException, InterruptedException {
        HttpResponse<String> response = client.send(request);
        ReceivedRequest received = zoom.requests().get(zoom.requests().size() - 1);
        ZoomContract.check(received, form, response);
        return response;
    }

    private static String sha256(Path file) throws IOException, NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }
}
