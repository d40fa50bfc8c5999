package io.zoomhosts.promises;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.opentelemetry.proto.trace.v1.Span;
import io.zoomhosts.demo.KafkaBroker;
import io.zoomhosts.report.Window;
import io.zoomhosts.sandbox.SandboxAnswer;
import io.zoomhosts.support.Launcher;
import io.zoomhosts.support.Rig;
import io.zoomhosts.support.TraceCollector;
import io.zoomhosts.support.WithKafka;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Traces of the distribution, exported as OpenTelemetry's variables say. */
@ExtendWith(WithKafka.class)
class TracingIT {

    private static final Window ACTIVE = Rig.lastMonth("active");
    private static final String[] COLLECT = {
        "collect", "--from", ACTIVE.from().toString(), "--to", ACTIVE.to().toString()
    };

    @Test
    void collect_exports_its_traces_before_it_exits(KafkaBroker kafka) throws Exception {
        try (Rig rig = Rig.start(kafka);
                TraceCollector collector = TraceCollector.start()) {
            Launcher.Ended ended = traced(rig, collector)
                    .set("OTEL_SERVICE_NAME", "hosts-of-the-north")
                    .run(COLLECT);

            assertThat(ended.exitStatus()).as(ended.stderr()).isZero();
            assertThat(collector.windows())
                    .extracting(Span::getName)
                    .containsExactlyInAnyOrder("collect hosts active", "collect hosts inactive");
            assertThat(collector.requests())
                    .allSatisfy(request -> assertThat(request.toString()).contains("hosts-of-the-north"));
        }
    }

    @Test
    void exports_the_trace_of_a_window_that_a_stop_rolls_back(KafkaBroker kafka) throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        try (Rig rig = Rig.start(kafka);
                TraceCollector collector = TraceCollector.start()) {
            rig.zoom().fault((request, nth) -> {
                if (request.query().containsKey("next_page_token")) {
                    asked.countDown();
                    return Optional.of(SandboxAnswer.stalled(Duration.ofSeconds(2)));
                }
                return Optional.empty();
            });
            try (Launcher.Started service = traced(rig, collector).start()) {
                await().atMost(Duration.ofSeconds(60)).until(() -> asked.getCount() == 0);
                service.process().destroy();
                service.end();
            }

            assertThat(collector.windows()).isNotEmpty().allSatisfy(window -> assertThat(window.toString())
                    .contains("string_value: \"stopped\""));
        }
    }

    /** Loading OpenTelemetry would slow down every start. */
    @Test
    void loads_no_opentelemetry_class_unless_tracing_is_enabled(KafkaBroker kafka, @TempDir Path folder)
            throws Exception {
        Path loaded = folder.resolve("loaded");
        try (Rig rig = Rig.start(kafka)) {
            rig.launcher().set("JAVA_OPTS", "-Xlog:class+load:file=" + loaded).run(COLLECT);

            assertThat(Files.readString(loaded))
                    .contains(" io.zoomhosts.run.RunTrace ")
                    .doesNotContain(" io.opentelemetry.");
        }
    }

    private static Launcher traced(Rig rig, TraceCollector collector) {
        return rig.launcher().set("TRACING_ENABLED", "true").set("OTEL_EXPORTER_OTLP_ENDPOINT", collector.endpoint());
    }
}
