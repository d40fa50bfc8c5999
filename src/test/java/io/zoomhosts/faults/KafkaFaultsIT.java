package io.zoomhosts.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.zoomhosts.failure.Failure;
import io.zoomhosts.sandbox.SandboxAnswer;
import io.zoomhosts.support.Audit;
import io.zoomhosts.support.ForkedKafka;
import io.zoomhosts.support.Rig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** After any fault of Kafka, every failed window is collected again and becomes complete. */
@Tag("faults")
class KafkaFaultsIT {

    private static final Duration PATIENCE = Duration.ofMinutes(6);

    /** Broker for faults that do not touch the broker itself. */
    private static ForkedKafka shared;

    private static final List<String> LOG = new CopyOnWriteArrayList<>();

    /** Prepares a fault before the service starts. */
    @FunctionalInterface
    private interface Setup {
        void on(FaultScenario scenario) throws Exception;
    }

    /**
     * How a run fails until someone fixes the cause.
     *
     * @param kind in the run event; null if the run event cannot be written, so that only the log reports it
     * @param parts of the message
     */
    private record Failed(Failure kind, List<String> words) {

        static Failed as(Failure kind, String... words) {
            return new Failed(kind, List.of(words));
        }

        static Failed unrecorded(String... words) {
            return new Failed(null, List.of(words));
        }

        boolean isReported(Rig rig) {
            Stream<String> said = kind == null
                    ? LOG.stream()
                    : rig.runs().committed().stream()
                            .map(run -> run.value())
                            .filter(run -> run.contains("\"kind\":\"" + kind.text() + "\""));
            return said.anyMatch(message -> words.stream().allMatch(message::contains));
        }
    }

    @BeforeAll
    static void begin() throws Exception {
        shared = ForkedKafka.running(Map.of(
                "auto.create.topics.enable", "false",
                "transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000"));
        ListAppender<ILoggingEvent> log = new ListAppender<>() {
            @Override
            protected void append(ILoggingEvent event) {
                LOG.add(event.getFormattedMessage());
            }
        };
        log.start();
        ((Logger) LoggerFactory.getLogger("io.zoomhosts")).addAppender(log);
    }

    @AfterAll
    static void end() throws Exception {
        shared.close();
    }

    /** Faults of a separate broker, which is not running yet. */
    static Stream<Arguments> brokerFaults() {
        return Stream.of(
                own("killed between pages, back after 3 minutes", null, scenario -> {
                    scenario.rig().set("zoom.retry-delay", "1000").set("zoom.requests-per-second", "4");
                    scenario.kafka().start();
                    scenario.onPage(2, () -> KafkaFaults.kill(scenario, Duration.ofMinutes(3)));
                }),
                own("no broker when the service starts, one after 10 s", null, scenario -> {
                    scenario.after(Duration.ofSeconds(10), scenario.kafka()::start);
                }),
                own("shut down between pages, back after 5 s", null, scenario -> {
                    scenario.kafka().start();
                    scenario.onPage(5, () -> {
                        scenario.kafka().stop();
                        scenario.after(Duration.ofSeconds(5), scenario.kafka()::start);
                    });
                }),
                own("killed between pages, back after 5 s", null, scenario -> {
                    scenario.kafka().start();
                    scenario.onPage(5, () -> KafkaFaults.kill(scenario, Duration.ofSeconds(5)));
                }),
                own("killed around three commits, back after 5 s", null, scenario -> {
                    scenario.kafka().start();
                    for (int lastPage = 3; lastPage <= 9; lastPage += 3) {
                        scenario.onPage(
                                lastPage,
                                () -> scenario.after(
                                        KafkaFaults.randomDelay(),
                                        () -> KafkaFaults.kill(scenario, Duration.ofSeconds(5))));
                    }
                }),
                own("topic deleted in a run, and created again by the broker", null, scenario -> {
                    scenario.kafka().set("auto.create.topics.enable", "true");
                    scenario.kafka().start();
                    scenario.onPage(
                            2,
                            () -> KafkaFaults.deleteTopic(
                                    scenario, scenario.rig().hosts().name()));
                }),
                own(
                        "transaction.timeout.ms larger than the broker allows",
                        Failed.as(Failure.KAFKA_REFUSED, "transaction.max.timeout.ms", "kafka.transaction-timeout"),
                        scenario -> {
                            scenario.kafka().set("transaction.max.timeout.ms", "60000");
                            scenario.kafka().start();
                            scenario.onRecovery(() -> {
                                scenario.kafka().set("transaction.max.timeout.ms", "900000");
                                scenario.kafka().stop();
                                scenario.kafka().start();
                            });
                        }));
    }

