package io.zoomhosts.account;

import java.time.Duration;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;

/**
 * Limits the requests of an account to a rate. There are as many places as requests allowed per second, and a request holds
 * a place until one second after it arrived at Zoom.
 *
 * <p>The second starts at the arrival, not at the sending: a slow request, such as the first one on a new connection, would
 * otherwise arrive together with those of the next second. The time of arrival is unknown, but it can be bounded. The answer,
 * received at {@code t}, took Zoom's time and the way back. The next request in the place takes the way there. Together
 * they take at least {@code f}, the duration of the fastest exchange seen. So if the place is free at {@code t + 1 s - f}, the
 * two requests arrive at least one second apart. Thread-safe.
 */
public final class RequestRate {

    /** One second plus a margin, because clocks and thread scheduling are not exact. */
    private static final long SECOND = Duration.ofMillis(1025).toNanos();

    private final DelayQueue<Place> places = new DelayQueue<>();
    private int perSecond;
    private int surplus;
    private long answers;
    private long fastest = Long.MAX_VALUE;

    /** @param perSecond maximum number of requests in any second */
    RequestRate(int perSecond) {
        limitTo(perSecond);
    }

    /** Changes the maximum. If it is lower, places in use are given up as they become free. */
    synchronized void limitTo(int requestsPerSecond) {
        surplus += perSecond - requestsPerSecond;
        perSecond = requestsPerSecond;
        for (; surplus < 0; surplus++) {
            places.add(new Place(System.nanoTime()));
        }
        for (Place free = places.peek(); surplus > 0 && places.remove(free); free = places.peek()) {
            surplus--;
        }
    }

    /** A place for one request. {@code freeAt} is when it becomes free, in {@link System#nanoTime}. */
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

    /** A request that holds a place and may be sent. */
    public final class Request {

        private final long startedAt = System.nanoTime();

        /** Releases the place. Call it once, when Zoom has answered or cannot answer any more. */
        public void end() {
            long now = System.nanoTime();
            free(new Place(now + SECOND - fastest(now - startedAt)));
        }
    }

    private synchronized void free(Place place) {
        if (surplus > 0) {
            surplus--;
        } else {
            places.add(place);
        }
    }

    /** Maximum number of requests in any second. */
    public synchronized int perSecond() {
        return perSecond;
    }

    /**
     * How long it takes, if no request begins, until the last one arrived a second ago. From then on another program may use the
     * full rate.
     */
    public synchronized Duration untilQuiet() {
        long now = System.nanoTime();
        boolean inUse = places.size() < perSecond + surplus;
        long left = inUse
                ? SECOND
                : places.stream().mapToLong(place -> place.freeAt() - now).max().orElse(0);
        return Duration.ofNanos(Math.max(0, left));
    }

    /** Waits for a place. */
    public Request begin() throws InterruptedException {
        places.take();
        return new Request();
    }

    /**
     * The duration of the fastest exchange, including the latest; 0 until enough exchanges are known. The first ones use
     * new connections, and a single exchange may itself have been delayed.
     */
    private synchronized long fastest(long took) {
        fastest = Math.min(fastest, took);
        return ++answers > 2L * perSecond ? fastest : 0;
    }
}
