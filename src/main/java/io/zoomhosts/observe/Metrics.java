package io.zoomhosts.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.zoomhosts.report.Failure;
import io.zoomhosts.report.Run;
import io.zoomhosts.report.RunListener;
import io.zoomhosts.zoom.RequestListener;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts runs and requests, as {@code zoom_hosts_*} in {@code /observe/metrics}. Series that can be told beforehand are
 * there from the start: a counter that begins with its first count would hide it from {@code increase()}.
 */
public final class Metrics implements RunListener, RequestListener {

    private static final String PREFIX = "zoom.hosts.";
    private static final String TYPE = "type";
    private static final String STATUS = "status";
    private static final String LIMIT = "limit";

    /** Upper bounds of the histogram, in seconds: from a small account to the longest transaction that brokers allow. */
    private static final Duration[] BOUNDS = {
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(15),
        Duration.ofSeconds(60),
        Duration.ofSeconds(300),
        Duration.ofSeconds(900)
    };

    private static final List<Failure> OF_REPORT = List.of(
            Failure.ACCESS_REFUSED,
            Failure.NOT_PERMITTED,
            Failure.BAD_WINDOW,
            Failure.NO_REPORT,
            Failure.REFUSED,
            Failure.DAILY_LIMIT,
            Failure.RATE_LIMITED,
            Failure.ZOOM_UNAVAILABLE,
            Failure.PAGE_TOKEN_EXPIRED);

    private static final List<Failure> OF_TOKEN =
            List.of(Failure.ACCESS_REFUSED, Failure.REFUSED, Failure.ZOOM_UNAVAILABLE);

    private final MeterRegistry registry;
    private final Map<String, AtomicLong> remaining = new ConcurrentHashMap<>();

    /** @param types of the reports that are collected */
    public Metrics(MeterRegistry registry, List<String> types, NewestRuns newest, Clock clock) {
        this.registry = registry;
        for (String type : types) {
            published(type);
            rejected(type);
            pages(type);
            for (String status : List.of("complete", "failed")) {
                windows(type, status);
                duration(type, status);
            }
            Gauge.builder(PREFIX + "newest.complete.run.age", () -> newest.startedAt(type)
                            .map(started ->
                                    Duration.between(started, clock.instant()).toMillis() / 1000.0)
                            .orElse(Double.NaN))
                    .description("Since the newest complete run began; not a number while none is known")
                    .baseUnit("seconds")
                    .tag(TYPE, type)
                    .register(registry);
        }
        requests(Endpoint.REPORT, "ok");
        requests(Endpoint.TOKEN, "ok");
        OF_REPORT.forEach(failure -> requests(Endpoint.REPORT, failure.text()));
        OF_TOKEN.forEach(failure -> requests(Endpoint.TOKEN, failure.text()));
        List.of(Limit.values()).forEach(this::wait);
    }

    @Override
    public void onEnd(Run run) {
        String type = run.window().type();
        boolean leftToOthers = run.isFailed() ? run.error().failure() == Failure.STOPPED : !run.isDue();
        if (leftToOthers) {
            return;
        }
        String status = run.isFailed() ? "failed" : "complete";
        windows(type, status).increment();
        duration(type, status).record(Duration.between(run.startedAt(), run.finishedAt()));
        if (!run.isFailed()) {
            published(type).increment(run.hosts());
            rejected(type).increment(run.rejected());
            pages(type).record(run.pages());
        }
    }

    @Override
    public void onAnswer(Endpoint endpoint, String outcome) {
        requests(endpoint, outcome).increment();
    }

    @Override
    public void onRemaining(String limit, long requests) {
        remaining
                .computeIfAbsent(limit, name -> {
                    AtomicLong left = new AtomicLong();
                    Gauge.builder(PREFIX + "requests.remaining", left, AtomicLong::get)
                            .description("Requests that Zoom says are left")
                            .tag(LIMIT, name)
                            .register(registry);
                    return left;
                })
                .set(requests);
    }

    @Override
    public void onWait(Limit limit, Duration wait) {
        wait(limit).increment(wait.toNanos() / 1e9);
    }

    private Counter published(String type) {
        return counter("published", "Hosts made visible", TYPE, type);
    }

    private Counter rejected(String type) {
        return counter("rows.rejected", "Rows that could not be events", TYPE, type);
    }

    private Counter windows(String type, String status) {
        return counter("windows", "Windows by how their run ended", TYPE, type, STATUS, status);
    }

    private Counter requests(Endpoint endpoint, String outcome) {
        return counter(
                "requests", "Requests to Zoom by their outcome", "endpoint", lowerCase(endpoint), "outcome", outcome);
    }

    private Counter wait(Limit limit) {
        return counter(
                "rate.limit.wait.seconds",
                "Waited for the configured rate (own) or after an answer 429 (zoom)",
                LIMIT,
                lowerCase(limit));
    }

    private Counter counter(String name, String description, String... tags) {
        return Counter.builder(PREFIX + name)
                .description(description)
                .tags(tags)
                .register(registry);
    }

    private Timer duration(String type, String status) {
        return Timer.builder(PREFIX + "window.duration")
                .description("From the begin of a run to its end")
                .serviceLevelObjectives(BOUNDS)
                .tags(TYPE, type, STATUS, status)
                .register(registry);
    }

    private DistributionSummary pages(String type) {
        return DistributionSummary.builder(PREFIX + "window.pages")
                .description("Pages of a complete window")
                .tags(TYPE, type)
                .register(registry);
    }

    private static String lowerCase(Enum<?> name) {
        return name.name().toLowerCase(Locale.ROOT);
    }
}