    /** Faults that do not touch the broker itself, on a shared broker. */
    static Stream<Arguments> topicAndTransactionFaults() {
        return Stream.of(
                shared("topic deleted in a run", null, scenario -> {
                    scenario.onPage(
                            2,
                            () -> KafkaFaults.deleteTopic(
                                    scenario, scenario.rig().hosts().name()));
                }),
                shared(
                        "rows larger than the topic allows",
                        Failed.as(Failure.KAFKA_REFUSED, "max.message.bytes"),
                        KafkaFaults::lowerMaxMessageBytes),
                shared(
                        "rows larger than the producer allows",
                        Failed.unrecorded("max.request.size", "KAFKA_CLIENT_MAX_REQUEST_SIZE"),
                        scenario -> {
                            scenario.rig().set("camel.component.kafka.max-request-size", "500");
                            scenario.onRecovery(() -> {
                                scenario.stopService();
                                scenario.rig().set("camel.component.kafka.max-request-size", "1048576");
                                scenario.startService();
                            });
                        }),
                shared(
                        "password refused",
                        Failed.unrecorded("Authentication failed", "KAFKA_CLIENT_SASL_JAAS_CONFIG"),
                        KafkaFaults::wrongPassword),
                shared("fenced between pages", null, scenario -> scenario.onPage(2, () -> KafkaFaults.fence(scenario))),
                shared(
                        "fenced before the commit",
                        null,
                        scenario -> scenario.onPage(3, () -> KafkaFaults.fence(scenario))),
                shared("fenced by a process that lives for 10 s", null, scenario -> {
                    scenario.onPage(2, () -> KafkaFaults.fenceFor(Duration.ofSeconds(10), scenario));
                }),
                shared(
                        "a window takes longer than its transaction may",
                        Failed.as(
                                Failure.TRANSACTION_TIMEOUT,
                                "transaction.max.timeout.ms",
                                "kafka.transaction-timeout (KAFKA_TRANSACTION_TIMEOUT)"),
                        scenario -> {
                            scenario.rig().set("kafka.transaction-timeout", "3000");
                            scenario.everyPage(SandboxAnswer.stalled(Duration.ofSeconds(2)));
                            scenario.onRecovery(() -> scenario.everyPage(null));
                        }));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"brokerFaults", "topicAndTransactionFaults"})
    @Execution(ExecutionMode.CONCURRENT)
    void shows_whole_windows_only_and_completes_all_after(String name, boolean own, Failed failed, Setup setup)
            throws Exception {
        ForkedKafka kafka = own ? ForkedKafka.absent() : shared;
        try (FaultScenario scenario = new FaultScenario(kafka)) {
            setup.on(scenario);
            scenario.startService();
            if (failed != null) {
                await("the failure").atMost(Duration.ofMinutes(2)).until(() -> failed.isReported(scenario.rig()));
                assertThat(scenario.rig().hosts().committed()).isEmpty();
                scenario.recover();
            }
            await("every window").atMost(PATIENCE).until(() -> scenario.isComplete());
            scenario.stopService();

            assertThat(scenario.steps()).succeedsWithin(PATIENCE);
            assertThat(scenario.rig().audit())
                    .satisfies(audit ->
                            assertThat(audit.isClean()).as(audit.toString()).isTrue());
        } finally {
            if (own) {
                kafka.close();
            }
        }
    }

    /** Without the runs topic nothing is known to be complete; without the hosts topic the hosts are gone. */
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"runs", "hosts"})
    @Execution(ExecutionMode.CONCURRENT)
    void collects_everything_again_after_a_topic_was_deleted(String deleted) throws Exception {
        try (FaultScenario scenario = new FaultScenario(shared)) {
            Rig rig = scenario.rig().set("zoom.schedule", "0/20 * * * * ?");
            scenario.startService();
            await().atMost(PATIENCE).until(() -> rig.missing().isEmpty());
            int first = rig.audit().completeRuns();
            await("a time of the schedule")
                    .atMost(PATIENCE)
                    .until(() -> rig.audit().completeRuns() > first);
            Audit before = rig.audit();
            KafkaFaults.deleteTopic(scenario, (deleted.equals("runs") ? rig.runs() : rig.hosts()).name());

            await("every window, again").atMost(PATIENCE).until(() -> rig.missing(before.runs())
                    .isEmpty());
            scenario.stopService();

            Audit audit = rig.audit();
            assertThat(audit.partial()).isEqualTo(before.runs());
            assertThat(audit.lost()).isEqualTo(deleted.equals("runs") ? 0 : before.seen());
            assertThat(audit.twice()).isZero();
            assertThat(audit.completedTwice()).isEmpty();
        }
    }

    private static Arguments own(String name, Failed failed, Setup setup) {
        return arguments(name, true, failed, setup);
    }

    private static Arguments shared(String name, Failed failed, Setup setup) {
        return arguments(name, false, failed, setup);
    }
}
