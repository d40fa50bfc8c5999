package io.zoomhosts.promises;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.zoomhosts.Application;
import io.zoomhosts.demo.KafkaBroker;
import io.zoomhosts.sandbox.Ports;
import io.zoomhosts.support.FaultyAnswers;
import io.zoomhosts.support.Launcher;
import io.zoomhosts.support.ManagementClient;
import io.zoomhosts.support.Rig;
import io.zoomhosts.support.WithKafka;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Health, metrics and info are served to loopback only, the default of {@code management.host}. Nothing else is served. */
@ExtendWith(WithKafka.class)
class ManagementIT {

    /** Other paths that Camel could serve, and usual paths of other servers. */
    private static final List<String> SHUT = List.of(
            "/",
            "/observe/dev",
            "/observe/env",
            "/observe/heapdump",
            "/observe/jolokia",
            "/observe/loggers",
            "/observe/routes",
            "/observe/threaddump",
            "/q/dev",
            "/q/dev/properties",
            "/q/dev/variables",
            "/q/download/",
            "/q/health",
            "/q/info",
            "/q/jolokia",
            "/q/send/",
            "/q/upload/a",
            "/actuator",
            "/platform-http");

    /** The {@code Accept} headers of monitoring agents. */
    private static final List<String> AGENTS = List.of(
            // Datadog
            "text/plain",
            "text/plain;version=0.0.4",
            // OpenMetrics, requested by Datadog's newer check
            "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1",
            // Telegraf
            "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.7,"
                    + "text/plain;version=0.0.4;q=0.3",
            // Prometheus 2
            "application/openmetrics-text;version=1.0.0;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,"
                    + "text/plain;version=0.0.4;q=0.3,*/*;q=0.2",
            // Prometheus 3
            "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,"
                    + "application/openmetrics-text;version=0.0.1;q=0.4,"
                    + "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.3,text/plain;version=0.0.4;q=0.2,*/*;q=0.1",
            "application/json",
            "text/html,application/xhtml+xml",
            "*/*",
            "nonsense",
            ";;,,/q=x");

    @Test
    void serves_metrics_to_every_agent_in_one_format(KafkaBroker kafka) throws Exception {
        try (Rig rig = Rig.start(kafka)) {
            int port = Ports.free();
            Application service =
                    rig.set("management.port", String.valueOf(port)).service();
            service.start();
            try {
                await().atMost(Duration.ofSeconds(60)).until(() -> ManagementClient.answers(port));

                for (String path : ManagementClient.OPEN) {
                    String type =
                            path.endsWith("/metrics") ? "text/plain; version=0.0.4; charset=utf-8" : "application/json";
                    for (String accept : AGENTS) {
                        assertAnswer(ManagementClient.get("127.0.0.1", port, path, accept), 200, type);
                    }
                    assertAnswer(ManagementClient.get("127.0.0.1", port, path), 200, type);
                }
                assertThat(ManagementClient.get("127.0.0.1", port, "/observe/metrics", AGENTS.get(2))
                                .body())
                        .contains("zoom_hosts_windows_total")
                        .doesNotContain("# EOF");
            } finally {
                service.stop();
            }
        }
    }

    @Test
    void reports_a_failed_health_check_to_every_agent(KafkaBroker kafka) throws Exception {
        try (Rig rig = Rig.start(kafka)) {
            rig.zoom()
                    .fault((request, nth) ->
                            request.isForToken() ? Optional.of(FaultyAnswers.refusedCredentials()) : Optional.empty());
            int port = Ports.free();
            Application service =
                    rig.set("management.port", String.valueOf(port)).service();
            service.start();
            try {
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> ManagementClient.get("127.0.0.1", port, "/observe/health/ready")
                                        .statusCode()
                                == 503);

                for (String accept : AGENTS) {
                    assertAnswer(
                            ManagementClient.get("127.0.0.1", port, "/observe/health", accept),
                            503,
                            "application/json");
                }
            } finally {
                service.stop();
            }
        }
    }

    private static void assertAnswer(HttpResponse<String> answer, int status, String type) {
        assertThat(answer.statusCode()).as(answer.request().toString()).isEqualTo(status);
        assertThat(answer.headers().allValues("Content-Type")).containsExactly(type);
    }

    @Test
    void serves_health_metrics_and_info_to_loopback_only(KafkaBroker kafka) throws Exception {
        try (Rig rig = Rig.start(kafka)) {
            int port = Ports.free();
            try (Launcher.Started service =
                    rig.launcher().set("MANAGEMENT_PORT", String.valueOf(port)).start()) {
                await().atMost(Duration.ofSeconds(120)).until(() -> ManagementClient.answers(port));

                assertThat(ManagementClient.OPEN).allSatisfy(path -> assertThat(
                                ManagementClient.get("127.0.0.1", port, path).statusCode())
                        .isEqualTo(200));
                assertThat(SHUT).allSatisfy(path -> assertThat(
                                ManagementClient.get("127.0.0.1", port, path).statusCode())
                        .isEqualTo(404));
                List<InetAddress> others = addressesOfThisMachine();
                assumeThat(others).as("addresses other than loopback").isNotEmpty();
                assertThat(others).allSatisfy(other -> assertThatExceptionOfType(ConnectException.class)
                        .isThrownBy(() -> new Socket(other, port).close()));
                assertThat(service.process().isAlive()).isTrue();
            }
        }
    }

    private static List<InetAddress> addressesOfThisMachine() throws SocketException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress())
                .toList();
    }
}
