package io.zoomhosts.zoom;

import io.zoomhosts.report.BackOff;
import io.zoomhosts.report.Failure;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** Whether, and after how long, the same page is asked for again. One instance per page; not thread-safe. */
final class PageRetries {

    /** Tries after the first, for what may pass by itself. */
    private static final Map<Failure, Integer> MOST =
            Map.of(Failure.ZOOM_UNAVAILABLE, 5, Failure.RATE_LIMITED, 10, Failure.ACCESS_REFUSED, 1);

    private final Duration delay;
    private final Map<Failure, Integer> retries = new EnumMap<>(Failure.class);

    /** @param delay the first wait; doubled each time where Zoom does not answer, kept where it asks for a second */
    PageRetries(Duration delay) {
        this.delay = delay;
    }

    /** The wait before the page is asked for again; empty where it is not to be asked for again. */
    Optional<Duration> next(Throwable failed) {
        if (!(failed instanceof ZoomException zoom)) {
            return Optional.empty();
        }
        Failure failure = zoom.failure();
        int retry = retries.merge(failure, 1, Integer::sum);
        if (retry > MOST.getOrDefault(failure, 0)) {
            return Optional.empty();
        }
        return Optional.of(
                switch (failure) {
                    case ACCESS_REFUSED -> Duration.ZERO;
                    case RATE_LIMITED -> jittered(zoom.retryAfter() == null ? delay : zoom.retryAfter());
                    default -> jittered(BackOff.before(delay, retry));
                });
    }

    /** Never earlier than {@code wait}, and up to a quarter of the first delay later. */
    private Duration jittered(Duration wait) {
        return wait.plusMillis(ThreadLocalRandom.current().nextLong(delay.toMillis() / 4 + 1));
    }
}
