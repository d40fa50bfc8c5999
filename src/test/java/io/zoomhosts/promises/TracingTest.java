package io.zoomhosts.promises;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import io.zoomhosts.Application;
import io.zoomhosts.ConfigurationException;
import io.zoomhosts.demo.KafkaBroker;
import io.zoomhosts.report.Window;
import io.zoomhosts.run.Run;
import io.zoomhosts.sandbox.ReceivedRequest;
import io.zoomhosts.sandbox.SandboxAnswer;
import io.zoomhosts.sandbox.SandboxOptions;
import io.zoomhosts.support.AsyncApi;
import io.zoomhosts.support.Audit;
import io.zoomhosts.support.CapturedLog;
import io.zoomhosts.support.PrivateData;
import io.zoomhosts.support.ReportStub;
import io.zoomhosts.support.Rig;
import io.zoomhosts.support.Topic;
import io.zoomhosts.support.TraceCollector;
import io.zoomhosts.support.WithKafka;
import java.io.IOException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** With {@code TRACING_ENABLED} each window has a trace, which its records name. */
@ExtendWith(WithKafka.class)
class TracingTest {

    private static final Window ACTIVE = Rig.lastMonth("active");
    private static final Window INACTIVE = Rig.lastMonth("inactive");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Stands for the environment variables of a separate process. */
    private static final String ENDPOINT = "otel.exporter.otlp.endpoint";

    private static final String EXPORTER = "otel.traces.exporter";
    private static final String HEADERS = "otel.exporter.otlp.headers";

    private TraceCollector collector;

    @BeforeEach
    void startCollector() throws IOException {
        collector = TraceCollector.start();
        System.setProperty(ENDPOINT, collector.endpoint());
    }

    @AfterEach
    void stopCollector() {
        collector.close();
        List.of(ENDPOINT, EXPORTER, HEADERS).forEach(System::clearProperty);
    }

    @Test
    void each_window_has_its_own_trace(KafkaBroker kafka) throws Exception {
        try (Rig rig = traced(kafka).set("zoom.parallel-windows", "2")) {
            rig.collect(ACTIVE, INACTIVE);

            assertThat(collector.windows())
                    .extracting(Span::getName)
                    .containsExactlyInAnyOrder("collect hosts active", "collect hosts inactive");
            assertThat(collector.windows()).extracting(Span::getTraceId).doesNotHaveDuplicates();
            assertThat(collector.spans()).hasSize(2 + 3 + 1 + 2 + 1);
            assertThat(collector.windows()).allSatisfy(window -> {
                boolean active = window.getName().endsWith(" active");
                assertThat(attributes(window))
                        .containsEntry("zoomhosts.type", active ? "active" : "inactive")
                        .containsEntry("zoomhosts.from", ACTIVE.from().toString())
                        .containsEntry("zoomhosts.to", ACTIVE.to().toString())
                        .containsEntry("zoomhosts.status", "complete")
                        .containsEntry("zoomhosts.rows", active ? "650" : "350")
                        .containsEntry("zoomhosts.pages", active ? "3" : "2")
                        .doesNotContainKey("error.type");
                List<Span> inside = collector.in(window);
                assertThat(inside)
                        .extracting(Span::getName)
                        .containsExactlyElementsOf(
                                active ? List.of("page", "page", "page", "commit") : List.of("page", "page", "commit"));
                assertThat(inside).allSatisfy(span -> {
                    assertThat(span.getTraceId()).isEqualTo(window.getTraceId());
                    assertThat(span.getStartTimeUnixNano()).isGreaterThanOrEqualTo(window.getStartTimeUnixNano());
                    assertThat(span.getEndTimeUnixNano())
                            .isBetween(span.getStartTimeUnixNano(), window.getEndTimeUnixNano());
                });
            });
            assertThat(collector.requests()).allSatisfy(request -> assertThat(request.toString())
                    .contains("key: \"service.name\"\n      value {\n        string_value: \"zoom-hosts\""));
        }
    }

    @Test
    void every_record_names_the_trace_of_its_window(KafkaBroker kafka) throws Exception {
        AsyncApi documented = new AsyncApi();
        try (Rig rig = traced(kafka)) {
            rig.zoom()
                    .fault((request, nth) -> nth == 1
                            ? ReportStub.window(ACTIVE, "{\"id\":\"a\"}", "{}", "{\"id\":\"b\"}")
                                    .answer(request, nth)
                            : Optional.empty());

            rig.collect(ACTIVE, INACTIVE);

            Map<String, String> expected = collector.windows().stream()
                    .collect(Collectors.toMap(
                            window -> attributes(window).get("zoomhosts.type"), TracingTest::traceparent));
            assertThat(rig.hosts().committed()).hasSize(2 + 350).allSatisfy(host -> {
                assertThat(traceparent(host))
                        .isEqualTo(expected.get(
                                AsyncApi.tree(host.value()).at("/report/type").textValue()));
                documented.assertDocumentedWithTrace("host", host);
            });
            assertThat(rig.runs().committed()).hasSize(2).allSatisfy(run -> {
                assertThat(traceparent(run))
                        .isEqualTo(expected.get(
                                AsyncApi.tree(run.value()).at("/report/type").textValue()));
                documented.assertDocumentedWithTrace("runCompleted", run);
            });
            assertThat(rig.dlq().committed()).singleElement().satisfies(reject -> {
                assertThat(traceparent(reject)).isEqualTo(expected.get("active"));
                documented.assertDocumentedWithTrace("reject", reject);
            });
        }
    }

