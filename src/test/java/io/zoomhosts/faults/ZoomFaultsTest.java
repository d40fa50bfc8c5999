package io.zoomhosts.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.zoomhosts.Application;
import io.zoomhosts.demo.KafkaBroker;
import io.zoomhosts.failure.Failure;
import io.zoomhosts.report.Window;
import io.zoomhosts.sandbox.Fault;
import io.zoomhosts.sandbox.FaultyTcpProxy;
import io.zoomhosts.sandbox.ReceivedRequest;
import io.zoomhosts.sandbox.SandboxOptions;
import io.zoomhosts.sandbox.SandboxZoom;
import io.zoomhosts.support.AsyncApi;
import io.zoomhosts.support.Audit;
import io.zoomhosts.support.Rig;
import io.zoomhosts.support.Topic;
import io.zoomhosts.support.WithKafka;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** After any fault of Zoom the service completes every window, and consumers see whole windows only. */
@Tag("faults")
@ExtendWith(WithKafka.class)
class ZoomFaultsTest {

    private static final SandboxOptions OPTIONS =
            Rig.options().withActiveHosts(ZoomFaults.HOSTS).withIdleHosts(5);
    private static final List<Window> WINDOWS = Rig.scheduled("active");
    private static final Window TARGET = WINDOWS.get(0);
    private static final Set<String> HEADERS_OF_EVENTS =
            Set.of("ce_specversion", "ce_id", "ce_source", "ce_type", "ce_subject", "ce_time", "content-type");
    private static final Set<String> HEADERS_OF_RUNS =
            Stream.concat(HEADERS_OF_EVENTS.stream(), Stream.of("ce_topicid")).collect(Collectors.toSet());
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    /** The target of each redirect: another server, which must never get a request. */
    private static SandboxZoom otherServer;

    @BeforeAll
    static void startOtherServer() throws IOException {
        otherServer = SandboxZoom.start(OPTIONS);
    }

    @AfterAll
    static void stopOtherServer() {
        otherServer.close();
    }

