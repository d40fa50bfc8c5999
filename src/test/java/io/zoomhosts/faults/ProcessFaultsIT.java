package io.zoomhosts.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.zoomhosts.report.Window;
import io.zoomhosts.sandbox.SandboxAnswer;
import io.zoomhosts.support.ForkedKafka;
import io.zoomhosts.support.Launcher;
import io.zoomhosts.support.Rig;
import io.zoomhosts.support.Topic;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The distribution is stopped, killed or started twice: the next start completes every window. */
@Tag("faults")
class ProcessFaultsIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration LONG = Duration.ofSeconds(60);

    private static ForkedKafka kafka;

    private final List<Launcher.Started> started = new ArrayList<>();
    private FaultScenario scenario;
    private Rig rig;

    /** When to stop or kill a process that has begun to collect. */
    @FunctionalInterface
    private interface Moment {
        boolean isReached(Launcher.Started process);
    }

    @FunctionalInterface
    private interface Setup {
        Moment on(FaultScenario scenario) throws Exception;
    }

    @BeforeAll
    static void startKafka() throws Exception {
        kafka = ForkedKafka.running(Map.of());
    }

    @AfterAll
    static void closeKafka() throws Exception {
        kafka.close();
    }

    @BeforeEach
    void begin() throws Exception {
        scenario = new FaultScenario(kafka);
        rig = scenario.rig().set("kafka.session-timeout", "3000"); // a start after a kill waits for it
    }

    @AfterEach
    void end() {
        started.forEach(launched -> launched.process().destroyForcibly());
        scenario.close();
    }

    static Stream<Arguments> stopMoments() {
        return Stream.of(
                moment("while a page is on its way", scenario -> {
                    scenario.onPage(5, SandboxAnswer.stalled(LONG));
                    return process -> scenario.pageRequests() >= 5;
                }),
                moment("in the wait before the window is tried again", scenario -> {
                    scenario.rig().set("zoom.retry-delay", "60000");
                    scenario.onPage(5, SandboxAnswer.error(300, 300, "The token is invalid"));
                    return process -> process.output().contains("restarts from its first page in 30000 ms");
                }),
                moment("in the wait before a page is asked for again", scenario -> {
                    scenario.rig().set("zoom.retry-delay", "60000");
                    scenario.onPage(5, SandboxAnswer.html(503));
                    return process -> scenario.pageRequests() >= 5;
                }),
                moment("while the broker is away", scenario -> {
                    scenario.onPage(5, () -> {
                        scenario.kafka().kill();
                        scenario.onRecovery(scenario.kafka()::start);
                    });
                    return process -> scenario.pageRequests() >= 5;
                }));
    }

    private static Arguments moment(String name, Setup setup) {
        return arguments(name, setup);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("stopMoments")
    void sigterm_stops_within_30_seconds_and_the_next_start_completes(String name, Setup setup) throws Exception {
        Launcher.Started service = startAndAwait(setup);

        service.process().destroy();

        assertThat(service.process().onExit()).as(service.output()).succeedsWithin(Duration.ofSeconds(30));
        assertThat(service.process().exitValue()).as(service.output()).isEqualTo(143);
        scenario.recover();
        assertThat(rig.audit().isClean()).as(rig.audit().toString()).isTrue();
        assertNextStartCompletesEverything();
    }

    static Stream<Arguments> killMoments() {
        return Stream.of(
                moment("between pages", scenario -> {
                    scenario.onPage(5, SandboxAnswer.stalled(LONG));
                    return process -> scenario.pageRequests() >= 5;
                }),
                moment("after the last page", scenario -> process -> scenario.pageRequests() >= 3));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("killMoments")
    void a_killed_window_is_all_or_nothing(String name, Setup setup) throws Exception {
        Launcher.Started service = startAndAwait(setup);

        service.process().destroyForcibly().waitFor();

        assertThat(rig.audit().isClean()).as(rig.audit().toString()).isTrue();
        assertNextStartCompletesEverything();
    }

    @Test
    void random_kills_lose_and_double_nothing() throws Exception {
        KillTally tally = KillLoop.run(6, 300, System.nanoTime());

        assertThat(tally.isClean()).as(tally.markdown()).isTrue();
    }

    /**
     * Guards against read_committed consumers that wait 15 minutes: the next service does not collect the window whose
     * transaction the killed process left open.
     */
    @Test
    void read_committed_readers_continue_after_a_killed_process() throws Exception {
        scenario.onPage(2, SandboxAnswer.stalled(LONG));
        Window month = Rig.lastMonth("active");
        Launcher.Started collect = start(collect(month.from(), month.to().minusDays(1)));
        await().atMost(PATIENCE).until(() -> scenario.pageRequests() >= 2);
        await("records of the first page").atMost(PATIENCE).until(() -> !offsets(IsolationLevel.READ_COMMITTED)
                .equals(offsets(IsolationLevel.READ_UNCOMMITTED)));
        collect.process().destroyForcibly().waitFor();

        Launcher.Started service = start();
        await().atMost(PATIENCE).until(() -> rig.missing().isEmpty());

        await("readers at the end").atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(
                        offsets(IsolationLevel.READ_COMMITTED))
                .isEqualTo(offsets(IsolationLevel.READ_UNCOMMITTED)));
        stop(service);
    }

    /** In a rolling upgrade the new process starts before the old one stops. */
    @Test
    void two_processes_hand_over_in_a_rolling_upgrade() throws Exception {
        scenario.onPage(5, SandboxAnswer.stalled(LONG));
        Launcher.Started old = start();
        await().atMost(PATIENCE).until(() -> scenario.pageRequests() >= 5);

        Launcher.Started next = start();
        await().atMost(PATIENCE).until(() -> rig.missing().isEmpty());
        stop(old);

        stop(next);
        assertThat(rig.audit().isClean()).as(rig.audit().toString()).isTrue();
    }

    @Test
    void two_processes_and_collect_complete_no_run_twice() throws Exception {
        rig.set("zoom.schedule", "*/2 * * * * ?");
        Launcher.Started one = start();
        Launcher.Started other = start();
        await().atMost(PATIENCE).until(() -> rig.missing().isEmpty());
        Window month = Rig.lastMonth("active");

        Launcher.Ended collect = rig.launcher().run(collect(month.from(), LocalDate.now(ZoneOffset.UTC)));
        int runs = rig.audit().completeRuns();
        await("ten more runs").atMost(PATIENCE).until(() -> rig.audit().completeRuns() >= runs + 10);

        assertThat(collect.exitStatus()).as(collect.stderr()).isZero();
        stop(one);
        stop(other);
        assertThat(rig.audit().isClean()).as(rig.audit().toString()).isTrue();
    }

    private static String[] collect(LocalDate from, LocalDate to) {
        return new String[] {"collect", "--type", "active", "--from", from.toString(), "--to", to.toString()};
    }

    private Launcher.Started start(String... arguments) throws Exception {
        Launcher.Started launched = rig.launcher().start(arguments);
        started.add(launched);
        return launched;
    }

    private Launcher.Started startAndAwait(Setup setup) throws Exception {
        Moment moment = setup.on(scenario);
        Launcher.Started service = start();
        await().atMost(PATIENCE).until(() -> moment.isReached(service));
        return service;
    }

    private void assertNextStartCompletesEverything() throws Exception {
        rig.set("zoom.retry-delay", "20");
        Launcher.Started next = start();
        await().atMost(PATIENCE).until(() -> rig.missing().isEmpty());
        stop(next);
        assertThat(rig.audit().isClean()).as(rig.audit().toString()).isTrue();
    }

    private static void stop(Launcher.Started service) throws InterruptedException {
        assertThat(service.process().isAlive()).as(service.output()).isTrue();
        service.process().destroy();
        assertThat(service.process().waitFor(30, TimeUnit.SECONDS))
                .as(service.output())
                .isTrue();
    }

    /** The end offsets of all partitions for readers with that isolation level. */
    private Map<TopicPartition, Long> offsets(IsolationLevel isolation) throws Exception {
        try (Admin admin = scenario.admin()) {
            Set<TopicPartition> partitions = admin
                    .describeTopics(List.of(rig.hosts().name(), rig.runs().name()))
                    .allTopicNames()
                    .get()
                    .values()
                    .stream()
                    .flatMap(topic -> topic.partitions().stream()
                            .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                    .collect(Collectors.toSet());
            return Topic.ends(admin, partitions, isolation);
        }
    }
}
