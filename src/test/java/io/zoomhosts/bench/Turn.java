package io.zoomhosts.bench;

import io.zoomhosts.demo.KafkaBroker;
import io.zoomhosts.sandbox.ReceivedRequest;
import io.zoomhosts.sandbox.SandboxZoom;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * One run of a contender.
 *
 * @param started start of its process
 * @param requests requests that the sandbox received from it, in order
 * @param complete the windows that it reported as complete
 * @param ended end of its process
 */
record Turn(Instant started, List<ReceivedRequest> requests, List<Contender.Complete> complete, Instant ended) {

    /**
     * Runs a contender to its end.
     *
     * @param settings additional environment variables
     * @param onStart gets its process
     */
    static Turn of(
            SandboxZoom zoom,
            KafkaBroker kafka,
            Contender contender,
            Map<String, String> settings,
            List<String> arguments,
            Consumer<Process> onStart)
            throws IOException, InterruptedException {
        int before = zoom.requests().size();
        Instant started = Instant.now();
        Process process = contender.start(Contender.environment(zoom, kafka, settings), arguments);
        onStart.accept(process);
        List<Contender.Complete> complete = Contender.complete(process);
        Instant ended = Instant.now();
        List<ReceivedRequest> requests = zoom.requests();
        return new Turn(started, requests.subList(before, requests.size()), complete, ended);
    }

    /** Seconds of the last window, for which the process is warm, or of the only one, from its first page on. */
    double window() {
        int last = complete.size() - 1;
        return seconds(
                last == 0 ? firstPage() : complete.get(last - 1).at(),
                complete.get(last).at());
    }

    /** CPU seconds of a window, once the process is warm; the last window is left out, because the process may have ended. */
    double cpu() {
        int last = complete.size() - 2;
        return complete.get(last).cpu().minus(complete.get(last - 1).cpu()).toNanos() / 1e9;
    }

    /** Windows per second, which compares like hosts per second when all windows have the same size. */
    double speed() {
        return 1 / window();
    }

    /** Seconds from the first page to the end of all windows. */
    double windows() {
        return seconds(firstPage(), complete.get(complete.size() - 1).at());
    }

    /** Seconds from the start of the process to its end. */
    double process() {
        return seconds(started, ended);
    }

    /** Seconds from the start of the process to its first request. */
    double start() {
        return seconds(started, requests.get(0).at());
    }

    long pages() {
        return requests.stream().filter(ReceivedRequest::isForPage).count();
    }

    long tokens() {
        return requests.size() - pages();
    }

    private Instant firstPage() {
        return requests.stream()
                .filter(ReceivedRequest::isForPage)
                .map(ReceivedRequest::at)
                .findFirst()
                .orElseThrow();
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toNanos() / 1e9;
    }
}
