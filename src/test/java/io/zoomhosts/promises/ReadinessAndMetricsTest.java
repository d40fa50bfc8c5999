package io.zoomhosts.promises;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zoomhosts.Application;
import io.zoomhosts.demo.EmbeddedKafka;
import io.zoomhosts.demo.KafkaBroker;
import io.zoomhosts.sandbox.Fault;
import io.zoomhosts.sandbox.Ports;
import io.zoomhosts.sandbox.SandboxAnswer;
import io.zoomhosts.sandbox.SandboxOptions;
import io.zoomhosts.support.DayReport;
import io.zoomhosts.support.FaultyAnswers;
import io.zoomhosts.support.ManagementClient;
import io.zoomhosts.support.MetricNames;
import io.zoomhosts.support.Rig;
import io.zoomhosts.support.RoutesCopy;
import io.zoomhosts.support.WithKafka;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Metrics and readiness of a running service. */
@ExtendWith(WithKafka.class)
class ReadinessAndMetricsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private int port;

    @BeforeEach
    void choosePort() throws IOException {
        port = Ports.free();
    }

    @Test
    void metrics_count_windows_hosts_and_requests(KafkaBroker kafka) throws Exception {
        try (Rig rig = rig(kafka)) {
            rig.zoom().fault((request, nth) -> {
                if (!request.isForPage()) {
                    return Optional.empty();
                }
                if (nth == 2) {
                    return Optional.of(
                            SandboxAnswer.error(429, 429, "You have reached the maximum per-second rate limit"));
                }
                return request.query().getOrDefault("type", "").equals("inactive")
                        ? Optional.of(SandboxAnswer.error(401, 4711, "Invalid access token, scope missing"))
                        : Optional.empty();
            });
            Application service = rig.service();

            service.start();
            await().atMost(PATIENCE)
                    .until(() -> metrics().getOrDefault(windows("active", "complete"), 0.0) == 6
                            && metrics().getOrDefault(windows("inactive", "failed"), 0.0) >= 6);
            Map<String, Double> metrics = metrics();
            service.stop();

            assertThat(metrics)
                    .containsEntry(
                            "zoom_hosts_published_total{account=\"sandbox-account\",report=\"hosts\",variant=\"active\"}",
                            6 * 650.0)
                    .containsEntry(
                            "zoom_hosts_published_total{account=\"sandbox-account\",report=\"hosts\",variant=\"inactive\"}",
                            0.0)
                    .containsEntry(windows("active", "failed"), 0.0)
                    .containsEntry(
                            "zoom_hosts_window_pages_sum{account=\"sandbox-account\",report=\"hosts\",variant=\"active\"}",
                            6 * 3.0)
                    .containsEntry(
                            "zoom_hosts_window_duration_seconds_count{account=\"sandbox-account\",report=\"hosts\",status=\"complete\",variant=\"active\"}",
                            6.0)
                    .containsEntry(
                            "zoom_hosts_rows_rejected_total{account=\"sandbox-account\",report=\"hosts\",variant=\"active\"}",
                            0.0)
                    .containsEntry(
                            "zoom_hosts_requests_total{account=\"sandbox-account\",endpoint=\"report\",outcome=\"ok\"}",
                            6 * 3.0)
                    .containsEntry(
                            "zoom_hosts_requests_total{account=\"sandbox-account\",endpoint=\"report\",outcome=\"rate-limited\"}",
                            1.0)
                    .containsEntry(
                            "zoom_hosts_requests_total{account=\"sandbox-account\",endpoint=\"token\",outcome=\"ok\"}",
                            1.0);
            assertThat(
                            metrics.get(
                                    "zoom_hosts_requests_total{account=\"sandbox-account\",endpoint=\"report\",outcome=\"not-permitted\"}"))
                    .isGreaterThanOrEqualTo(6);
            assertThat(metrics.get(
                            "zoom_hosts_rate_limit_wait_seconds_total{account=\"sandbox-account\",limit=\"zoom\"}"))
                    .isGreaterThanOrEqualTo(0.02);
            assertThat(
                            metrics.get(
                                    "zoom_hosts_newest_complete_run_age_seconds{account=\"sandbox-account\",report=\"hosts\",variant=\"active\"}"))
                    .isBetween(0.0, PATIENCE.toSeconds() + 0.0);
            assertThat(
                            metrics.get(
                                    "zoom_hosts_newest_complete_run_age_seconds{account=\"sandbox-account\",report=\"hosts\",variant=\"inactive\"}"))
                    .isNaN();
        }
    }

    @Test
    void serves_every_metric_of_the_dashboard(KafkaBroker kafka) throws Exception {
        try (Rig rig = rig(kafka)) {
            rig.zoom()
                    .fault((request, nth) -> Optional.of(SandboxAnswer.edited(UnaryOperator.identity())
                            .withHeader("x-ratelimit-remaining", "29999")));
            Application service = rig.service();

            service.start();
            await().atMost(PATIENCE).until(() -> names().containsAll(MetricNames.ALL));
            service.stop();
        }
    }

    @Test
    void not_ready_while_zoom_refuses_the_credentials(KafkaBroker kafka) throws Exception {
        try (Rig rig = rig(kafka)) {
            rig.zoom()
                    .fault((request, nth) -> request.path().endsWith("/oauth/token")
                            ? Optional.of(FaultyAnswers.refusedCredentials())
                            : Optional.empty());
            assertReadinessFollows(
                    rig, "zoom-access", "client-secret", () -> rig.zoom().fault(Fault.NONE));
        }
    }

    @Test
    void not_ready_while_a_scope_is_missing(KafkaBroker kafka) throws Exception {
        try (Rig rig = rig(kafka)) {
            rig.zoom()
                    .fault((request, nth) -> request.isForPage()
                            ? Optional.of(SandboxAnswer.error(401, 4711, "Invalid access token"))
                            : Optional.empty());
            assertReadinessFollows(rig, "zoom-access", "report:read:list_users:admin", () -> rig.zoom()
                    .fault(Fault.NONE));
        }
    }

    @Test
    void not_ready_while_complete_runs_are_overdue(KafkaBroker kafka) throws Exception {
        try (Rig rig = rig(kafka).set("zoom.overdue-after", "1000")) {
            rig.zoom()
                    .fault((request, nth) -> request.isForPage()
                            ? Optional.of(SandboxAnswer.error(404, 404, "gone"))
                            : Optional.empty());
            assertReadinessFollows(rig, "freshness", "none yet; the window hosts active ", () -> rig.zoom()
                    .fault(Fault.NONE));
        }
    }

    @Test
    void ready_while_only_another_report_is_overdue(KafkaBroker kafka, @TempDir Path routes) throws Exception {
        RoutesCopy.copyTo(routes);
        DayReport.declare(routes, "guests", "");
        try (Rig rig = rig(kafka)
                .set("routes.location", "file:" + routes)
                .set("zoom.reports", "hosts,guests")
                .set("zoom.overdue-after", "1000")) {
            Application service = rig.service();
            service.start();
            await().atMost(PATIENCE)
                    .until(() -> metrics().getOrDefault(overdue("guests", ""), 0.0) > 0
                            && metrics().getOrDefault(overdue("hosts", "active"), 1.0) == 0
                            && metrics().getOrDefault(overdue("hosts", "inactive"), 1.0) == 0);

            assertThat(isReady()).isTrue();
            assertThat(metrics().get(overdue("guests", ""))).isPositive();
            service.stop();
        }
    }

    private static String overdue(String report, String variant) {
        return "zoom_hosts_overdue_seconds{account=\"sandbox-account\",report=\"" + report + "\",variant=\"" + variant
                + "\"}";
    }

    @Test
    void not_ready_while_kafka_is_unreachable() throws Exception {
        EmbeddedKafka kafka = EmbeddedKafka.start(0);
        int brokerPort = kafka.port();
        try (Rig rig = rig(kafka)) {
            Application service = rig.service();
            service.start();
            await().atMost(PATIENCE).until(this::isReady);

            kafka.close();
            await().atMost(PATIENCE).until(() -> !isReady());
            assertThat(ready().body()).contains("\"kafka\"", "kafka.brokers (KAFKA_BROKERS)");
            assertThat(ManagementClient.get("127.0.0.1", port, "/observe/health/live")
                            .statusCode())
                    .isEqualTo(200);

            EmbeddedKafka back = EmbeddedKafka.start(brokerPort);
            try (back) {
                await().atMost(PATIENCE).until(this::isReady);
                service.stop();
            }
        }
    }

    private void assertReadinessFollows(Rig rig, String check, String said, Runnable fix) throws Exception {
        Application service = rig.service();
        service.start();
        await().atMost(PATIENCE).until(() -> !isReady());
        String body = ready().body();
        assertThat(body).contains("\"" + check + "\"", said);
        assertThat(body).doesNotContain(SandboxOptions.defaults().clientSecret());
        assertThat(ManagementClient.get("127.0.0.1", port, "/observe/health/live")
                        .statusCode())
                .isEqualTo(200);

        fix.run();
        await().atMost(PATIENCE).until(this::isReady);
        service.stop();
    }

    private Rig rig(KafkaBroker kafka) throws IOException {
        return Rig.start(kafka).set("management.port", String.valueOf(port));
    }

    private boolean isReady() throws Exception {
        return ready().statusCode() == 200;
    }

    private HttpResponse<String> ready() throws Exception {
        return ManagementClient.get("127.0.0.1", port, "/observe/health/ready");
    }

    private static String windows(String type, String status) {
        return "zoom_hosts_windows_total{account=\"sandbox-account\",report=\"hosts\",status=\"%s\",variant=\"%s\"}"
                .formatted(status, type);
    }

    private Set<String> names() throws Exception {
        return metrics().keySet().stream()
                .map(series -> series.replaceFirst("\\{.*", ""))
                .collect(Collectors.toSet());
    }

    /** Metric values by series. */
    private Map<String, Double> metrics() throws Exception {
        Map<String, Double> values = new TreeMap<>();
        ManagementClient.get("127.0.0.1", port, "/observe/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("zoom_hosts_"))
                .forEach(line -> {
                    int space = line.lastIndexOf(' ');
                    values.put(line.substring(0, space), Double.valueOf(line.substring(space + 1)));
                });
        return values;
    }
}
