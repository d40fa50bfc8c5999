package io.zoomhosts.promises;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zoomhosts.Application;
import io.zoomhosts.demo.KafkaBroker;
import io.zoomhosts.sandbox.Ports;
import io.zoomhosts.support.AsyncApi;
import io.zoomhosts.support.CapturedLog;
import io.zoomhosts.support.Latches;
import io.zoomhosts.support.ManagementClient;
import io.zoomhosts.support.Rig;
import io.zoomhosts.support.RoutesCopy;
import io.zoomhosts.support.WithKafka;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code ROUTES_RELOAD}: edited routes apply from the next window, and an invalid edit is rejected. */
@ExtendWith(WithKafka.class)
class ReloadTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String ADD_A_FIELD = """
            - unmarshal:
                json:
                  library: Jackson
                  autoDiscoverObjectMapper: "true"
            - script:
                expression:
                  simple:
                    expression: "${body.put('edited', 'yes')}"
            """;

    @RegisterExtension
    final RoutesCopy routes = new RoutesCopy();

    @Test
    void reload_applies_from_the_next_window(KafkaBroker kafka) throws Exception {
        CountDownLatch inTheMiddle = new CountDownLatch(1);
        CountDownLatch edited = new CountDownLatch(1);
        try (Rig rig = rig(kafka);
                CapturedLog logs = new CapturedLog("io.zoomhosts.routes")) {
            rig.zoom().fault((request, nth) -> {
                if (request.query().containsKey("next_page_token")) {
                    inTheMiddle.countDown();
                    Latches.await(edited);
                }
                return Optional.empty();
            });
            Application service = rig.service();

            service.start();
            inTheMiddle.await();
            routes.eachHost(ADD_A_FIELD);
            await().atMost(PATIENCE).until(() -> logs.contain("each-host.camel.yaml changed; waiting for"));
            edited.countDown();
            await().atMost(PATIENCE).until(() -> !hosts(rig, true).isEmpty());
            service.stop();

            List<ConsumerRecord<String, String>> before = hosts(rig, false);
            String first = window(before.get(0));
            assertThat(before).hasSize(650).allSatisfy(host -> assertThat(window(host))
                    .isEqualTo(first));
            assertThat(hosts(rig, true)).noneMatch(host -> window(host).equals(first));
            assertThat(hosts(rig, true).stream()
                            .collect(Collectors.groupingBy(ReloadTest::window))
                            .values())
                    .allSatisfy(window -> assertThat(window).hasSize(650));
        }
    }

    @Test
    void reload_rejects_an_invalid_change_and_keeps_the_current_routes(KafkaBroker kafka) throws Exception {
        try (Rig rig = rig(kafka);
                CapturedLog logs = new CapturedLog("io.zoomhosts.routes")) {
            Application service = rig.service();

            service.start();
            Files.writeString(routes.path("yours/each-host.camel.yaml"), "- route:\n    idd: each-host\n");
            await().atMost(PATIENCE).until(() -> logs.contain("rejected"));
            int runs = rig.runs().committed().size();
            await().atMost(PATIENCE).until(() -> rig.runs().committed().size() > runs + 2);
            service.stop();

            assertThat(logs.lines())
                    .contains(
                            "Routes: change rejected, still running the previous version: yours/each-host.camel.yaml:2: Unsupported field: idd");
            assertThat(rig.runs().committed())
                    .allSatisfy(run -> assertThat(run.value()).contains("\"status\":\"complete\""));
        }
    }

    /** Otherwise the next start would fail without a warning, since the service keeps running. */
    @Test
    void metrics_and_health_report_a_rejected_change(KafkaBroker kafka) throws Exception {
        int port = Ports.free();
        Path hook = routes.path("yours/each-host.camel.yaml");
        String before = Files.readString(hook);
        try (Rig rig = rig(kafka).set("management.port", String.valueOf(port))) {
            Application service = rig.service();
            service.start();
            await().atMost(PATIENCE).until(() -> ready(port).statusCode() == 200);
            assertThat(metrics(port)).contains("zoom_hosts_routes_rejected 0.0");

            Files.writeString(hook, "- route:\n    idd: each-host\n");
            await().atMost(PATIENCE).until(() -> ready(port).statusCode() == 503);
            assertThat(ready(port).body())
                    .contains("\"routes\"", "each-host.camel.yaml:2")
                    .doesNotContain("idd");
            assertThat(metrics(port)).contains("zoom_hosts_routes_rejected 1.0");

            Files.writeString(hook, before);
            await().atMost(PATIENCE).until(() -> ready(port).statusCode() == 200);
            assertThat(metrics(port)).contains("zoom_hosts_routes_rejected 0.0");
            service.stop();
        }
    }

    /** The Camel context that tries a change would log that it deletes the schedule. */
    @Test
    void logs_only_changes_to_the_running_routes(KafkaBroker kafka) throws Exception {
        try (Rig rig = rig(kafka);
                CapturedLog logs = new CapturedLog("io.zoomhosts.routes")) {
            Application service = rig.service();
            service.start();
            await().atMost(PATIENCE).until(() -> !rig.runs().committed().isEmpty());

            try (CapturedLog camel = new CapturedLog("org.apache.camel")) {
                routes.eachHost(ADD_A_FIELD);
                await().atMost(PATIENCE).until(() -> logs.contain("each-host.camel.yaml changed; applies"));

                assertThat(camel.lines())
                        .isNotEmpty()
                        .noneMatch(line -> line.matches(".*zoom-hosts(-check|.schedule).*"));
            }
            service.stop();
        }
    }

    private static HttpResponse<String> ready(int port) throws Exception {
        return ManagementClient.get("127.0.0.1", port, "/observe/health/ready");
    }

    private static String metrics(int port) throws Exception {
        return ManagementClient.get("127.0.0.1", port, "/observe/metrics").body();
    }

    @Test
    void reload_starts_routes_of_new_files_and_stops_deleted_ones(KafkaBroker kafka) throws Exception {
        Path mine = routes.path("yours/mine.camel.yaml");
        try (Rig rig = rig(kafka);
                CapturedLog logs = new CapturedLog("io.zoomhosts.routes");
                CapturedLog mineLogs = new CapturedLog("io.zoomhosts.mine")) {
            Application service = rig.service();

            service.start();
            Files.writeString(mine, """
                    - route:
                        id: mine
                        from:
                          uri: timer:mine
                          parameters:
                            period: 100
                          steps:
                            - log:
                                logName: io.zoomhosts.mine
                                message: "here"
                    """);
            await().atMost(PATIENCE).until(() -> mineLogs.contain("here"));
            logs.lines().clear();
            Files.delete(mine);
            await().atMost(PATIENCE).until(() -> logs.contain("mine.camel.yaml changed; applies"));
            mineLogs.lines().clear();
            // Each run takes longer than the period of the timer.
            int runs = rig.runs().committed().size();
            await().atMost(PATIENCE).until(() -> rig.runs().committed().size() > runs + 1);
            service.stop();

            assertThat(mineLogs.lines()).isEmpty();
        }
    }

    private Rig rig(KafkaBroker kafka) throws Exception {
        return routes.rig(kafka)
                .set("routes.reload", "true")
                .set("zoom.report-types", "active")
                .set("zoom.schedule", "* * * * * ?");
    }

    private static List<ConsumerRecord<String, String>> hosts(Rig rig, boolean edited) {
        return rig.hosts().committed().stream()
                .filter(host -> host.value().contains("\"edited\":\"yes\"") == edited)
                .toList();
    }

    private static String window(ConsumerRecord<String, String> host) {
        return AsyncApi.tree(host.value()).path("report").path("run_id").textValue();
    }
}
