package io.zoomhosts.zoom;

import io.zoomhosts.report.Runs;
import java.time.Duration;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;

/**
 * Holds all windows together to the configured rate: the bean {@code requestRate}. There are as many places as requests
 * are allowed in a second. A place is free again a second after its request arrived at Zoom: not after it was sent, for a
 * request that is long on its way, as the first one on a new connection is, would arrive together with those of the next
 * second. When that was is not known, but it was no later than the time that the fastest answer took, before its own
 * answer. Thread-safe.
 */
public final class RequestRate {

    /** And a little: clocks and threads are not exact. */
    private static final long SECOND = Duration.ofMillis(1025).toNanos();

    private static final String BEGUN = "request-begun";

    private final int perSecond;
    private final RequestListener listener;
    private final DelayQueue<Place> places = new DelayQueue<>();
    private long answers;
    private long fastest = Long.MAX_VALUE;

    /** @param perSecond requests in any second, at most */
    public RequestRate(int perSecond, RequestListener listener) {
        this.perSecond = perSecond;
        this.listener = listener;
        for (int place = 0; place < perSecond; place++) {
            places.add(new Place(System.nanoTime()));
        }
    }

    /** A place for one request, from when it is free on. */
    private record Place(long freeAt) implements Delayed {

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(freeAt - System.nanoTime(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.signum(freeAt - ((Place) other).freeAt);
        }
    }

    /** Waits for a place. */
    public void begin(Exchange exchange) throws InterruptedException {
        long asked = System.nanoTime();
        places.take();
        long begun = System.nanoTime();
        exchange.setProperty(BEGUN, begun);
        Runs.trace(exchange).onSend();
        listener.onWait(RequestListener.Limit.OWN, Duration.ofNanos(begun - asked));
    }

    /** Zoom has answered, or it is certain that it will not. */
    public void end(Exchange exchange) {
        if (exchange.removeProperty(BEGUN) instanceof Long begun) {
            long now = System.nanoTime();
            places.add(new Place(now + SECOND - fastest(now - begun)));
        }
    }

    /**
     * The time of the fastest answer, the newest one included; none while few are known: those of the first places are on
     * new connections, and one answer alone may have been held up itself.
     */
    private synchronized long fastest(long took) {
        fastest = Math.min(fastest, took);
        return ++answers > 2L * perSecond ? fastest : 0;
    }
}
