package io.zoomhosts.promises;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zoomhosts.ZoomHosts;
import io.zoomhosts.demo.KafkaBroker;
import io.zoomhosts.report.Window;
import io.zoomhosts.sandbox.Fault;
import io.zoomhosts.sandbox.Ports;
import io.zoomhosts.sandbox.ReceivedRequest;
import io.zoomhosts.sandbox.SandboxAnswer;
import io.zoomhosts.sandbox.SandboxOptions;
import io.zoomhosts.sandbox.ZoomContract;
import io.zoomhosts.support.Launcher;
import io.zoomhosts.support.ManagementClient;
import io.zoomhosts.support.PrivateData;
import io.zoomhosts.support.Rig;
import io.zoomhosts.support.RoutesCopy;
import io.zoomhosts.support.WithKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Nothing leaks: no secrets and no personal data in output, log, metrics and records, even at TRACE. */
@ExtendWith(WithKafka.class)
class LeaksIT {

    /** As long as Zoom's are. */
    private static final SandboxOptions OPTIONS =
            Rig.options().withClient("sandbox-client-id-0000", "sandboxClientSecret0123456789abc");

    private static final Window[] WINDOWS = Rig.scheduled("active", "inactive").toArray(Window[]::new);

    @Test
    void service_leaks_nothing_for_any_answer_of_zoom(KafkaBroker kafka) throws Exception {
        try (Rig rig = Rig.start(kafka, OPTIONS)) {
            rig.zoom().fault(everythingThatZoomMayAnswer());
            int port = Ports.free();
            String served = "";
            Launcher.Ended ended;
            try (Launcher.Started service = rig.launcher()
                    .set("LOG_LEVEL", "TRACE")
                    .set("MANAGEMENT_PORT", String.valueOf(port))
                    .start()) {
                await().atMost(Duration.ofSeconds(120))
                        .until(() -> rig.runs().committed().size() >= WINDOWS.length);
                for (String path : ManagementClient.OPEN) {
                    served += ManagementClient.get("127.0.0.1", port, path).body();
                }
                service.process().destroy();
                ended = service.end();
            }

            String log = ended.stdout() + ended.stderr();
            PrivateData confidential = PrivateData.of(rig.zoom(), OPTIONS, WINDOWS);
            confidential.assertNotIn("the log", log);
            confidential.assertNotIn("what is served", served);
            confidential.assertNotIn("runs", rig.runs().committed(), false);
            confidential.assertNotIn("headers of hosts", rig.hosts().committed(), true);
            confidential.assertNotIn("headers of rejects", rig.dlq().committed(), true);
            assertThat(log).contains(" TRACE ", " DEBUG ", "not-permitted", "no-report", "zoom-unavailable");
            assertThat(served).contains("UP", "camel_exchanges");
        }
    }

    @Test
    void collect_leaks_nothing(KafkaBroker kafka) throws Exception {
        try (Rig rig = Rig.start(kafka, OPTIONS)) {
            rig.zoom()
                    .fault((request, nth) -> request.isForPage() && nth % 3 == 0
                            ? Optional.of(SandboxAnswer.error(401, 124, PrivateData.quoted(request)))
                            : Optional.empty());

            Launcher.Ended ended = rig.launcher().set("LOG_LEVEL", "TRACE").run(collect());

            assertThat(ended.exitStatus()).as(ended.stderr()).isZero();
            PrivateData confidential = PrivateData.of(rig.zoom(), OPTIONS, WINDOWS);
            confidential.assertNotIn("output", ended.stdout() + ended.stderr());
            confidential.assertNotIn("runs", rig.runs().committed(), false);
            confidential.assertNotIn("headers of hosts", rig.hosts().committed(), true);
        }
    }

    @Test
    void leaks_nothing_when_a_hook_fails_with_a_row_in_its_message(KafkaBroker kafka, @TempDir Path folder)
            throws Exception {
        try (Rig rig = Rig.start(kafka, OPTIONS)) {
            RoutesCopy.copyTo(folder);
            RoutesCopy.eachHost(folder, """
                    - throwException:
                        exceptionType: java.lang.IllegalArgumentException
                        message: "cannot use ${body}"
                    """);

            Launcher.Ended ended = rig.launcher()
                    .set("LOG_LEVEL", "TRACE")
                    .set("ROUTES_LOCATION", "file:" + folder)
                    .run(collect());

            assertThat(ended.exitStatus()).as(ended.stderr()).isEqualTo(ZoomHosts.FAILED);
            PrivateData confidential = PrivateData.of(rig.zoom(), OPTIONS, WINDOWS);
            confidential.assertNotIn("output", ended.stdout() + ended.stderr());
            confidential.assertNotIn("runs", rig.runs().committed(), false);
        }
    }

