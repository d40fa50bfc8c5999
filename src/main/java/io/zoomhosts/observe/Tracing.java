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
 * Creates a trace for each run. OpenTelemetry reads exporter and sampling from its own environment variables ({@code OTEL_*})
 * and exports spans in the background. A failed export is logged and does not delay a run.
 */
public final class Tracing implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Tracing.class);

    /** Defaults that the environment can override. Metrics and logs are not exported: they go to Prometheus and stderr. */
    private static final Map<String, String> DEFAULTS = Map.of(
            "otel.service.name", "zoom-hosts",
            "otel.exporter.otlp.protocol", "http/protobuf",
            "otel.metrics.exporter", "none",
            "otel.logs.exporter", "none");

    /** How long a shutdown waits for the export of the last spans. */
    private static final int PATIENCE_SECONDS = 3;

    private final OpenTelemetrySdk sdk;
    private final Tracer tracer;

    /** @throws IllegalArgumentException if OpenTelemetry rejects its environment variables */
    public Tracing() {
        TracingLog.install();
        try {
            sdk = AutoConfiguredOpenTelemetrySdk.builder()
                    .addPropertiesSupplier(() -> DEFAULTS)
                    .disableShutdownHook()
                    .build()
                    .getOpenTelemetrySdk();
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    "OpenTelemetry rejects its environment variables (OTEL_*): " + reason(e), e);
        }
        tracer = sdk.getTracer("io.zoomhosts");
    }

    /** The reason without the quoted value, which may be a secret. */
    private static String reason(Throwable failed) {
        return failed.getCause() == null
                ? String.valueOf(failed.getMessage()).replaceFirst("(?s)=.*", "")
                : reason(failed.getCause());
    }

    /** Starts the trace of a run. */
    public RunTrace begin(Run run) {
        return new TraceOfRun(tracer, run);
    }

    /** Exports the last spans. Waits a few seconds at most. */
    @Override
    public void close() {
        if (!sdk.shutdown().join(PATIENCE_SECONDS, TimeUnit.SECONDS).isSuccess()) {
            LOG.warn(
                    "Traces: the last spans could not be exported at shutdown. Check OTEL_EXPORTER_OTLP_ENDPOINT, and that"
                            + " a collector listens there");
        }
    }
}
