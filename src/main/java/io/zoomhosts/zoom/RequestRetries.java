package io.zoomhosts.zoom;

import io.zoomhosts.failure.BackOff;
import io.zoomhosts.failure.Failure;
import io.zoomhosts.failure.RunException;
import io.zoomhosts.run.Run;
import io.zoomhosts.run.RunTrace;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether, and after how long, a request to Zoom is repeated: the bean {@code requestRetries}, and Camel's
 * {@code retryWhile}. {@link Failure} says how often. Camel's own counting does not tell one reason from another, so a 503
 * before a 401 would use up the one repetition of the 401.
 */
public final class RequestRetries {

    private static final Logger LOG = LoggerFactory.getLogger(RequestRetries.class);

    private final Duration delay;
    private final RequestListener listener;

    /** @param delay the first wait; doubled each time where Zoom does not answer, kept where it asks for a second */
    public RequestRetries(Duration delay, RequestListener listener) {
        this.delay = delay;
        this.listener = listener;
    }

    /** How often one request was repeated so far, for each reason. Not thread-safe. */
    static final class Counted {

        private final Map<Failure, Integer> retries = new EnumMap<>(Failure.class);

        private int count(Failure failure) {
            return retries.merge(failure, 1, Integer::sum);
        }
    }

    /** Begins to count for one request: the route keeps it in the variable {@code retries}. */
    public Object begin() {
        return new Counted();
    }

    /** Whether the request is repeated after the exception caught; then Camel is told how long to wait. */
    public boolean again(Exchange exchange) {
        if (Prefetch.isForgotten(exchange)) {
            return false;
        }
        Exception failed = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        Optional<Duration> wait = wait(exchange.getVariable("retries", Counted.class), failed);
        Run run = exchange.getVariable("run", Run.class);
        if (failed instanceof RunException why) {
            trace(run).onRequestFailed(why, wait.orElse(null));
        }
        wait.ifPresent(duration -> {
            exchange.getMessage().setHeader(Exchange.REDELIVERY_DELAY, duration.toMillis());
            LOG.warn(
                    "{}: the request to Zoom failed and is repeated in {} ms: {}",
                    run == null ? "Access token" : "Run " + run.id(),
                    duration.toMillis(),
                    failed.getMessage());
            if (failed instanceof ZoomException zoom && zoom.failure() == Failure.RATE_LIMITED) {
                listener.onWait(RequestListener.Limit.ZOOM, duration);
            }
        });
        return wait.isPresent();
    }

    private static RunTrace trace(Run run) {
        return run == null ? RunTrace.NONE : run.trace();
    }

    /** The wait before the request is repeated; empty where it is not to be repeated. */
    Optional<Duration> wait(Counted counted, Throwable failed) {
        if (!(failed instanceof ZoomException zoom)) {
            return Optional.empty();
        }
        Failure failure = zoom.failure();
        int retry = counted.count(failure);
        if (retry > failure.requestRetries()) {
            return Optional.empty();
        }
        return Optional.of(
                switch (failure) {
                    case NOT_PERMITTED -> Duration.ZERO;
                    // At once; then not in step with another program that asks for tokens of the same app.
                    case ACCESS_REFUSED -> retry == 1 ? Duration.ZERO : upTo(delay.multipliedBy(2));
                    case RATE_LIMITED -> jittered(zoom.retryAfter() == null ? delay : zoom.retryAfter());
                    default -> jittered(BackOff.before(delay, retry));
                });
    }

    /** Never earlier than {@code wait}, and up to a quarter of the first delay later. */
    private Duration jittered(Duration wait) {
        return wait.plus(upTo(delay.dividedBy(4)));
    }

    private static Duration upTo(Duration longest) {
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(longest.toMillis() + 1));
    }
}
