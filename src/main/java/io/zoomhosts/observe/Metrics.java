package io.zoomhosts.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.zoomhosts.account.Account;
import io.zoomhosts.failure.Failure;
import io.zoomhosts.report.Report;
import io.zoomhosts.routes.RejectedChange;
import io.zoomhosts.run.Counts;
import io.zoomhosts.run.Run;
import io.zoomhosts.run.RunListener;
import io.zoomhosts.zoom.RequestListener;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * Counts runs and requests as {@code zoom_hosts_*} in {@code /observe/metrics}, by account. Series whose labels are known are
 * registered with their account, because Prometheus' {@code increase()} misses the first count of a series that appears with it.
 *
 * <p>Each account has some hundred series. So the accounts beyond a number share the label {@code other}: their counters are sums, an
 * age or a time overdue is the largest one, and the number of requests left is the smallest one. An account keeps its label until it
 * is forgotten.
 */
public final class Metrics implements RunListener, RequestListener {

    /** The label of all accounts that have none of their own. */
    static final String OTHER = "other";

    private static final String ACCOUNT = "account";
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
    private final int ownLabels;
    private final Function<Account, ? extends Collection<Report>> reports;
    private final NewestRuns newest;
    private final Freshness freshness;
    private final Clock clock;

    /** The accounts of each label, by id. */
    private final Map<String, Map<String, Account>> accounts = new ConcurrentHashMap<>();

    private final Map<String, String> labels = new ConcurrentHashMap<>();

    /** The labels of gauges that are registered. */
    private final Set<Tags> gauges = ConcurrentHashMap.newKeySet();

    /** By the labels of the gauge, then by account. */
    private final Map<Tags, Map<String, Long>> remaining = new ConcurrentHashMap<>();

    /**
     * @param ownLabels the number of accounts that have series of their own
     * @param reports the collected reports of an account
     */
    public Metrics(
            MeterRegistry registry,
            int ownLabels,
            Function<Account, ? extends Collection<Report>> reports,
            NewestRuns newest,
            Freshness freshness,
            Clock clock) {
        this.registry = registry;
        this.ownLabels = ownLabels;
        this.reports = reports;
        this.newest = newest;
        this.freshness = freshness;
        this.clock = clock;
    }

    /** Registers the series of an account that is collected from now on. Call it again if the account collects more reports. */
    public synchronized void register(Account account) {
        freshness.register(account);
        Tags of = tags(account);
        accounts.computeIfAbsent(labels.get(account.id()), any -> new ConcurrentHashMap<>())
                .put(account.id(), account);
        requests(of, Endpoint.REPORT, "ok");
        requests(of, Endpoint.TOKEN, "ok");
        REPORT_FAILURES.forEach(failure -> requests(of, Endpoint.REPORT, failure.text()));
        TOKEN_FAILURES.forEach(failure -> requests(of, Endpoint.TOKEN, failure.text()));
        List.of(Limit.values()).forEach(limit -> wait(of, limit));
        for (Report report : reports.apply(account)) {
            report.scheduledVariants().forEach(variant -> register(account, report, variant));
        }
    }

    private void register(Account account, Report report, String variant) {
        Tags of = tags(account, report, variant);
        published(of);
        filtered(of);
        rejected(of);
        pages(of);
        for (String status : List.of(COMPLETE, FAILED)) {
            windows(of, status);
            duration(of, status);
        }
        if (gauges.add(of)) {
            String label = labels.get(account.id());
            Gauge.builder(
                            PREFIX + "newest.complete.run.age",
                            () -> largest(label, report, one -> age(one, report, variant)))
                    .description("Time since the newest complete run started, of any window; NaN if none is known")
                    .baseUnit("seconds")
                    .tags(of)
                    .register(registry);
            Gauge.builder(
                            PREFIX + "overdue",
                            () -> largest(label, report, one -> seconds(freshness.overdueFor(one, report, variant))))
                    .description("Time since the newest window should have been collected; 0 if it is complete")
                    .baseUnit("seconds")
                    .tags(of)
                    .register(registry);
        }
    }

