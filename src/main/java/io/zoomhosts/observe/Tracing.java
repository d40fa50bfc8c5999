package io.zoomhosts.observe;

import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.zoomhosts.run.Run;
import io.zoomhosts.run.RunTrace;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has each run followed by a trace of its own. OpenTelemetry reads where spans go, and which of them, from environment
 * variables of its own ({@code OTEL_*}). They go there in the background: where nobody takes them, that is logged, and
 * nothing waits for it.
 */
public final class Tracing implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Tracing.class);

    /** Where the environment says nothing else. Metrics are for Prometheus, and the log is on stderr. */
    private static final Map<String, String> DEFAULTS = Map.of(
            "otel.service.name", "zoom-hosts",
            "otel.exporter.otlp.protocol", "http/protobuf",
            "otel.metrics.exporter", "none",
            "otel.logs.exporter", "none");

    /** For the spans that are still to be exported at the end. */
    private static final int PATIENCE_SECONDS = 3;

    private final OpenTelemetrySdk sdk;
    private final Tracer tracer;

    /** @throws IllegalArgumentException if OpenTelemetry cannot use the variables */
    public Tracing() {
        TracingLog.install();
        try {
            sdk = AutoConfiguredOpenTelemetrySdk.builder()
                    .addPropertiesSupplier(() -> DEFAULTS)
                    .disableShutdownHook()
                    .build()
                    .getOpenTelemetrySdk();
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("OpenTelemetry cannot use its variables (OTEL_*): " + reason(e), e);
        }
        tracer = sdk.getTracer("io.zoomhosts");
    }

    /** Without the value that is quoted, which may be a secret. */
    private static String reason(Throwable failed) {
        return failed.getCause() == null
                ? String.valueOf(failed.getMessage()).replaceFirst("(?s)=.*", "")
                : reason(failed.getCause());
    }

    /** Begins the trace of a run. */
    public RunTrace begin(Run run) {
        return new TraceOfRun(tracer, run);
    }

    /** Exports what is left, for some seconds at most. */
    @Override
    public void close() {
        if (!sdk.shutdown().join(PATIENCE_SECONDS, TimeUnit.SECONDS).isSuccess()) {
            LOG.warn("Traces: those that were left at the end could not be exported."
                    + " Is OTEL_EXPORTER_OTLP_ENDPOINT right, and does a collector listen there?");
        }
    }
}
