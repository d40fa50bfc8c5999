package io.zoomhosts.zoom;

import io.zoomhosts.report.Failure;
import io.zoomhosts.report.Run;
import io.zoomhosts.report.RunException;
import io.zoomhosts.report.Runs;
import java.time.Duration;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connects {@link PageRetries} with Camel's redelivery: the bean {@code retries}. */
public final class Retries {

    private static final Logger LOG = LoggerFactory.getLogger(Retries.class);

    private final Duration delay;
    private final RequestListener listener;

    public Retries(Duration delay, RequestListener listener) {
        this.delay = delay;
        this.listener = listener;
    }

    /** What is left to try for one page: the route keeps it in the variable {@code retries}. */
    public Object begin() {
        return new PageRetries(delay);
    }

    /** Camel's {@code retryWhile}: decides on the exception caught, and tells the error handler how long to wait. */
    public boolean again(Exchange exchange) {
        if (ReadAhead.isForgotten(exchange)) {
            return false;
        }
        Exception failed = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        Optional<Duration> wait =
                exchange.getVariable("retries", PageRetries.class).next(failed);
        if (failed instanceof RunException why) {
            Runs.trace(exchange).onRequestFailed(why, wait.orElse(null));
        }
        wait.ifPresent(duration -> {
            exchange.getMessage().setHeader(Exchange.REDELIVERY_DELAY, duration.toMillis());
            Run run = Runs.run(exchange);
            LOG.warn(
                    "{}: Zoom is asked again in {} ms: {}",
                    run == null ? "Access token" : "Run " + run.id(),
                    duration.toMillis(),
                    failed.getMessage());
            if (failed instanceof ZoomException zoom && zoom.failure() == Failure.RATE_LIMITED) {
                listener.onWait(RequestListener.Limit.ZOOM, duration);
            }
        });
        return wait.isPresent();
    }
}