    @Test
    void leaks_nothing_when_the_credentials_are_refused(KafkaBroker kafka) throws Exception {
        try (Rig rig = Rig.start(kafka, OPTIONS)) {
            rig.zoom()
                    .fault((request, nth) -> Optional.of(ZoomContract.answer(
                            400,
                            request.path(),
                            "{\"reason\":\"" + PrivateData.quoted(request) + "\",\"error\":\"invalid_client\"}")));

            Launcher.Ended ended = rig.launcher().set("LOG_LEVEL", "TRACE").run(collect());

            assertThat(ended.exitStatus()).as(ended.stderr()).isEqualTo(ZoomHosts.UNUSABLE);
            PrivateData.of(rig.zoom(), OPTIONS, WINDOWS).assertNotIn("output", ended.stdout() + ended.stderr());
        }
    }

    @Test
    void quotes_no_value_of_a_setting_that_may_be_a_secret(KafkaBroker kafka) throws Exception {
        try (Rig rig = Rig.start(kafka, OPTIONS)) {
            String secret = OPTIONS.clientSecret();
            Launcher launcher = rig.launcher();

            for (Launcher.Ended ended : List.of(
                    launcher.run("--help"),
                    launcher.run("--version"),
                    launcher.set("ZOOM_CLIENT_SECRET", secret + "\n").run(),
                    rig.launcher()
                            .set("ZOOM_OAUTH_URL", "https://user:" + secret + "@zoom.us/oauth/token")
                            .run(),
                    rig.launcher()
                            .set("CAMEL_COMPONENT_KAFKA_SECURITY_PROTOCOL", "SASL_SSL")
                            .set("CAMEL_COMPONENT_KAFKA_SASL_MECHANISM", "PLAIN")
                            .set("CAMEL_COMPONENT_KAFKA_SASL_JAAS_CONFIG", "PlainLoginModule required " + secret)
                            .run(collect()))) {
                assertThat(ended.stdout() + ended.stderr()).isNotEmpty().doesNotContain(secret);
            }
        }
    }

    private static String[] collect() {
        return new String[] {
            "collect",
            "--from",
            WINDOWS[0].from().toString(),
            "--to",
            WINDOWS[0].to().toString()
        };
    }

    /** Transient faults of the first requests, then a different fault for each month of inactive hosts. */
    private static Fault everythingThatZoomMayAnswer() {
        List<String> months = List.of(WINDOWS).stream()
                .map(window -> window.from().toString())
                .distinct()
                .toList();
        return (request, nth) -> {
            String said = PrivateData.quoted(request);
            if (!request.isForPage()) {
                return nth == 1 ? Optional.of(SandboxAnswer.error(500, 500, said)) : Optional.empty();
            }
            if (nth <= 4) {
                return Optional.of(
                        switch (nth) {
                            case 1 -> SandboxAnswer.error(500, 500, said);
                            case 2 -> SandboxAnswer.error(401, 124, said);
                            case 3 -> SandboxAnswer.error(429, 429, said).withHeader("X-RateLimit-Type", "QPS");
                            default ->
                                SandboxAnswer.json(503, "<html>" + said + "</html>")
                                        .withHeader("Content-Type", "text/html");
                        });
            }
            if (!"inactive".equals(request.query().get("type"))) {
                return Optional.empty();
            }
            return switch (months.indexOf(request.query().get("from"))) {
                case 0 -> Optional.of(SandboxAnswer.error(401, 4711, said));
                case 1 -> Optional.of(SandboxAnswer.error(200, 200, said));
                case 2 -> Optional.of(SandboxAnswer.error(400, 300, said));
                case 3 ->
                    Optional.of(SandboxAnswer.json(302, said).withHeader("Location", "https://zoom.example/?" + said));
                case 4 -> Optional.of(SandboxAnswer.json(502, "<html>" + said + "</html>"));
                default -> Optional.of(rejects(request));
            };
        };
    }

    private static SandboxAnswer rejects(ReceivedRequest request) {
        String row = "{\"email\":\"" + PrivateData.EMAIL + "\"}";
        return ZoomContract.answer(
                request.path(),
                "{\"from\":\"" + request.query().get("from") + "\",\"to\":\""
                        + request.query().get("to") + "\",\"total_records\":1,\"users\":[" + row + "]}");
    }
}
