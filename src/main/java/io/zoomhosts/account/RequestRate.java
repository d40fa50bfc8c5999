package io.zoomhosts.account;

import java.time.Duration;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;

/**
 * Holds the requests of an account to its rate. There are as many places as requests are allowed in a second, and a
 * request holds one until a second after it arrived at Zoom.
 *
 * <p>Not a second after it was sent: a request that is long on its way, as the first one on a new connection is, would
 * arrive together with those of the next second. When a request arrived is not known, but its answer, which came at
 * {@code t}, took Zoom's time and the way back. The next request in its place takes the way there. Together these are no
 * less than {@code f}, the time of the fastest exchange seen. So the place is free at {@code t + 1 s - f}, and the two
 * arrive a second apart. Thread-safe.
 */
public final class RequestRate {

    /** And a little: clocks and threads are not exact. */
    private static final long SECOND = Duration.ofMillis(1025).toNanos();

    private final int perSecond;
    private final DelayQueue<Place> places = new DelayQueue<>();
    private long answers;
    private long fastest = Long.MAX_VALUE;

    /** @param perSecond requests in any second, at most */
    RequestRate(int perSecond) {
        this.perSecond = perSecond;
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

    /** A request that has a place, and may be sent. */
    public final class Request {

        private final long begun = System.nanoTime();

        /** Zoom has answered, or it is certain that it will not. To be called once. */
        public void end() {
            long now = System.nanoTime();
            places.add(new Place(now + SECOND - fastest(now - begun)));
        }
    }

    /** Waits for a place. */
    public Request begin() throws InterruptedException {
        places.take();
        return new Request();
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
