package io.zoomhosts.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zoomhosts.Application;
import io.zoomhosts.demo.KafkaBroker;
import io.zoomhosts.failure.Failure;
import io.zoomhosts.report.Window;
import io.zoomhosts.run.Run;
import io.zoomhosts.support.Audit;
import io.zoomhosts.support.CapturedLog;
import io.zoomhosts.support.Rig;
import io.zoomhosts.support.RoutesCopy;
import io.zoomhosts.support.Topic;
import io.zoomhosts.support.WithKafka;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hook steps that never return are interrupted: their window ends, and the next one begins. */
@Timeout(120)
@ExtendWith(WithKafka.class)
class HangingHooksTest {

    private static final Window ACTIVE = Rig.lastMonth("active");
    private static final Window INACTIVE = Rig.lastMonth("inactive");

    private static final String ON_ITS_THREAD = """
            - delay:
                asyncDelayed: "false"
                expression:
                  constant:
                    expression: "600000"
            """;
    private static final String ON_ANOTHER_THREAD = """
            - delay:
                expression:
                  constant:
                    expression: "600000"
            """;
    private static final String THAT_SWALLOWS_THE_INTERRUPT = """
            - doTry:
                steps:
                  - delay:
                      asyncDelayed: "false"
                      expression:
                        constant:
                          expression: "600000"
                doCatch:
                  - exception:
                      - java.lang.Exception
                    steps:
                      - setHeader:
                          name: caught
                          expression:
                            constant:
                              expression: "yes"
            """;

    @RegisterExtension
    final RoutesCopy routes = new RoutesCopy();

    @ParameterizedTest
    @ValueSource(strings = {ON_ITS_THREAD, ON_ANOTHER_THREAD, THAT_SWALLOWS_THE_INTERRUPT})
    void a_hanging_each_host_fails_its_window_and_publishes_nothing(String step, KafkaBroker kafka) throws Exception {
        routes.eachHost(step);
        try (Rig rig = rig(kafka)) {
            List<Run> runs = rig.collect(ACTIVE, INACTIVE);

            assertThat(runs).hasSize(2).allSatisfy(run -> {
                assertThat(run.error().failure()).isEqualTo(Failure.TRANSACTION_TIMEOUT);
                assertThat(run.error()).hasMessageContaining("routes/yours", "KAFKA_TRANSACTION_TIMEOUT");
                assertThat(Duration.between(run.startedAt(), run.finishedAt())).isLessThan(Duration.ofSeconds(12));
            });
            assertThat(rig.hosts().committed()).isEmpty();
            assertThat(rig.runs().committed()).hasSize(2);

            RoutesCopy.copyTo(routes.path("fixed"));
            rig.set("routes.location", "file:" + routes.path("fixed"));
            assertThat(rig.collect(ACTIVE)).noneMatch(Run::isFailed);
            assertThat(rig.audit()).matches(Audit::isClean);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {ON_ITS_THREAD, ON_ANOTHER_THREAD, THAT_SWALLOWS_THE_INTERRUPT})
    void a_hanging_each_run_leaves_windows_complete_and_is_logged(String step, KafkaBroker kafka) throws Exception {
        routes.eachRun(step);
        try (Rig rig = rig(kafka);
                CapturedLog logs = new CapturedLog("io.zoomhosts.run")) {
            List<Run> runs = rig.collect(ACTIVE);

            assertThat(runs).hasSize(1).noneMatch(Run::isFailed);
            assertThat(rig.audit()).matches(Audit::isClean).matches(audit -> audit.seen() == 650);
            assertThat(logs.lines().stream().filter(line -> line.contains("are not affected")))
                    .singleElement()
                    .satisfies(line -> assertThat(line).contains("each-run", "did not return in time"));
        }
    }

    /** Sent outside the transaction, the record would be visible although the window was rolled back. */
    @Test
    void refuses_records_of_a_step_after_its_window_was_rolled_back(KafkaBroker kafka) throws Exception {
        routes.eachHost("""
                - threads:
                    poolSize: "1"
                - filter:
                    simple: "${variable.row.number} == 1"
                    steps:
                      - delay:
                          asyncDelayed: "false"
                          constant: "6000"
                - doTry:
                    steps:
                      - to:
                          uri: "kafka:{{zoom.hosts-topic}}.mine"
                    doCatch:
                      - exception:
                          - java.lang.Exception
                        steps:
                          - log:
                              message: "refused: ${exception.message}"
                """);
        try (Rig rig = rig(kafka).set("zoom.report-types", "inactive").set("zoom.retry-delay", "10000");
                Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
                CapturedLog logs = new CapturedLog("io.zoomhosts.routes")) {
            Topic mine = rig.topic(".mine");
            admin.createTopics(List.of(new NewTopic(mine.name(), 1, (short) 1)))
                    .all()
                    .get();
            Application service = rig.service();

            service.start();
            await().atMost(Duration.ofSeconds(90)).until(() -> logs.lines().stream()
                    .anyMatch(line -> line.contains("the attempt was rolled back meanwhile")));
            service.stop();

            assertThat(mine.committed()).isEmpty();
            assertThat(rig.hosts().committed()).isEmpty();
        }
    }

    @Test
    void collects_at_the_next_trigger_after_a_hanging_hook(KafkaBroker kafka) throws Exception {
        routes.eachHost(ON_ITS_THREAD);
        try (Rig rig = rig(kafka).set("zoom.schedule", "* * * * * ?").set("zoom.report-types", "inactive");
                CapturedLog logs = new CapturedLog("io.zoomhosts.plan")) {
            Application service = rig.service();

            service.start();
            await().atMost(Duration.ofSeconds(90))
                    .until(() -> logs.lines().stream()
                                    .filter(line -> line.contains("windows due: "))
                                    .count()
                            >= 2);
            long stopped = System.nanoTime();
            service.stop();

            assertThat(Duration.ofNanos(System.nanoTime() - stopped)).isLessThan(Duration.ofSeconds(20));
            assertThat(rig.hosts().committed()).isEmpty();
        }
    }

    private Rig rig(KafkaBroker kafka) throws Exception {
        return routes.rig(kafka).set("kafka.transaction-timeout", "3000").set("camel.main.shutdown-timeout", "2");
    }
}
