package io.zoomhosts.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.zoomhosts.failure.Failure;
import io.zoomhosts.report.Report;
import io.zoomhosts.routes.RejectedChange;
import io.zoomhosts.run.Counts;
import io.zoomhosts.run.Run;
import io.zoomhosts.run.RunListener;
import io.zoomhosts.zoom.RequestListener;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts runs and requests as {@code zoom_hosts_*} in {@code /observe/metrics}. Series whose labels are known are registered at
 * the start, because Prometheus' {@code increase()} misses the first count of a series that appears with it.
 */
public final class Metrics implements RunListener, RequestListener {

    private static final String PREFIX = "zoom.hosts.";
    private static final String STATUS = "status";
    private static final String COMPLETE = "complete";
    private static final String FAILED = "failed";
    private static final String LIMIT = "limit";

    /** Bucket bounds of the histogram, from a small account to 15 minutes, the brokers' default limit for transactions. */
    private static final Duration[] BOUNDS = {
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(15),
        Duration.ofSeconds(60),
        Duration.ofSeconds(300),
        Duration.ofSeconds(900)
    };

    private static final List<Failure> REPORT_FAILURES = List.of(
            Failure.ACCESS_REFUSED,
            Failure.NOT_PERMITTED,
            Failure.BAD_WINDOW,
            Failure.NO_REPORT,
            Failure.REFUSED,
            Failure.DAILY_LIMIT,
            Failure.RATE_LIMITED,
            Failure.ZOOM_UNAVAILABLE,
            Failure.PAGE_TOKEN_EXPIRED);

    private static final List<Failure> TOKEN_FAILURES =
            List.of(Failure.ACCESS_REFUSED, Failure.REFUSED, Failure.ZOOM_UNAVAILABLE);

    private final MeterRegistry registry;
    private final Map<String, AtomicLong> remaining = new ConcurrentHashMap<>();

    public Metrics(MeterRegistry registry) {
        this.registry = registry;
        requests(Endpoint.REPORT, "ok");
        requests(Endpoint.TOKEN, "ok");
        REPORT_FAILURES.forEach(failure -> requests(Endpoint.REPORT, failure.text()));
        TOKEN_FAILURES.forEach(failure -> requests(Endpoint.TOKEN, failure.text()));
        List.of(Limit.values()).forEach(this::wait);
    }

    /** Registers the series of a collected report. */
    public void register(Report report, NewestRuns newest, Freshness freshness, Clock clock) {
        for (String variant : report.scheduledVariants()) {
            Tags of = tags(report, variant);
            published(of);
            filtered(of);
            rejected(of);
            pages(of);
            for (String status : List.of(COMPLETE, FAILED)) {
                windows(of, status);
                duration(of, status);
            }
            Gauge.builder(PREFIX + "newest.complete.run.age", () -> newest.startedAt(report, variant)
                            .map(started ->
                                    Duration.between(started, clock.instant()).toMillis() / 1000.0)
                            .orElse(Double.NaN))
                    .description("Time since the newest complete run started, of any window; NaN if none is known")
                    .baseUnit("seconds")
                    .tags(of)
                    .register(registry);
            Gauge.builder(
                            PREFIX + "overdue",
                            () -> freshness.overdueFor(report, variant).toMillis() / 1000.0)
                    .description("Time since the newest window should have been collected; 0 if it is complete")
                    .baseUnit("seconds")
                    .tags(of)
                    .register(registry);
        }
    }

    /** Registers the gauge for a rejected change to the routes. */
    public void register(RejectedChange rejected) {
        Gauge.builder(PREFIX + "routes.rejected", () -> rejected.first().isPresent() ? 1 : 0)
                .description("1 while a change to the route files is rejected and the previous version keeps running")
                .register(registry);
    }

    @Override
    public void onEnd(Run run) {
        if (!run.outcome().isCounted()) {
            return;
        }
        Tags of = tags(run.report(), run.window().variant());
        String status = run.isFailed() ? FAILED : COMPLETE;
        windows(of, status).increment();
        duration(of, status).record(Duration.between(run.startedAt(), run.finishedAt()));
        if (!run.isFailed()) {
            Counts counts = run.counts();
            published(of).increment(counts.rows());
            filtered(of).increment(counts.filtered());
            rejected(of).increment(counts.rejected());
            pages(of).record(counts.pages());
        }
    }

    /** The labels of a report's series: the same for all reports, although each report varies different parameters. */
    private static Tags tags(Report report, String variant) {
        return Tags.of("report", report.name(), "variant", variant);
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
                            .description("Requests left, as reported by Zoom")
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

    private Counter published(Tags of) {
        return counter("published", "Rows published to the topic of their report", of);
    }

    private Counter filtered(Tags of) {
        return counter("rows.filtered", "Rows that a hook kept out of the topic of their report", of);
    }

    private Counter rejected(Tags of) {
        return counter("rows.rejected", "Rows that cannot become events and went to the dead-letter topic", of);
    }

    private Counter windows(Tags of, String status) {
        return counter("windows", "Ended runs of windows, by status", of.and(STATUS, status));
    }

    private Counter requests(Endpoint endpoint, String outcome) {
        return counter(
                "requests",
                "Requests to Zoom, by outcome",
                Tags.of("endpoint", lowerCase(endpoint), "outcome", outcome));
    }

    private Counter wait(Limit limit) {
        return counter(
                "rate.limit.wait.seconds",
                "Time spent waiting for the configured request rate (own) or after a 429 from Zoom (zoom)",
                Tags.of(LIMIT, lowerCase(limit)));
    }

    private Counter counter(String name, String description, Tags tags) {
        return Counter.builder(PREFIX + name)
                .description(description)
                .tags(tags)
                .register(registry);
    }

    private Timer duration(Tags of, String status) {
        return Timer.builder(PREFIX + "window.duration")
                .description("Time from the start of a run to its end")
                .serviceLevelObjectives(BOUNDS)
                .tags(of.and(STATUS, status))
                .register(registry);
    }

    private DistributionSummary pages(Tags of) {
        return DistributionSummary.builder(PREFIX + "window.pages")
                .description("Pages of a complete window")
                .tags(of)
                .register(registry);
    }

    private static String lowerCase(Enum<?> name) {
        return name.name().toLowerCase(Locale.ROOT);
    }
}
