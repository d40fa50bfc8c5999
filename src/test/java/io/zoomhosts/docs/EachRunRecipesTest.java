package io.zoomhosts.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.zoomhosts.demo.KafkaBroker;
import io.zoomhosts.report.Window;
import io.zoomhosts.run.Run;
import io.zoomhosts.sandbox.Fault;
import io.zoomhosts.sandbox.SandboxAnswer;
import io.zoomhosts.support.AsyncApi;
import io.zoomhosts.support.CapturedLog;
import io.zoomhosts.support.DayReport;
import io.zoomhosts.support.ReportStub;
import io.zoomhosts.support.Rig;
import io.zoomhosts.support.Webhook;
import io.zoomhosts.support.WithKafka;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The recipes of {@code docs/recipes} for the hook each-run. */
@ExtendWith(WithKafka.class)
class EachRunRecipesTest {

    private static final Window ACTIVE = Rig.lastMonth("active");
    private static final Window INACTIVE = Rig.lastMonth("inactive");

    @TempDir
    private Path folder;

    @TempDir
    private Path files;

    private final Webhook webhook = Webhook.start();

    @AfterEach
    void closeWebhook() {
        webhook.close();
    }

    @Test
    void writes_each_window_to_a_file_even_after_a_retry(KafkaBroker kafka) throws Exception {
        try (Rig rig = rig(kafka, "ndjson")) {
            AtomicInteger lastPages = new AtomicInteger();
            rig.zoom().fault((request, nth) -> Optional.of(
                            SandboxAnswer.error(400, 300, "The next page token is invalid"))
                    .filter(any -> request.query().containsKey("next_page_token") && lastPages.incrementAndGet() == 1));

            List<Run> runs = rig.collect(ACTIVE, INACTIVE);

            assertThat(runs).noneMatch(Run::isFailed).anyMatch(Run::isRetried);
            assertThat(names()).containsExactlyInAnyOrder(file(ACTIVE), file(INACTIVE));
            assertThat(lines(ACTIVE)).isEqualTo(Recipes.rows(rig, ACTIVE));
            assertThat(lines(INACTIVE)).isEqualTo(Recipes.rows(rig, INACTIVE));
        }
    }

    @Test
    void writes_one_line_for_a_host_with_line_breaks(KafkaBroker kafka) throws Exception {
        try (Rig rig = rig(kafka, "ndjson")) {
            rig.zoom().fault(ReportStub.window(ACTIVE, Recipes.HOSTS));
            rig.collect(ACTIVE);
            assertThat(lines(ACTIVE)).containsExactly(Recipes.HOSTS[0], Recipes.HOSTS[1].replace('\n', ' '));
        }
    }

    @Test
    void replaces_an_older_file_when_a_window_has_no_hosts(KafkaBroker kafka) throws Exception {
        try (Rig rig = rig(kafka, "ndjson")) {
            Files.writeString(files.resolve(file(ACTIVE)), "an earlier run\n");
            Files.writeString(files.resolve(file(ACTIVE) + ".part"), "left by a process that was killed\n");
            rig.zoom().fault(ReportStub.window(ACTIVE));

            assertThat(rig.collect(ACTIVE).get(0).isFailed()).isFalse();
            assertThat(names()).containsExactly(file(ACTIVE));
            assertThat(lines(ACTIVE)).isEmpty();
        }
    }

    @Test
    void leaves_no_file_of_a_failed_window(KafkaBroker kafka) throws Exception {
        try (Rig rig = rig(kafka, "ndjson")) {
            Files.writeString(files.resolve(file(ACTIVE) + ".part"), "left by a process that was killed\n");
            rig.zoom().fault(ReportStub.window(ACTIVE, 3, Recipes.HOSTS));

            assertThat(rig.collect(ACTIVE).get(0).isFailed()).isTrue();
            assertThat(names()).isEmpty();

            rig.zoom().fault(Fault.NONE);
            rig.collect(ACTIVE);
            assertThat(lines(ACTIVE)).isEqualTo(Recipes.rows(rig, ACTIVE));
        }
    }