    @Test
    void trace_shows_why_a_window_failed(KafkaBroker kafka) throws Exception {
        try (Rig rig = traced(kafka)) {
            rig.zoom().fault(ReportStub.always(SandboxAnswer.error(403, 403, "No permission.")));

            rig.collect(ACTIVE);

            Span window = collector.windows().get(0);
            assertThat(window.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_ERROR);
            assertThat(attributes(window))
                    .containsEntry("zoomhosts.status", "failed")
                    .containsEntry("error.type", "not-permitted")
                    .containsEntry("zoomhosts.rows", "0");
            assertThat(collector.in(window)).singleElement().satisfies(page -> {
                assertThat(page.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_ERROR);
                assertThat(attributes(page))
                        .containsEntry("error.type", "not-permitted")
                        .doesNotContainKey("http.response.status_code");
            });
            assertThat(rig.runs().committed()).singleElement().satisfies(run -> {
                assertThat(traceparent(run)).isEqualTo(traceparent(window));
                new AsyncApi().assertDocumentedWithTrace("runFailed", run);
            });
        }
    }

    @Test
    void trace_shows_retries_of_requests_and_windows(KafkaBroker kafka) throws Exception {
        try (Rig rig = traced(kafka)) {
            rig.zoom()
                    .fault((request, nth) -> !request.isForPage()
                            ? Optional.empty()
                            : switch (nth) {
                                case 1 -> Optional.of(SandboxAnswer.error(502, 502, "Bad gateway"));
                                case 3 ->
                                    Optional.of(SandboxAnswer.error(
                                            400, 300, "The next page token is invalid or expired."));
                                default -> Optional.empty();
                            });

            rig.collect(ACTIVE);

            Span window = collector.windows().get(0);
            assertThat(window.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_UNSET);
            assertThat(window.getEventsList()).singleElement().satisfies(event -> {
                assertThat(event.getName()).isEqualTo("retry");
                assertThat(text(event.getAttributesList())).containsEntry("error.type", "page-token-expired");
            });
            List<Span> steps = collector.in(window);
            assertThat(steps)
                    .extracting(step -> attributes(step).get("zoomhosts.page"))
                    .containsExactly("1", "2", "1", "2", "3", null);
            assertThat(steps.get(0).getEventsList())
                    .extracting(Span.Event::getName)
                    .containsExactly("sent", "failed", "sent", "answered");
            assertThat(text(steps.get(0).getEvents(1).getAttributesList()))
                    .containsEntry("error.type", "zoom-unavailable")
                    .containsKey("zoomhosts.wait_ms");
            assertThat(attributes(steps.get(0))).containsEntry("http.response.status_code", "200");
            assertThat(attributes(steps.get(1)))
                    .containsEntry("error.type", "page-token-expired")
                    .doesNotContainKey("http.response.status_code");
        }
    }

    @Test
    void ends_the_traces_of_windows_left_to_another_process(KafkaBroker kafka) throws Exception {
        List<Window> windows = Rig.scheduled("active", "inactive");
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch collectedByHand = new CountDownLatch(1);
        CountDownLatch third = new CountDownLatch(1);
        CountDownLatch stopping = new CountDownLatch(1);
        try (Rig rig = traced(kafka)) {
            rig.zoom().fault((request, nth) -> {
                if (request.isForPage()) {
                    if (nth == 1) {
                        first.countDown();
                        pass(collectedByHand);
                    } else if (isFor(windows.get(2), request)) {
                        third.countDown();
                        pass(stopping);
                    }
                }
                return Optional.empty();
            });
            Application service = rig.service();
            service.start();
            pass(first);
            rig.collect(windows.get(1));
            collector.requests().clear();
            collectedByHand.countDown();
            pass(third);
            Thread stop = new Thread(service::stop);
            stop.start();
            await().atMost(PATIENCE).until(service::isStopping);
            stopping.countDown();
            stop.join();

            assertThat(collector.windows())
                    .extracting(window -> attributes(window).get("zoomhosts.status"))
                    .as("windows that were begun")
                    .containsExactly("complete", "complete-already", "stopped");
            assertThat(collector.windows())
                    .extracting(window -> window.getStatus().getCode())
                    .containsOnly(StatusCode.STATUS_CODE_UNSET);
        }
    }

