package io.zoomhosts.sandbox;

import static io.zoomhosts.sandbox.SandboxClient.query;
import static io.zoomhosts.sandbox.SandboxClient.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The sandbox behaves like Zoom beyond the contract: tokens, windows, parameters, limits. */
@Timeout(60)
class SandboxZoomTest {
    private static final Map<String, String> ACTIVE =
            query("type", "active", "from", "2026-10-01", "to", "2026-10-31", "page_size", "100");

    private final SettableClock clock = new SettableClock("2026-11-23T12:00:00Z");
    private final SandboxOptions options =
            SandboxOptions.defaults().withClock(clock).withRequestsPerSecond(1000);
    private SandboxZoom zoom;
    private SandboxClient client;
    private String accessToken;

    @BeforeEach
    void start() throws Exception {
        start(options);
    }

    @AfterEach
    void close() {
        zoom.close();
    }

    // Page tokens

    @Test
    void refuses_a_page_token_when_another_parameter_changes() throws Exception {
        String token = firstPageToken();

        for (Map<String, String> other : List.of(
                with(ACTIVE, "type", "inactive"),
                with(ACTIVE, "from", "2026-10-02"),
                with(ACTIVE, "to", "2026-10-30"),
                with(ACTIVE, "page_size", "300"),
                with(ACTIVE, "group_id", zoom.account().groups().get(0)))) {
            assertDead(client.report(accessToken, with(other, "next_page_token", token)));
        }
        assertThat(nextPage(token).statusCode()).isEqualTo(200);
    }

    @Test
    void page_tokens_expire_after_15_minutes() throws Exception {
        String token = firstPageToken();

        clock.moveOn(Duration.ofMinutes(15).minusMillis(1));
        assertThat(nextPage(token).statusCode()).isEqualTo(200);

        clock.moveOn(Duration.ofMillis(1));
        assertDead(nextPage(token));
    }

    @Test
    void refuses_a_page_token_it_never_issued() throws Exception {
        assertDead(nextPage("b43YBRLJFg3V4vsSpxvGdKIGtNbxn9h9If2"));
        assertDead(nextPage("b43+/&not base64"));
        assertDead(nextPage("b43+/&AAAA"));
    }

    @Test
    void issues_page_tokens_that_need_percent_encoding() throws Exception {
        String token = firstPageToken();

        assertThat(token).contains("+", "/", "=", "&");
        assertDead(client.send(client.rawReportRequest(
                accessToken, "type=active&from=2026-10-01&to=2026-10-31&page_size=100&next_page_token=" + token)));
    }

    // Access tokens

    @Test
    void access_tokens_expire_after_3599_seconds() throws Exception {
        clock.moveOn(Duration.ofSeconds(3598));
        assertThat(client.report(accessToken, ACTIVE).statusCode()).isEqualTo(200);

        clock.moveOn(Duration.ofSeconds(1));
        assertThat(client.report(accessToken, ACTIVE).statusCode()).isEqualTo(401);
    }

    @Test
    void keeps_older_access_tokens_valid_by_default() throws Exception {
        client.accessToken();
        assertThat(client.report(accessToken, ACTIVE).statusCode()).isEqualTo(200);

        start(options.withTokenKillsOlderOne(true));
        String newer = client.accessToken();
        assertThat(client.report(accessToken, ACTIVE).statusCode()).isEqualTo(401);
        assertThat(client.report(newer, ACTIVE).statusCode()).isEqualTo(200);
    }

    // Windows and parameters

    @Test
    void narrows_a_window_longer_than_a_month_and_echoes_it() throws Exception {
        JsonNode page = SandboxClient.json(client.report(accessToken, with(ACTIVE, "to", "2026-11-20")));

        assertThat(page.path("from").asText()).isEqualTo("2026-10-01");
        assertThat(page.path("to").asText()).isEqualTo("2026-11-01");
    }

    @Test
    void keeps_a_window_of_one_month() throws Exception {
        JsonNode page = SandboxClient.json(client.report(accessToken, ACTIVE));

        assertThat(page.path("from").asText()).isEqualTo("2026-10-01");
        assertThat(page.path("to").asText()).isEqualTo("2026-10-31");
    }

