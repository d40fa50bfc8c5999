package io.zoomhosts.storm;

import io.zoomhosts.sandbox.Fault;
import io.zoomhosts.sandbox.ReceivedRequest;
import io.zoomhosts.sandbox.SandboxAnswer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;

/** What is wrong with Zoom: nothing, a third of the answers, or all of them. Counts the pages that it answers well. */
final class StormyZoom implements Fault {

    private enum Weather {
        FAIR,
        FAULTS,
        AWAY
    }

    private final Random random;
    private final Map<String, Integer> faults = new TreeMap<>();
    private final Map<String, Long> lastPages = new HashMap<>();
    private Weather weather = Weather.FAIR;
    private long pages;

    StormyZoom(long seed) {
        this.random = new Random(seed);
    }

    synchronized void fair() {
        weather = Weather.FAIR;
    }

    synchronized void faults() {
        weather = Weather.FAULTS;
    }

    synchronized void away() {
        weather = Weather.AWAY;
    }

    /** Pages that were answered well so far, whether or not the answer arrived. */
    synchronized long pages() {
        return pages;
    }

    /** When a client at this address last asked for a page, in {@link System#nanoTime}; empty if never. */
    synchronized OptionalLong lastPage(String host) {
        Long last = lastPages.get(host);
        return last == null ? OptionalLong.empty() : OptionalLong.of(last);
    }

    /** The answers that were not good, by kind. */
    synchronized Map<String, Integer> faultyAnswers() {
        return new TreeMap<>(faults);
    }

    @Override
    public synchronized Optional<SandboxAnswer> answer(ReceivedRequest request, int nth) {
        if (request.isForPage()) {
            lastPages.put(request.headers().getOrDefault("host", ""), System.nanoTime());
        }
        Optional<SandboxAnswer> fault =
                switch (weather) {
                    case FAIR -> Optional.empty();
                    case AWAY -> faulty("no answer", SandboxAnswer.reset());
                    case FAULTS -> fault(request);
                };
        if (fault.isEmpty() && request.isForPage()) {
            pages++;
        }
        return fault;
    }

    private Optional<SandboxAnswer> fault(ReceivedRequest request) {
        int choice = random.nextInt(100);
        if (choice < 8) {
            return faulty(
                    "429",
                    SandboxAnswer.error(429, 429, "You have reached the maximum per-second rate limit for this API.")
                            .withHeader("X-RateLimit-Type", "QPS"));
        } else if (choice < 12) {
            return faulty("500", SandboxAnswer.error(500, 500, "Internal error"));
        } else if (choice < 16) {
            return faulty("503", SandboxAnswer.html(503));
        } else if (choice < 22) {
            return faulty("truncated", SandboxAnswer.cutOff(100));
        } else if (choice < 25) {
            return faulty("no answer", SandboxAnswer.reset());
        } else if (choice < 28 && request.isForPage()) {
            return faulty("token expired", SandboxAnswer.error(401, 124, "Access token is expired."));
        } else if (choice < 33) {
            return faulty("late", SandboxAnswer.stalled(Duration.ofMillis(500 + random.nextInt(3000))))
                    .map(late -> counted(request, late));
        }
        return Optional.empty();
    }

    /** A late answer is a good one. */
    private SandboxAnswer counted(ReceivedRequest request, SandboxAnswer late) {
        pages += request.isForPage() ? 1 : 0;
        return late;
    }

    private Optional<SandboxAnswer> faulty(String kind, SandboxAnswer answer) {
        faults.merge(kind, 1, Integer::sum);
        return Optional.of(answer);
    }
}