    @Test
    void writes_no_file_of_another_report(KafkaBroker kafka) throws Exception {
        try (Rig rig = rig(kafka, "ndjson");
                CapturedLog logs = new CapturedLog("io.zoomhosts.run")) {
            DayReport.declare(folder, "guests", "");
            rig.zoom().fault(DayReport.answer("guests", "{\"name\":\"Ann\"}"));

            assertThat(rig.collect("guests", ACTIVE.from()).error()).isNull();
            assertThat(names()).isEmpty();
            assertThat(logs.lines()).noneMatch(line -> line.contains("each-run"));
        }
    }

    @Test
    void webhook_gets_a_failed_run_once(KafkaBroker kafka) throws Exception {
        try (Rig rig = rig(kafka, "webhook")) {
            failInactive(rig);

            rig.collect(ACTIVE, INACTIVE);

            List<String> failed = Recipes.values(rig.runs()).stream()
                    .filter(run -> run.contains("\"status\":\"failed\""))
                    .toList();
            assertThat(failed).hasSize(1);
            assertThat(webhook.bodies()).isEqualTo(failed);
            assertThat(webhook.requests()).singleElement().satisfies(request -> {
                assertThat(request.method()).isEqualTo("POST");
                assertThat(request.uri()).isEqualTo("/hook?key=a-b");
                assertThat(request.headers().get("Content-type")).containsExactly("application/json");
                assertThat(request.headers().keySet())
                        .isSubsetOf(
                                "Accept-encoding",
                                "Connection",
                                "Content-length",
                                "Content-type",
                                "Host",
                                "Transfer-encoding",
                                "User-agent");
            });
        }
    }

    @Test
    void chat_gets_a_failed_run_once(KafkaBroker kafka) throws Exception {
        try (Rig rig = rig(kafka, "webhook-chat")) {
            failInactive(rig);

            List<Run> runs = rig.collect(ACTIVE, INACTIVE);

            assertThat(webhook.bodies()).singleElement().satisfies(body -> assertThat(AsyncApi.tree(body))
                    .isEqualTo(AsyncApi.tree(
                            "{\"text\":\"zoom-hosts: run " + runs.get(1).id() + " failed: bad-window\"}")));
        }
    }

    @Test
    void continues_when_the_webhook_hangs(KafkaBroker kafka) throws Exception {
        webhook.hang();
        assertFailedRunIsUnchanged(kafka, "LateAnswerException");
    }

    @Test
    void continues_when_the_webhook_is_down(KafkaBroker kafka) throws Exception {
        webhook.close();
        assertFailedRunIsUnchanged(kafka, "HttpHostConnectException");
    }

    private void assertFailedRunIsUnchanged(KafkaBroker kafka, String reason) throws Exception {
        try (Rig rig = rig(kafka, "webhook");
                CapturedLog logs = new CapturedLog("io.zoomhosts.run")) {
            failInactive(rig);

            List<Run> runs = rig.collect(INACTIVE, ACTIVE);

            assertThat(runs).extracting(Run::isFailed).containsExactly(true, false);
            assertThat(rig.runs().committed()).hasSize(2);
            assertThat(rig.hosts().committed()).hasSize(650);
            assertThat(logs.lines().stream().filter(line -> line.contains("each-run")))
                    .singleElement()
                    .asString()
                    .contains("a step of each-run failed with " + reason);
        }
    }

    private static void failInactive(Rig rig) {
        rig.zoom().fault((request, nth) -> Optional.of(SandboxAnswer.error(400, 300, "No"))
                .filter(any -> "inactive".equals(request.query().get("type"))));
    }

    private static String file(Window window) {
        return window.variant() + "_" + window.from() + "_" + window.to() + ".ndjson";
    }

    private List<String> lines(Window window) throws Exception {
        return Files.readAllLines(files.resolve(file(window)));
    }

    private List<String> names() throws Exception {
        try (Stream<Path> written = Files.list(files)) {
            return written.map(path -> path.getFileName().toString()).toList();
        }
    }

    private Rig rig(KafkaBroker kafka, String recipe) throws Exception {
        return Recipes.start(
                kafka, folder, recipe, Map.of("ndjson.folder", files.toString(), "webhook.url", webhook.url()));
    }
}