    @Test
    void lists_30_inactive_hosts_per_page_by_default() throws Exception {
        JsonNode page = SandboxClient.json(client.report(accessToken, query("from", "2026-10-01", "to", "2026-10-31")));

        assertThat(page.path("users"))
                .hasSize(30)
                .allMatch(row -> row.path("meetings").asInt(-1) == 0);
        assertThat(page.path("total_records").asInt()).isEqualTo(350);
    }

    @Test
    void refuses_parameters_that_are_missing_or_out_of_range() throws Exception {
        for (Map<String, String> bad : List.of(
                query("to", "2026-10-31"),
                query("from", "2026-10-01"),
                with(ACTIVE, "from", "2026-10-32"),
                with(ACTIVE, "from", "2026-11-01"),
                with(ACTIVE, "from", "2026-05-22"),
                with(ACTIVE, "type", "both"),
                with(ACTIVE, "page_size", "0"),
                with(ACTIVE, "page_size", "301"))) {
            HttpResponse<String> response = client.report(accessToken, bad);
            assertThat(response.statusCode()).as("%s", bad).isEqualTo(400);
            assertThat(response.body()).startsWith("{\"code\":300,");
        }
    }

    @Test
    void leaves_out_totals_when_configured() throws Exception {
        start(options.withTotals(false));

        assertThat(client.report(accessToken, ACTIVE).body()).doesNotContain("total_");
    }

    @Test
    void answers_404_on_any_other_path() throws Exception {
        HttpResponse<String> response = client.send(
                HttpRequest.newBuilder(zoom.apiUrl().resolve("/v2/users")).build());

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).startsWith("{\"code\":404,");
    }

    // Limits

    @Test
    void limits_requests_per_second() throws Exception {
        start(options.withRequestsPerSecond(2));

        assertThat(statuses(3)).containsExactly(200, 200, 429);
        clock.moveOn(Duration.ofSeconds(1));
        assertThat(statuses(3)).containsExactly(200, 200, 429);
    }

    @Test
    void limits_requests_per_day_until_midnight_utc() throws Exception {
        start(options.withRequestsPerDay(2));

        assertThat(statuses(3)).containsExactly(200, 200, 429);
        clock.moveOn(Duration.ofHours(12));
        accessToken = client.accessToken();
        assertThat(statuses(3)).containsExactly(200, 200, 429);
    }

    // Recorded requests and cookies

    @Test
    void records_the_requests_it_received() throws Exception {
        String token = firstPageToken();
        nextPage(token);

        List<ReceivedRequest> requests = zoom.requests();
        assertThat(requests)
                .extracting(request -> request.method() + " " + request.path())
                .containsExactly("POST /oauth/token", "GET /v2/report/users", "GET /v2/report/users");
        ReceivedRequest last = requests.get(2);
        assertThat(last.at()).isEqualTo(clock.instant());
        assertThat(last.query()).isEqualTo(with(ACTIVE, "next_page_token", token));
        assertThat(last.rawQuery()).contains("next_page_token=b43%2B%2F%26");
        assertThat(last.headers()).containsEntry("authorization", "Bearer " + accessToken);
    }

    @Test
    void sets_a_cookie_with_every_answer() throws Exception {
        assertThat(client.report(accessToken, ACTIVE).headers().firstValue("Set-Cookie"))
                .isPresent();
        assertThat(client.report("invalid", ACTIVE).headers().firstValue("Set-Cookie"))
                .isPresent();
    }

    private void start(SandboxOptions changed) throws IOException, InterruptedException {
        if (zoom != null) {
            zoom.close();
        }
        zoom = SandboxZoom.start(changed);
        client = new SandboxClient(zoom);
        accessToken = client.accessToken();
    }

    private String firstPageToken() throws IOException, InterruptedException {
        return SandboxClient.json(client.report(accessToken, ACTIVE))
                .path("next_page_token")
                .asText();
    }

    private HttpResponse<String> nextPage(String token) throws IOException, InterruptedException {
        return client.report(accessToken, with(ACTIVE, "next_page_token", token));
    }

    private List<Integer> statuses(int requests) throws IOException, InterruptedException {
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < requests; i++) {
            statuses.add(client.report(accessToken, ACTIVE).statusCode());
        }
        return statuses;
    }

    private static void assertDead(HttpResponse<String> response) {
        assertThat(response.statusCode()).isEqualTo(300);
        assertThat(response.body()).startsWith("{\"code\":300,");
    }
}
