package io.zoomhosts.storm;

import io.zoomhosts.storm.Anomaly.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts requests by account and second. Their times are those of arrival by the clock of this process, which no fault moves: an
 * instance whose clock is wrong is held to the same second as all others.
 */
final class Rates {

    private static final Duration SECOND = Duration.ofSeconds(1);

    /**
     * A request to Zoom.
     *
     * @param window what it asks about, {@code <account_id>/<report>/<window>}
     * @param by number of the instance that sent it, or -1
     */
    record Sent(String account, String window, Instant at, int by) {}

    private Rates() {}

    /**
     * The largest number of requests in any second, for each account.
     *
     * @param requests in order of arrival
     */
    static Map<String, Integer> largest(List<Sent> requests) {
        Map<String, Integer> largest = new TreeMap<>();
        Map<String, Deque<Sent>> lastSecond = new HashMap<>();
        for (Sent request : requests) {
            largest.merge(request.account(), counted(lastSecond, request).size(), Math::max);
        }
        return largest;
    }

    /** An anomaly for each account that got more requests in a second than allowed: the first such second. */
    static List<Anomaly> check(List<Sent> requests, int perSecond) {
        Map<String, Anomaly> anomalies = new TreeMap<>();
        Map<String, Deque<Sent>> lastSecond = new HashMap<>();
        for (Sent request : requests) {
            Deque<Sent> second = counted(lastSecond, request);
            if (second.size() > perSecond) {
                anomalies.putIfAbsent(
                        request.account(),
                        new Anomaly(
                                Kind.RATE,
                                "%d requests of %s within a second, allowed are %d: %s"
                                        .formatted(second.size(), request.account(), perSecond, second),
                                List.of()));
            }
        }
        return new ArrayList<>(anomalies.values());
    }

    private static Deque<Sent> counted(Map<String, Deque<Sent>> lastSecond, Sent request) {
        Deque<Sent> second = lastSecond.computeIfAbsent(request.account(), any -> new ArrayDeque<>());
        second.add(request);
        second.removeIf(before -> !before.at().isAfter(request.at().minus(SECOND)));
        return second;
    }
}
