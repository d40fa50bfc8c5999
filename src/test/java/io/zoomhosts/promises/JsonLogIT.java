package io.zoomhosts.promises;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.zoomhosts.ZoomHosts;
import io.zoomhosts.demo.KafkaBroker;
import io.zoomhosts.report.Window;
import io.zoomhosts.sandbox.Fault;
import io.zoomhosts.sandbox.SandboxAnswer;
import io.zoomhosts.sandbox.SandboxOptions;
import io.zoomhosts.support.AsyncApi;
import io.zoomhosts.support.Launcher;
import io.zoomhosts.support.PrivateData;
import io.zoomhosts.support.Rig;
import io.zoomhosts.support.RoutesCopy;
import io.zoomhosts.support.WithKafka;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code LOG_FORMAT=json}: one JSON object per line on stderr; lines about a window have the run_id. */
@ExtendWith(WithKafka.class)
class JsonLogIT {

    private static final SandboxOptions OPTIONS =
            Rig.options().withClient("sandbox-client-id-0000", "sandboxClientSecret0123456789abc");

    private static final Window ACTIVE = Rig.lastMonth("active");
    private static final Window INACTIVE = Rig.lastMonth("inactive");

    private static final String STEP_OF_THE_USER = "an access token is asked for";

    private static final Pattern OF_A_RUN = Pattern.compile("Run (\\S+): .*");

    /** The first windows request their first page at the same time. */
    private final CountDownLatch bothAsk = new CountDownLatch(2);

    @Test
    void json_log_names_the_run_of_parallel_windows(KafkaBroker kafka, @TempDir Path folder) throws Exception {
        try (Rig rig = Rig.start(kafka, OPTIONS).set("zoom.parallel-windows", "2")) {
            RoutesCopy.copyTo(folder);
            Path zoom = folder.resolve("engine/3-zoom.camel.yaml");
            Files.writeString(zoom, withStepOfTheUser(Files.readString(zoom)));
            rig.zoom().fault(passingFaultsOfEachType());

            Launcher.Ended ended = json(rig)
                    .set("LOG_LEVEL", "TRACE")
                    .set("ROUTES_LOCATION", "file:" + folder)
                    .run(
                            "collect",
                            "--from",
                            ACTIVE.from().toString(),
                            "--to",
                            ACTIVE.to().toString());

            assertThat(ended.exitStatus()).as(ended.stderr()).isZero();
            assertThat(bothAsk.getCount()).isZero();
            List<JsonNode> lines = lines(ended.stderr());
            for (Window window : List.of(ACTIVE, INACTIVE)) {
                assertThat(ofRunsOf(window, lines))
                        .as("lines of %s", window)
                        .anyMatch(message -> message.contains(": request to Zoom failed, retrying in "))
                        .anyMatch(message -> message.contains("nothing of it was published. The window restarts"))
                        .anyMatch(message -> message.contains(": complete, "))
                        .anyMatch(message -> message.startsWith(window + ": page 2, "))
                        .anyMatch(message -> message.startsWith("a host of run "))
                        .noneMatch(message -> message.contains(window == ACTIVE ? "/inactive/" : "/active/"));
            }
            assertThat(lines)
                    .filteredOn(line -> message(line).equals(STEP_OF_THE_USER))
                    .as("twice before the first run, and once for the run whose token was rejected")
                    .extracting(line -> line.path("mdc").has("run_id"))
                    .containsExactly(false, false, true);
            assertThat(lines)
                    .filteredOn(line -> !line.path("mdc").has("run_id"))
                    .extracting(JsonLogIT::message)
                    .anyMatch(message -> message.startsWith("Access token: request to Zoom failed, retrying in "))
                    .noneMatch(message -> message.startsWith("Run ") || message.startsWith("a host "));
            PrivateData.of(rig.zoom(), OPTIONS, ACTIVE, INACTIVE)
                    .assertNotIn("the log", ended.stdout() + ended.stderr());
        }
    }

