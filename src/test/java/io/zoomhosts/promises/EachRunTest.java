package io.zoomhosts.promises;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zoomhosts.Application;
import io.zoomhosts.demo.KafkaBroker;
import io.zoomhosts.report.Window;
import io.zoomhosts.run.Run;
import io.zoomhosts.sandbox.SandboxAnswer;
import io.zoomhosts.support.Audit;
import io.zoomhosts.support.CapturedLog;
import io.zoomhosts.support.Rig;
import io.zoomhosts.support.RoutesCopy;
import io.zoomhosts.support.WithKafka;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The hook each-run gets the event of every run that has ended, and cannot change the run. */
@ExtendWith(WithKafka.class)
class EachRunTest {

    private static final Window ACTIVE = Rig.lastMonth("active");
    private static final Window INACTIVE = Rig.lastMonth("inactive");

    private static final String LOG_EVENT = """
            - log:
                loggingLevel: WARN
                logName: io.zoomhosts.mine
                message: "${body}"
            """;

    @RegisterExtension
    final RoutesCopy routes = new RoutesCopy();

    @Test
    void each_run_gets_the_run_event(KafkaBroker kafka) throws Exception {
        routes.eachRun(LOG_EVENT);
        try (Rig rig = routes.rig(kafka);
                CapturedLog logged = new CapturedLog("io.zoomhosts.mine")) {
            rig.zoom().fault((request, nth) -> Optional.of(SandboxAnswer.error(400, 300, "No"))
                    .filter(any -> "inactive".equals(request.query().get("type"))));

            rig.collect(ACTIVE, INACTIVE);

            assertThat(rig.runs().committed()).hasSize(2);
            assertThat(logged.lines())
                    .containsExactlyInAnyOrderElementsOf(rig.runs().committed().stream()
                            .map(run -> run.value())
                            .toList())
                    .anyMatch(run -> run.contains("\"status\":\"failed\""));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "- throwException:\n    exceptionType: java.lang.IllegalStateException\n    message: a@b.c",
                "- rollback:\n    message: a@b.c",
                "- to:\n    uri: http://localhost:1/",
                "- stop: {}",
                "- setBody:\n    expression:\n      simple:\n        expression: ${variable.run.nonsense}"
            })
    void windows_stay_complete_when_each_run_fails(String step, KafkaBroker kafka) throws Exception {
        routes.eachRun(step + "\n");
        try (Rig rig = routes.rig(kafka);
                CapturedLog logs = new CapturedLog("io.zoomhosts")) {
            List<Run> runs = rig.collect(ACTIVE, INACTIVE);

            assertThat(runs).hasSize(2).noneMatch(Run::isFailed);
            assertThat(rig.audit()).matches(Audit::isClean).matches(audit -> audit.seen() == 1000);
            assertThat(rig.runs().committed()).hasSize(2);
            assertThat(logs.lines().stream().filter(line -> line.contains("are not affected")))
                    .hasSize(step.startsWith("- stop") ? 0 : 2)
                    .allSatisfy(line -> assertThat(line)
                            .contains("a step of each-run failed with ")
                            .doesNotContain("a@b.c"));
        }
    }

    @Test
    void each_run_skips_a_window_left_to_the_next_start(KafkaBroker kafka) throws Exception {
        routes.eachRun(LOG_EVENT);
        try (Rig rig = routes.rig(kafka);
                CapturedLog logged = new CapturedLog("io.zoomhosts.mine");
                CapturedLog logs = new CapturedLog("io.zoomhosts.run")) {
            Application service = rig.service();
            rig.zoom().fault((request, nth) -> {
                if (request.query().containsKey("next_page_token")) {
                    await().until(service::isStopping);
                }
                return Optional.empty();
            });

            service.start();
            await().atMost(Duration.ofSeconds(60)).until(() -> rig.zoom().requests().stream()
                    .anyMatch(request -> request.query().containsKey("next_page_token")));
            service.stop();

            assertThat(logs.contain("the next start collects the window")).isTrue();
            assertThat(logged.lines()).isEmpty();
        }
    }

    /** A hanging step must not keep the process from ending. */
    @Test
    void stops_in_time_while_each_run_hangs(KafkaBroker kafka) throws Exception {
        routes.eachRun(LOG_EVENT + "- delay:\n    expression:\n      constant:\n        expression: \"600000\"\n");
        try (Rig rig = routes.rig(kafka).set("camel.main.shutdown-timeout", "1");
                CapturedLog logged = new CapturedLog("io.zoomhosts.mine")) {
            Application service = rig.service();

            service.start();
            await().atMost(Duration.ofSeconds(60)).until(() -> !logged.lines().isEmpty());
            long stopped = System.nanoTime();
            service.stop();

            assertThat(Duration.ofNanos(System.nanoTime() - stopped)).isLessThan(Duration.ofSeconds(15));
            assertThat(rig.complete()).hasSize(1);
            assertThat(rig.audit()).matches(Audit::isClean);
        }
    }
}
