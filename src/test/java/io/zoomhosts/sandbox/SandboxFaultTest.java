package io.zoomhosts.sandbox;

import static io.zoomhosts.sandbox.SandboxClient.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Faults of the sandbox. */
@Timeout(60)
class SandboxFaultTest {
    private static final Map<String, String> ACTIVE =
            query("type", "active", "from", "2026-10-01", "to", "2026-10-31", "page_size", "100");

    private SandboxZoom zoom;
    private SandboxClient client;
    private String accessToken;

    @BeforeEach
    void start() throws Exception {
        zoom = SandboxZoom.start(SandboxOptions.defaults()
                .withClock(new SettableClock("2026-11-23T12:00:00Z"))
                .withRequestsPerSecond(1000));
        client = new SandboxClient(zoom);
        accessToken = client.accessToken();
    }

    @AfterEach
    void close() {
        zoom.close();
    }

    @Test
    void a_fault_replaces_answers_until_it_is_removed() throws Exception {
        zoom.fault((request, nth) -> nth == 2 ? Optional.of(SandboxAnswer.html(502)) : Optional.empty());
        assertThat(statuses(3)).containsExactly(200, 502, 200);

        zoom.fault(
                (request, nth) -> Optional.of(SandboxAnswer.error(503, 0, "out").withHeader("Retry-After", "7")));
        HttpResponse<String> response = client.report(accessToken, ACTIVE);
        assertThat(response.body()).isEqualTo("{\"code\":0,\"message\":\"out\"}");
        assertThat(response.headers().firstValue("Retry-After")).contains("7");

        zoom.fault(Fault.NONE);
        assertThat(statuses(1)).containsExactly(200);
    }

    @Test
    void counts_requests_per_path() throws Exception {
        List<String> counted = new CopyOnWriteArrayList<>();
        zoom.fault((request, nth) -> {
            counted.add(request.path() + " " + nth);
            return Optional.empty();
        });

        client.report(accessToken, ACTIVE);
        client.accessToken();
        client.report(accessToken, ACTIVE);

        assertThat(counted).containsExactly("/v2/report/users 1", "/oauth/token 2", "/v2/report/users 2");
    }

    @Test
    void truncates_a_body() {
        zoom.fault((request, nth) -> Optional.of(SandboxAnswer.cutOff(100)));

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> client.report(accessToken, ACTIVE))
                .withMessageContaining("fixed content-length")
                .withMessageContaining("bytes received: 100");
    }

    @Test
    void truncates_at_least_one_byte() {
        zoom.fault((request, nth) -> Optional.of(SandboxAnswer.cutOff(Integer.MAX_VALUE)));

        assertThatExceptionOfType(IOException.class).isThrownBy(() -> client.report(accessToken, ACTIVE));
    }

    @Test
    void closes_the_connection_without_a_response() {
        zoom.fault((request, nth) -> Optional.of(SandboxAnswer.reset()));

        assertThatThrownBy(() -> client.report(accessToken, ACTIVE)).isInstanceOf(IOException.class);
    }

    @Test
    void edits_its_own_answer() throws Exception {
        zoom.fault((request, nth) -> Optional.of(SandboxAnswer.edited(
                        body -> (new String(body, StandardCharsets.UTF_8) + "€").getBytes(StandardCharsets.UTF_8))
                .withHeader("X-Edited", "yes")));
        HttpResponse<String> edited = client.report(accessToken, ACTIVE);
        zoom.fault(Fault.NONE);
        HttpResponse<String> own = client.report(accessToken, ACTIVE);

        assertThat(edited.statusCode()).isEqualTo(200);
        assertThat(edited.body()).isEqualTo(own.body() + "€");
        assertThat(edited.headers().firstValue("X-Edited")).contains("yes");
        assertThat(edited.headers().firstValue("Content-Type"))
                .isEqualTo(own.headers().firstValue("Content-Type"));
    }

    @Test
    void closes_while_an_answer_is_delayed() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        zoom.fault((request, nth) -> {
            asked.countDown();
            return Optional.of(SandboxAnswer.stalled(Duration.ofHours(1)));
        });
        CompletableFuture<HttpResponse<String>> answer = client.sendAsync(client.reportRequest(accessToken, ACTIVE));
        assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(answer).isNotDone();

        zoom.close();

        assertThat(answer).failsWithin(Duration.ofSeconds(30));
    }

    @Test
    void serves_several_requests_at_once() {
        CountDownLatch bothThere = new CountDownLatch(2);
        zoom.fault((request, nth) -> {
            bothThere.countDown();
            return awaited(bothThere) ? Optional.empty() : Optional.of(SandboxAnswer.html(500));
        });

        var first = client.sendAsync(client.reportRequest(accessToken, ACTIVE));
        var second = client.sendAsync(client.reportRequest(accessToken, ACTIVE));

        assertThat(first.join().statusCode()).isEqualTo(200);
        assertThat(second.join().statusCode()).isEqualTo(200);
    }

    @Test
    void reports_the_exception_of_a_fault_that_throws() throws Exception {
        zoom.fault((request, nth) -> {
            throw new IllegalStateException("no such page");
        });

        HttpResponse<String> response = client.report(accessToken, ACTIVE);

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).contains("no such page");
    }

    private List<Integer> statuses(int requests) throws IOException, InterruptedException {
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < requests; i++) {
            statuses.add(client.report(accessToken, ACTIVE).statusCode());
        }
        return statuses;
    }

    private static boolean awaited(CountDownLatch latch) {
        try {
            return latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
