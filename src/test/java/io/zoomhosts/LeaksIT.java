package io.zoomhosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zoomhosts.broker.KafkaBroker;
import io.zoomhosts.broker.WithKafka;
import io.zoomhosts.report.Window;
import io.zoomhosts.sandbox.Answer;
import io.zoomhosts.sandbox.Fault;
import io.zoomhosts.sandbox.ReceivedRequest;
import io.zoomhosts.sandbox.SandboxOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Neither secrets nor personal data in anything that is written, however much the program is asked to say. */
@ExtendWith(WithKafka.class)
class LeaksIT {

    /** As long as Zoom's are. */
    private static final SandboxOptions OPTIONS =
            Rig.options().withClient("sandbox-client-id-0000", "sandboxClientSecret0123456789abc");

    private static final Window[] WINDOWS = Rig.scheduled("active", "inactive").toArray(Window[]::new);

    @Test
    void should_write_nothing_confidential_as_a_service_whatever_zoom_answers(KafkaBroker kafka) throws Exception {
        try (Rig rig = Rig.start(kafka, OPTIONS)) {
            rig.zoom().fault(everythingThatZoomMayAnswer());
            int port = Management.freePort();
            String served = "";
            Launcher.Ended ended;
            try (Launcher.Started service = rig.launcher()
                    .set("LOG_LEVEL", "TRACE")
                    .set("MANAGEMENT_PORT", String.valueOf(port))
                    .start()) {
                await().atMost(Duration.ofSeconds(120))
                        .until(() -> rig.runs().committed().size() >= WINDOWS.length);
                for (String path : Management.OPEN) {
                    served += Management.get("127.0.0.1", port, path).body();
                }
                service.process().destroy();
                ended = service.end();
            }

            String log = ended.stdout() + ended.stderr();
            Confidential confidential = Confidential.of(rig.zoom(), OPTIONS, WINDOWS);
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
    void should_write_nothing_confidential_when_it_collects_once(KafkaBroker kafka) throws Exception {
        try (Rig rig = Rig.start(kafka, OPTIONS)) {
            rig.zoom()
                    .fault((request, nth) -> request.path().endsWith("/report/users") && nth % 3 == 0
                            ? Optional.of(Answer.error(401, 124, Confidential.quoted(request)))
                            : Optional.empty());

            Launcher.Ended ended = rig.launcher().set("LOG_LEVEL", "TRACE").run(collect());

            assertThat(ended.exitStatus()).as(ended.stderr()).isZero();
            Confidential confidential = Confidential.of(rig.zoom(), OPTIONS, WINDOWS);
            confidential.assertNotIn("output", ended.stdout() + ended.stderr());
            confidential.assertNotIn("runs", rig.runs().committed(), false);
            confidential.assertNotIn("headers of hosts", rig.hosts().committed(), true);
        }
    }

    @Test
    void should_write_nothing_confidential_when_a_step_of_the_user_fails_with_a_row_in_its_message(
            KafkaBroker kafka, @TempDir Path folder) throws Exception {
        try (Rig rig = Rig.start(kafka, OPTIONS)) {
            Routes.copyTo(folder);
            Routes.eachHost(folder, """
                    - throwException:
                        exceptionType: java.lang.IllegalArgumentException
                        message: "cannot use ${body}"
                    """);

            Launcher.Ended ended = rig.launcher()
                    .set("LOG_LEVEL", "TRACE")
                    .set("ROUTES_LOCATION", "file:" + folder)
                    .run(collect());

            assertThat(ended.exitStatus()).as(ended.stderr()).isEqualTo(ZoomHosts.FAILED);
            Confidential confidential = Confidential.of(rig.zoom(), OPTIONS, WINDOWS);
            confidential.assertNotIn("output", ended.stdout() + ended.stderr());
            confidential.assertNotIn("runs", rig.runs().committed(), false);
        }
    }

    @Test
    void should_write_nothing_confidential_when_the_credentials_are_refused(KafkaBroker kafka) throws Exception {
        try (Rig rig = Rig.start(kafka, OPTIONS)) {
            rig.zoom()
                    .fault((request, nth) -> Optional.of(Answer.ofZoom(
                            400,
                            request.path(),
                            "{\"reason\":\"" + Confidential.quoted(request) + "\",\"error\":\"invalid_client\"}")));

            Launcher.Ended ended = rig.launcher().set("LOG_LEVEL", "TRACE").run(collect());

            assertThat(ended.exitStatus()).as(ended.stderr()).isEqualTo(ZoomHosts.UNUSABLE);
            Confidential.of(rig.zoom(), OPTIONS, WINDOWS).assertNotIn("output", ended.stdout() + ended.stderr());
        }
    }

    @Test
    void should_repeat_no_value_of_a_setting_that_may_be_a_secret(KafkaBroker kafka) throws Exception {
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

    /** Passing faults of the first requests, then a fault of its own for each month of inactive hosts. */
    private static Fault everythingThatZoomMayAnswer() {
        List<String> months = List.of(WINDOWS).stream()
                .map(window -> window.from().toString())
                .distinct()
                .toList();
        return (request, nth) -> {
            String said = Confidential.quoted(request);
            if (!request.path().endsWith("/report/users")) {
                return nth == 1 ? Optional.of(Answer.error(500, 500, said)) : Optional.empty();
            }
            if (nth <= 4) {
                return Optional.of(
                        switch (nth) {
                            case 1 -> Answer.error(500, 500, said);
                            case 2 -> Answer.error(401, 124, said);
                            case 3 -> Answer.error(429, 429, said).withHeader("X-RateLimit-Type", "QPS");
                            default ->
                                Answer.json(503, "<html>" + said + "</html>").withHeader("Content-Type", "text/html");
                        });
            }
            if (!"inactive".equals(request.query().get("type"))) {
                return Optional.empty();
            }
            return switch (months.indexOf(request.query().get("from"))) {
                case 0 -> Optional.of(Answer.error(401, 4711, said));
                case 1 -> Optional.of(Answer.error(200, 200, said));
                case 2 -> Optional.of(Answer.error(400, 300, said));
                case 3 -> Optional.of(Answer.json(302, said).withHeader("Location", "https://zoom.example/?" + said));
                case 4 -> Optional.of(Answer.json(502, "<html>" + said + "</html>"));
                default -> Optional.of(rejects(request));
            };
        };
    }

    private static Answer rejects(ReceivedRequest request) {
        String row = "{\"email\":\"" + Confidential.EMAIL + "\"}";
        return Answer.ofZoom(
                request.path(),
                "{\"from\":\"" + request.query().get("from") + "\",\"to\":\""
                        + request.query().get("to") + "\",\"total_records\":1,\"users\":[" + row + "]}");
    }
}
