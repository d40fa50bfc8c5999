package io.zoomhosts.observe;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.slf4j.LoggerFactory;

/** Logs OpenTelemetry's warnings and errors as warnings, because a lost trace does not affect the data. */
final class TracingLog extends Handler {

    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(Tracing.class);

    /** A strong reference: {@code java.util.logging} garbage-collects unreferenced loggers with their handlers. */
    private static final Logger OPEN_TELEMETRY = Logger.getLogger("io.opentelemetry");

    private TracingLog() {}

    static synchronized void install() {
        if (OPEN_TELEMETRY.getHandlers().length == 0) {
            OPEN_TELEMETRY.setUseParentHandlers(false);
            OPEN_TELEMETRY.addHandler(new TracingLog());
        }
    }

    @Override
    public void publish(LogRecord record) {
        if (record.getLevel().intValue() >= Level.WARNING.intValue()) {
            Throwable why = record.getThrown();
            LOG.warn(
                    "Traces: {}{}. Collection is not affected. Check OTEL_EXPORTER_OTLP_ENDPOINT",
                    record.getMessage(),
                    why == null ? "" : " (" + why.getClass().getSimpleName() + ")");
        }
    }

    @Override
    public void flush() {
        // Nothing is buffered.
    }

    @Override
    public void close() {
        // There are no resources to close.
    }
}