    @Test
    void service_logs_json_objects_only(KafkaBroker kafka) throws Exception {
        try (Rig rig = Rig.start(kafka, OPTIONS);
                Launcher.Started service = json(rig).start()) {
            await().atMost(Duration.ofSeconds(120)).until(() -> rig.missing().isEmpty());
            service.process().destroy();

            assertThat(lines(service.end().stderr()))
                    .extracting(line -> line.path("loggerName").asText())
                    .anyMatch(logger -> logger.startsWith("org.apache.camel."))
                    .anyMatch(logger -> logger.startsWith("io.zoomhosts."));
        }
    }

    @Test
    void reports_invalid_settings_in_one_json_object(KafkaBroker kafka) throws Exception {
        try (Rig rig = Rig.start(kafka)) {
            Launcher.Ended ended = json(rig)
                    .set("ZOOM_PAGE_SIZE", "0")
                    .set("ZOOM_SCHEDULE", "daily")
                    .run();

            assertThat(ended.exitStatus()).isEqualTo(ZoomHosts.UNUSABLE);
            assertThat(lines(ended.stderr())).singleElement().satisfies(line -> assertThat(message(line))
                    .contains("ZOOM_PAGE_SIZE", "ZOOM_SCHEDULE"));
        }
    }

    private static String withStepOfTheUser(String routes) {
        String begin = "      uri: direct:request-access-token\n      steps:\n";
        assertThat(routes).containsOnlyOnce(begin);
        return routes.replace(
                begin,
                begin + "- log:\n    message: %s\n".formatted(STEP_OF_THE_USER).indent(8));
    }

    private static Launcher json(Rig rig) {
        return rig.launcher().set("LOG_FORMAT", "json");
    }

    /**
     * Fails each of these once: the access token at its first request and, for the first page of active hosts, at its first
     * use; the first page of inactive hosts; the second page of each type, after which the window is retried.
     */
    private Fault passingFaultsOfEachType() {
        Set<String> struck = ConcurrentHashMap.newKeySet();
        return (request, nth) -> {
            String said = PrivateData.quoted(request);
            if (!request.isForPage()) {
                return struck.add("token") ? Optional.of(SandboxAnswer.error(500, 500, said)) : Optional.empty();
            }
            String type = request.query().get("type");
            if (struck.add("first page of " + type)) {
                bothAsk.countDown();
                awaitBoth();
                return Optional.of(SandboxAnswer.error(type.equals("active") ? 401 : 502, 124, said));
            }
            return request.query().containsKey("next_page_token") && struck.add("second page of " + type)
                    ? Optional.of(
                            SandboxAnswer.error(300, 300, "The next page token is invalid or has expired. " + said))
                    : Optional.empty();
        };
    }

    private void awaitBoth() {
        try {
            bothAsk.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Parses every line; fails unless each is an object with exactly the expected members. */
    private static List<JsonNode> lines(String stderr) {
        List<JsonNode> lines = stderr.lines().map(AsyncApi::tree).toList();
        assertThat(lines).isNotEmpty().allSatisfy(line -> {
            assertThat(line.fieldNames())
                    .toIterable()
                    .containsExactlyInAnyOrder("timestamp", "level", "loggerName", "mdc", "formattedMessage");
            Matcher ofARun = OF_A_RUN.matcher(message(line));
            if (ofARun.matches()) {
                assertThat(line.path("mdc").path("run_id").textValue()).isEqualTo(ofARun.group(1));
            }
        });
        return lines;
    }

    private static Set<String> ofRunsOf(Window window, List<JsonNode> lines) {
        Stream<JsonNode> ofRuns = lines.stream()
                .filter(line -> line.path("mdc").path("run_id").asText().endsWith("/" + window.key()));
        return ofRuns.map(JsonLogIT::message).collect(Collectors.toSet());
    }

    private static String message(JsonNode line) {
        return line.path("formattedMessage").textValue();
    }
}