    /** Removes the series of an account that is no longer collected. Another account may have its place. */
    public synchronized void forget(Account account) {
        freshness.forget(account);
        String label = labels.remove(account.id());
        if (label == null) {
            return;
        }
        accounts.getOrDefault(label, Map.of()).remove(account.id());
        remaining.values().forEach(ofAccounts -> ofAccounts.remove(account.id()));
        if (!label.equals(OTHER)) {
            Tag own = Tag.of(ACCOUNT, label);
            gauges.removeIf(tags -> tags.stream().anyMatch(own::equals));
            remaining.keySet().removeIf(tags -> tags.stream().anyMatch(own::equals));
            registry.getMeters().stream()
                    .filter(meter -> meter.getId().getTags().contains(own))
                    .forEach(registry::remove);
        }
    }

    /** The largest value of the accounts of a label that collect a report; NaN if it is NaN for one of them. */
    private double largest(String label, Report report, ToDoubleFunction<Account> value) {
        return accounts.getOrDefault(label, Map.of()).values().stream()
                .filter(account -> reports.apply(account).contains(report))
                .mapToDouble(value)
                .reduce(Math::max)
                .orElse(0);
    }

    private double age(Account account, Report report, String variant) {
        return newest.startedAt(account, report, variant)
                .map(started -> seconds(Duration.between(started, clock.instant())))
                .orElse(Double.NaN);
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    /** Registers the gauge for a rejected change to the routes. */
    public void register(RejectedChange rejected) {
        Gauge.builder(PREFIX + "routes.rejected", () -> rejected.first().isPresent() ? 1 : 0)
                .description("1 while a change to the route files is rejected and the previous version keeps running")
                .register(registry);
    }

    /** Registers the gauge for files of accounts that cannot be used. */
    public void registerUnusableFiles(Supplier<Number> number) {
        Gauge.builder(PREFIX + "account.files.unusable", number)
                .description("Files of zoom.accounts that cannot be used")
                .register(registry);
    }

    @Override
    public void onEnd(Run run) {
        if (!run.outcome().isCounted()) {
            return;
        }
        Tags of = tags(run.account(), run.report(), run.window().variant());
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
    private Tags tags(Account account, Report report, String variant) {
        return tags(account).and("report", report.name(), "variant", variant);
    }

    private Tags tags(Account account) {
        String label = labels.get(account.id());
        return Tags.of(ACCOUNT, label == null ? newLabel(account) : label);
    }

    private synchronized String newLabel(Account account) {
        long own =
                labels.values().stream().filter(label -> !label.equals(OTHER)).count();
        labels.putIfAbsent(account.id(), own < ownLabels ? account.id() : OTHER);
        return labels.get(account.id());
    }

    @Override
    public void onAnswer(Account account, Endpoint endpoint, String outcome) {
        requests(tags(account), endpoint, outcome).increment();
    }

    @Override
    public void onRemaining(Account account, String limit, long requests) {
        remaining
                .computeIfAbsent(tags(account).and(LIMIT, limit), of -> {
                    Map<String, Long> left = new ConcurrentHashMap<>();
                    Gauge.builder(PREFIX + "requests.remaining", left, Metrics::smallest)
                            .description("Requests left, as reported by Zoom")
                            .tags(of)
                            .register(registry);
                    return left;
                })
                .put(account.id(), requests);
    }

    private static double smallest(Map<String, Long> left) {
        return left.values().stream().mapToDouble(Long::doubleValue).min().orElse(Double.NaN);
    }

    @Override
    public void onWait(Account account, Limit limit, Duration wait) {
        wait(tags(account), limit).increment(wait.toNanos() / 1e9);
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

    private Counter requests(Tags of, Endpoint endpoint, String outcome) {
        return counter(
                "requests",
                "Requests to Zoom, by outcome",
                of.and("endpoint", lowerCase(endpoint), "outcome", outcome));
    }

    private Counter wait(Tags of, Limit limit) {
        return counter(
                "rate.limit.wait.seconds",
                "Time spent waiting for the configured request rate (own) or after a 429 from Zoom (zoom)",
                of.and(LIMIT, lowerCase(limit)));
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