    @Test
    void traces_leak_no_secret_and_no_name(KafkaBroker kafka) throws Exception {
        SandboxOptions options = Rig.options().withClient("sandbox-client-id-0000", "sandboxClientSecret0123456789abc");
        try (Rig rig = Rig.start(kafka, options).set("tracing.enabled", "true")) {
            rig.zoom()
                    .fault((request, nth) -> request.isForPage() && nth != 2
                            ? Optional.of(SandboxAnswer.error(nth == 1 ? 502 : 403, 1, PrivateData.quoted(request)))
                            : Optional.empty());

            rig.collect(ACTIVE);

            assertThat(collector.spans()).extracting(Span::getName).contains("page", "collect hosts active");
            PrivateData.of(rig.zoom(), options, ACTIVE)
                    .assertNotIn("traces", collector.requests().toString());
        }
    }

    @Test
    void collects_while_the_trace_collector_is_unreachable(KafkaBroker kafka) throws Exception {
        collector.close();
        try (Rig rig = traced(kafka);
                CapturedLog logs = new CapturedLog("io.zoomhosts.observe")) {
            List<Run> runs = rig.collect(ACTIVE, INACTIVE);

            assertThat(runs).hasSize(2).noneMatch(Run::isFailed);
            assertThat(rig.audit()).matches(Audit::isClean).matches(audit -> audit.seen() == 1000);
            assertThat(logs.lines()).anyMatch(line -> line.contains("OTEL_EXPORTER_OTLP_ENDPOINT"));
        }
    }

    @Test
    void warns_when_the_trace_collector_refuses_traces(KafkaBroker kafka) throws Exception {
        collector.answer(401);
        try (Rig rig = traced(kafka);
                CapturedLog logs = new CapturedLog("io.zoomhosts.observe")) {
            assertThat(rig.collect(ACTIVE)).singleElement().matches(run -> !run.isFailed());

            assertThat(logs.lines())
                    .anyMatch(line -> line.startsWith("Traces: Failed to export ") && line.contains(" 401"));
        }
    }

    @Test
    void traces_nothing_unless_enabled(KafkaBroker kafka) throws Exception {
        try (Rig rig = Rig.start(kafka)) {
            rig.zoom().fault(ReportStub.window(ACTIVE, "{\"id\":\"a\"}", "{}"));

            rig.collect(ACTIVE);

            assertThat(collector.requests()).isEmpty();
            for (Topic topic : List.of(rig.hosts(), rig.runs(), rig.dlq())) {
                assertThat(topic.committed())
                        .singleElement()
                        .extracting(TracingTest::traceparent)
                        .isNull();
            }
        }
    }

    @Test
    void rejects_invalid_opentelemetry_variables(KafkaBroker kafka) throws Exception {
        try (Rig rig = traced(kafka)) {
            System.setProperty(EXPORTER, "carrier-pigeon");
            assertThatExceptionOfType(ConfigurationException.class)
                    .isThrownBy(() -> rig.collect(ACTIVE))
                    .withMessageContainingAll("tracing.enabled (TRACING_ENABLED)", EXPORTER);

            System.clearProperty(EXPORTER);
            System.setProperty(HEADERS, "s3cr3t-0f-the-collector");
            assertThatExceptionOfType(ConfigurationException.class)
                    .isThrownBy(() -> rig.collect(ACTIVE))
                    .withMessageContaining(HEADERS)
                    .withMessageNotContaining("s3cr3t");
        }
    }

    private static Rig traced(KafkaBroker kafka) throws IOException {
        return Rig.start(kafka).set("tracing.enabled", "true");
    }

    private static boolean isFor(Window window, ReceivedRequest request) {
        return window.variant().equals(request.query().get("type"))
                && window.from().toString().equals(request.query().get("from"));
    }

    /** The W3C traceparent of a span; its flags are the last eight bits. */
    private static String traceparent(Span span) {
        return "00-%s-%s-%02x".formatted(hex(span.getTraceId()), hex(span.getSpanId()), span.getFlags() & 0xff);
    }

    private static String traceparent(ConsumerRecord<String, String> record) {
        return Topic.headers(record).get("traceparent");
    }

    private static Map<String, String> attributes(Span span) {
        return text(span.getAttributesList());
    }

    private static Map<String, String> text(List<KeyValue> attributes) {
        return attributes.stream()
                .collect(Collectors.toMap(
                        KeyValue::getKey,
                        attribute -> attribute.getValue().hasIntValue()
                                ? String.valueOf(attribute.getValue().getIntValue())
                                : attribute.getValue().getStringValue()));
    }

    private static String hex(ByteString id) {
        return HexFormat.of().formatHex(id.toByteArray());
    }

    private static void pass(CountDownLatch latch) {
        try {
            assertThat(latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
