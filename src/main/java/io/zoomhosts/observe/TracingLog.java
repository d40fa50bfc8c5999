package io.zoomhosts.observe;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.slf4j.LoggerFactory;

/** What OpenTelemetry has to complain about, as warnings in this program's log: no trace is worth a failure. */
final class TracingLog extends Handler {

    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(Tracing.class);

    /** Of Java's own logging, which forgets a logger that nobody holds. */
    private static final Logger OPEN_TELEMETRY = Logger.getLogger("io.opentelemetry");

    private TracingLog() {}

    static synchronized void install() {
        if (OPEN_TELEMETRY.getHandlers().length == 0) {
            OPEN_TELEMETRY.setUseParentHandlers(false);
            OPEN_TELEMETRY.addHandler(new TracingLog());
        }
    }

    @Override
    public void publish(LogRecord complaint) {
        if (complaint.getLevel().intValue() >= Level.WARNING.intValue()) {
            Throwable why = complaint.getThrown();
            LOG.warn(
                    "Traces: {}{}. Windows are collected all the same",
                    complaint.getMessage(),
                    why == null ? "" : " (" + why.getClass().getSimpleName() + ")");
        }
    }

    @Override
    public void flush() {
        // Nothing is kept back.
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
