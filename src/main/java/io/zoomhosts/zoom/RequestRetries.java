package io.zoomhosts.zoom;

import io.zoomhosts.account.Account;
import io.zoomhosts.failure.BackOff;
import io.zoomhosts.failure.Failure;
import io.zoomhosts.failure.RunException;
import io.zoomhosts.report.PageRequest;
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
 * Decides whether a request to Zoom is retried, and after which delay: the bean {@code requestRetries}, used as Camel's
 * {@code retryWhile}. {@link Failure} defines the number of retries. Camel's own counter does not distinguish reasons: a
 * 503 before a 401 would use up the only retry for the 401.
 */
public final class RequestRetries {

    private static final Logger LOG = LoggerFactory.getLogger(RequestRetries.class);

    private final Duration delay;
    private final RequestListener listener;

    /** @param delay the first delay; doubled for each retry if Zoom is unavailable, constant if Zoom's rate limit was hit */
    public RequestRetries(Duration delay, RequestListener listener) {
        this.delay = delay;
        this.listener = listener;
    }

    /** Counts the retries of one request by reason. Not thread-safe. */
    static final class Counted {

        private final Map<Failure, Integer> retries = new EnumMap<>(Failure.class);

        private int count(Failure failure) {
            return retries.merge(failure, 1, Integer::sum);
        }
    }

    /** Creates the counter for one request. The route keeps it in the variable {@code retries}. */
    public Object begin() {
        return new Counted();
    }

    /** Whether to retry the request after the caught exception. If so, sets the header with the delay for Camel. */
    public boolean again(Exchange exchange) {
        if (Prefetch.isForgotten(exchange)) {
            return false;
        }
        Exception failed = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        Optional<Duration> wait = wait(exchange.getVariable("retries", Counted.class), failed);
        Run run = exchange.getVariable("run", Run.class);
        if (failed instanceof RunException why) {
            trace(run).onRequestFailed(exchange.getVariable("request", PageRequest.class), why, wait.orElse(null));
        }
        wait.ifPresent(duration -> {
            exchange.getMessage().setHeader(Exchange.REDELIVERY_DELAY, duration.toMillis());
            LOG.warn(
                    "{}: request to Zoom failed, retrying in {} ms: {}",
                    run == null ? "Access token" : "Run " + run.id(),
                    duration.toMillis(),
                    failed.getMessage());
            if (failed instanceof ZoomException zoom && zoom.failure() == Failure.RATE_LIMITED) {
                listener.onWait(exchange.getVariable("account", Account.class), RequestListener.Limit.ZOOM, duration);
            }
        });
        return wait.isPresent();
    }

    private static RunTrace trace(Run run) {
        return run == null ? RunTrace.NONE : run.trace();
    }

    /** The delay before the retry; empty if the request is not retried. */
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
                    // First immediately, then after a random delay, so as not to alternate with another program that
                    // requests tokens for the same app.
                    case ACCESS_REFUSED -> retry == 1 ? Duration.ZERO : upTo(delay.multipliedBy(2));
                    case RATE_LIMITED -> jittered(zoom.retryAfter() == null ? delay : zoom.retryAfter());
                    default -> jittered(BackOff.before(delay, retry));
                });
    }

    /** Adds a random delay of up to a quarter of the first delay. */
    private Duration jittered(Duration wait) {
        return wait.plus(upTo(delay.dividedBy(4)));
    }

    private static Duration upTo(Duration longest) {
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(longest.toMillis() + 1));
    }
}
