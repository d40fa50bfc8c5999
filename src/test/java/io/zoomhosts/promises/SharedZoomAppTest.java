package io.zoomhosts.promises;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zoomhosts.Application;
import io.zoomhosts.demo.KafkaBroker;
import io.zoomhosts.run.Run;
import io.zoomhosts.sandbox.ReceivedRequest;
import io.zoomhosts.sandbox.SandboxAnswer;
import io.zoomhosts.sandbox.SandboxOptions;
import io.zoomhosts.support.Audit;
import io.zoomhosts.support.Rig;
import io.zoomhosts.support.WithKafka;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Several programs share one Zoom app, and each new access token invalidates the ones before it. */
@ExtendWith(WithKafka.class)
class SharedZoomAppTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Pages take longer than a token stays valid while both processes run. */
    private static final SandboxOptions OPTIONS =
            Rig.options().withTokenKillsOlderOne(true).withResponseDelay(Duration.ofMillis(50));

    @Test
    void two_processes_with_one_app_complete_every_window(KafkaBroker kafka) throws Exception {
        try (Rig rig = Rig.start(kafka, OPTIONS).set("zoom.parallel-windows", "3")) {
            Application service = rig.service();
            service.start();
            try {
                for (int round = 0; round < 3; round++) {
                    List<Run> runs = rig.collect(Rig.lastMonth("active"), Rig.lastMonth("inactive"));

                    assertThat(runs).hasSize(2).noneMatch(Run::isFailed);
                }
                await().atMost(PATIENCE).until(() -> rig.missing().isEmpty());
            } finally {
                service.stop();
            }

            assertThat(rig.runs().committed()).noneMatch(run -> run.value().contains("access-refused"));
            assertThat(rig.audit()).matches(Audit::isClean);
        }
    }

    @Test
    void completes_while_another_program_keeps_requesting_tokens(KafkaBroker kafka) throws Exception {
        ScheduledExecutorService other = Executors.newSingleThreadScheduledExecutor();
        try (Rig rig = Rig.start(kafka, OPTIONS)) {
            other.scheduleWithFixedDelay(() -> askForToken(rig), 0, 30, TimeUnit.MILLISECONDS);

            List<Run> runs = rig.collect(Rig.lastMonth("active"));

            assertThat(runs).hasSize(1).noneMatch(Run::isFailed);
        } finally {
            other.shutdownNow();
        }
    }

    @Test
    void notices_an_added_scope_at_the_next_retry(KafkaBroker kafka) throws Exception {
        AtomicReference<String> withoutScope = new AtomicReference<>();
        try (Rig rig = Rig.start(kafka).set("zoom.report-types", "active").set("zoom.retry-delay", "100")) {
            // Tokens that were issued before the scope was added do not have it.
            rig.zoom().fault((request, nth) -> {
                if (!request.isForPage()) {
                    return Optional.empty();
                }
                String token = request.headers().get("authorization");
                withoutScope.compareAndSet(null, token);
                return Optional.of(SandboxAnswer.error(400, 4711, "Invalid access token, does not contain scopes"))
                        .filter(answer -> token.equals(withoutScope.get()));
            });
            Application service = rig.service();
            service.start();
            try {
                await().atMost(PATIENCE).until(() -> rig.missing().isEmpty());
            } finally {
                service.stop();
            }

            assertThat(rig.runs().committed()).anyMatch(run -> run.value().contains("not-permitted"));
            assertThat(rig.zoom().requests().stream().filter(ReceivedRequest::isForToken))
                    .hasSize(2);
        }
    }

    private static void askForToken(Rig rig) {
        SandboxOptions app = SandboxOptions.defaults();
        String basic = Base64.getEncoder()
                .encodeToString((app.clientId() + ":" + app.clientSecret()).getBytes(StandardCharsets.UTF_8));
        URI endpoint = rig.zoom().oauthUrl();
        HttpRequest request = HttpRequest.newBuilder(endpoint)
                .header("Authorization", "Basic " + basic)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("grant_type=account_credentials&account_id="
                        + URLEncoder.encode(app.accountId(), StandardCharsets.UTF_8)))
                .build();
        try {
            HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding());
        } catch (Exception stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