    static Stream<ZoomFault> faults() {
        return new ZoomFaults(TARGET, otherServer).all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    @Execution(ExecutionMode.CONCURRENT)
    void completes_every_window_after(ZoomFault fault, KafkaBroker kafka) throws Exception {
        try (Rig rig = rig(kafka);
                FaultyTcpProxy proxy = between(rig)) {
            fault.settings().forEach(rig::set);
            rig.zoom().fault(fault.fault().apply(proxy));

            serve(rig, () -> await().atMost(PATIENCE).until(() -> isComplete(rig)));

            assertFirstRun(fault, rig);
            assertNothingButWholeWindows(rig);
            assertThat(otherServer.requests()).isEmpty();
        }
    }

    static Set<Map.Entry<Failure, Fault>> lasting() {
        return ZoomFaults.lasting().entrySet();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lasting")
    @Execution(ExecutionMode.CONCURRENT)
    void completes_every_window_after_a_lasting(Map.Entry<Failure, Fault> fault, KafkaBroker kafka) throws Exception {
        try (Rig rig = rig(kafka)) {
            rig.zoom().fault(fault.getValue());

            serve(rig, () -> {
                await().atMost(PATIENCE).until(() -> failuresOf(TARGET, rig).size() > 1);
                rig.zoom().fault(Fault.NONE);
                await().atMost(PATIENCE).until(() -> isComplete(rig));
            });

            assertThat(failuresOf(TARGET, rig)).containsOnly(fault.getKey().text());
            assertNothingButWholeWindows(rig);
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void completes_every_window_once_zoom_is_reachable_again(KafkaBroker kafka) throws Exception {
        try (Rig rig = rig(kafka);
                FaultyTcpProxy proxy = between(rig)) {
            proxy.down();

            serve(rig, () -> {
                await().atMost(PATIENCE).until(() -> failuresOf(TARGET, rig).size() > 1);
                proxy.up();
                await().atMost(PATIENCE).until(() -> isComplete(rig));
            });

            assertThat(failuresOf(TARGET, rig)).containsOnly(Failure.ZOOM_UNAVAILABLE.text());
            assertNothingButWholeWindows(rig);
        }
    }

    /** Takes a minute, the shortest wait after a daily limit. */
    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void daily_limit_stops_requests_until_it_ends(KafkaBroker kafka) throws Exception {
        try (Rig rig = rig(kafka)) {
            rig.zoom().fault(ZoomFaults.dailyLimit());

            serve(rig, () -> await().atMost(PATIENCE).until(() -> isComplete(rig)));

            assertThat(runs(rig, "failed"))
                    .hasSize(WINDOWS.size())
                    .extracting(run -> tree(run).at("/error/kind").textValue())
                    .containsOnly(Failure.DAILY_LIMIT.text());
            assertThat(requests(rig, ReceivedRequest::isForPage)).isEqualTo(2 + 3L * WINDOWS.size());
            assertNothingButWholeWindows(rig);
        }
    }

    /** Actions while the service runs. */
    private interface Action {
        void run() throws Exception;
    }

    private static Rig rig(KafkaBroker kafka) throws IOException {
        return Rig.start(kafka, OPTIONS)
                .set("zoom.report-types", "active")
                .set("zoom.page-size", String.valueOf(ZoomFaults.PAGE_SIZE))
                // Services in one JVM would share the Quartz scheduler.
                .set("camel.main.name", "zoom-hosts-" + UUID.randomUUID())
                .set("camel.component.kafka.fetch-wait-max-ms", "10");
    }

    private static FaultyTcpProxy between(Rig rig) throws IOException {
        FaultyTcpProxy proxy = FaultyTcpProxy.to(rig.zoom().apiUrl());
        rig.set("zoom.api-url", proxy.through(rig.zoom().apiUrl()))
                .set("zoom.oauth-url", proxy.through(rig.zoom().oauthUrl()));
        return proxy;
    }

    private static void serve(Rig rig, Action action) throws Exception {
        Application service = rig.service();
        service.start();
        try {
            action.run();
        } finally {
            service.stop();
        }
    }

    private static boolean isComplete(Rig rig) {
        return runs(rig, "complete")
                .map(ConsumerRecord::key)
                .toList()
                .containsAll(WINDOWS.stream().map(Rig::runKey).toList());
    }

    private static List<String> failuresOf(Window window, Rig rig) {
        return runs(rig, "failed")
                .filter(run -> run.key().equals(Rig.runKey(window)))
                .map(run -> tree(run).at("/error/kind").textValue())
                .toList();
    }

    private static void assertFirstRun(ZoomFault fault, Rig rig) {
        assertThat(runs(rig, "failed"))
                .extracting(run -> run.key() + " " + tree(run).at("/error/kind").textValue())
                .as("failed runs")
                .isEqualTo(fault.failure().stream()
                        .map(failure -> Rig.runKey(TARGET) + " " + failure.text())
                        .toList());
        assertThat(requests(rig, ReceivedRequest::isForToken))
                .as("requests for tokens")
                .isEqualTo(fault.tokens());
        assertThat(requests(
                        rig,
                        request -> request.isForPage()
                                && TARGET.from()
                                        .toString()
                                        .equals(request.query().get("from"))))
                .as("requests for pages")
                .isEqualTo(fault.pages() + (fault.failure().isPresent() ? 3 : 0));
        JsonNode complete = runs(rig, "complete")
                .filter(run -> run.key().equals(Rig.runKey(TARGET)))
                .map(ZoomFaultsTest::tree)
                .findFirst()
                .orElseThrow();
        fault.says()
                .forEach((member, count) ->
                        assertThat(complete.path(member).longValue()).as(member).isEqualTo(count));
    }

    private static void assertNothingButWholeWindows(Rig rig) {
        Audit audit = rig.audit();
        assertThat(audit.isClean()).as(audit.toString()).isTrue();
        assertThat(audit.completeRuns()).isEqualTo(WINDOWS.size());
        assertThat(rig.hosts().committed())
                .extracting(host -> Topic.headers(host).keySet())
                .containsOnly(HEADERS_OF_EVENTS);
        assertThat(rig.runs().committed())
                .flatExtracting(run -> Topic.headers(run).keySet())
                .isSubsetOf(HEADERS_OF_RUNS);
        assertThat(rig.dlq().committed())
                .extracting(row -> Topic.headers(row).keySet())
                .allMatch(Set.of("reason", "window")::equals)
                .hasSize(runs(rig, "complete")
                        .mapToInt(run -> tree(run).path("rejected").intValue())
                        .sum());
    }

    private static Stream<ConsumerRecord<String, String>> runs(Rig rig, String status) {
        return rig.runs().committed().stream()
                .filter(run -> tree(run).path("status").textValue().equals(status));
    }

    private static JsonNode tree(ConsumerRecord<String, String> event) {
        return AsyncApi.tree(event.value());
    }

    private static long requests(Rig rig, Predicate<ReceivedRequest> which) {
        return rig.zoom().requests().stream().filter(which).count();
    }
}
