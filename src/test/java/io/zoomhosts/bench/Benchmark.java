package io.zoomhosts.bench;

import io.zoomhosts.broker.ForkedKafka;
import io.zoomhosts.sandbox.Fault;
import io.zoomhosts.sandbox.ReceivedRequest;
import io.zoomhosts.sandbox.SandboxOptions;
import io.zoomhosts.sandbox.SandboxZoom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.apache.kafka.common.utils.AppInfoParser;

/**
 * Measures the distribution against what one would write otherwise, all against the same sandbox Zoom and broker, turn by
 * turn: {@code mvn -q package -DskipTests exec:exec@benchmark}, with {@code -Druns=5}. Prints a table, and writes it to
 * {@code docs/benchmarks.md}. Seconds are those of this machine; what counts are the ratios of one turn.
 */
public final class Benchmark {

    private static final Path REPORT = Path.of("docs", "benchmarks.md");
    private static final Duration ZOOM = Duration.ofMillis(100);

    private final int runs;
    private final ForkedKafka kafka;
    private final List<String> rows = new ArrayList<>();
    private final List<Double> requestsTooMany = new ArrayList<>();
    private final List<Double> tokens = new ArrayList<>();

    private Benchmark(int runs, ForkedKafka kafka) {
        this.runs = runs;
        this.kafka = kafka;
    }

    public static void main(String[] arguments) throws Exception {
        try (ForkedKafka kafka = ForkedKafka.running(Map.of())) {
            Benchmark benchmark = new Benchmark(Integer.getInteger("runs", 5), kafka);
            benchmark.compare(
                    "a window of 100 pages at 100 ms: wall time over fetch only",
                    "≤ 1.03",
                    Load.ofPages(100, ZOOM),
                    Contender.FETCH_ONLY,
                    Turn::window);
            Load fast = Load.ofPages(100, Duration.ZERO);
            benchmark.compare(
                    "a window of 100 pages at 0 ms, new process: hosts/s over hand-written",
                    "≥ 1.0",
                    fast,
                    Contender.HAND_WRITTEN,
                    Turn::speed);
            benchmark.compare(
                    "the same, fifth window of a process",
                    "",
                    new Load(100 * Load.PAGE, Duration.ZERO, 5),
                    Contender.HAND_WRITTEN,
                    Turn::speed);
            benchmark.compare(
                    "a window of 100 pages at 0 ms: hosts/s over the naive route",
                    "≥ 40",
                    fast,
                    Contender.NAIVE_ROUTE,
                    Turn::speed);
            benchmark.firstStart();
            benchmark.million();
            Load small = Load.ofPages(10, ZOOM);
            benchmark.compare(
                    "`collect` of 10 pages at 100 ms, from exec to exit: over hand-written",
                    "≤ 1.2",
                    small,
                    Contender.HAND_WRITTEN,
                    Turn::process);
            benchmark.start(small);
            benchmark.row("requests to Zoom beyond the pages needed, per process", "0", benchmark.requestsTooMany);
            benchmark.row("requests for an access token, per process", "1", benchmark.tokens);
            benchmark.report();
        }
        System.exit(0);
    }

    private void compare(String what, String goal, Load load, Contender other, ToDoubleFunction<Turn> measure)
            throws Exception {
        List<Double> ratios = new ArrayList<>();
        try (SandboxZoom zoom = SandboxZoom.start(load.options())) {
            zoom.fault(new PreparedPages(zoom.account(), Load.PAGE));
            // The first turn also warms the sandbox and the broker, and does not count.
            for (int turn = 0; turn <= runs; turn++) {
                double product = measure.applyAsDouble(product(zoom, load));
                double theOther =
                        measure.applyAsDouble(Turn.of(zoom, kafka, other, Map.of(), load.arguments(), process -> {}));
                if (turn > 0) {
                    ratios.add(product / theOther);
                }
            }
        }
        row(what, goal, ratios);
    }

    /** All windows at the rate of a Business account: over what the rate, or the longest window, needs at least. */
    private void firstStart() throws Exception {
        int pages = 20;
        int rate = 40;
        SandboxOptions options = SandboxOptions.defaults()
                .withActiveHosts(pages * Load.PAGE)
                .withIdleHosts(pages * Load.PAGE)
                .withRequestsPerSecond(rate)
                .withResponseDelay(ZOOM);
        LocalDate today = LocalDate.now();
        List<String> arguments =
                List.of("--from", today.minusMonths(5).withDayOfMonth(1).toString(), "--to", today.toString());
        Map<String, String> settings =
                Map.of("ZOOM_REQUESTS_PER_SECOND", String.valueOf(rate), "ZOOM_PARALLEL_WINDOWS", "");
        List<Double> ratios = new ArrayList<>();
        try (SandboxZoom zoom = SandboxZoom.start(options)) {
            for (int turn = 0; turn <= runs; turn++) {
                Turn done = Turn.of(zoom, kafka, Contender.PRODUCT, settings, arguments, process -> {});
                int needed = pages * done.complete().size();
                tally(done, needed);
                double floor = Math.max(pages * ZOOM.toMillis() / 1000.0, (double) needed / rate);
                if (turn > 0) {
                    ratios.add(done.windows() / floor);
                }
            }
        }
        row("first start, 12 windows of 20 pages at 100 ms, 40 requests/s: wall time over the floor", "≤ 1.15", ratios);
    }

    /** A window of a million hosts under {@code -Xmx256m}, against one of 100,000. */
    private void million() throws Exception {
        int hundredThousand = 100_000;
        int million = 1_000_000;
        List<Double> times = new ArrayList<>();
        List<Double> heap = new ArrayList<>();
        List<Double> stored = new ArrayList<>();
        for (int turn = 0; turn < runs; turn++) {
            LargeWindow small = large(hundredThousand);
            LargeWindow large = large(million);
            times.add(large.seconds() / (10 * small.seconds()));
            heap.add((double) (large.heap() - small.heap()) / (million - hundredThousand));
            stored.add((double) large.stored() / million);
        }
        row("1,000,000 hosts in a window: heap over that of 100,000, in bytes for each host more", "≤ 48", heap);
        row("the same: time over ten times that of 100,000", "≤ 1.05", times);
        row("the same: bytes in Kafka for each host, as stored (lz4)", "", stored);
    }

    private LargeWindow large(int hosts) throws Exception {
        LargeWindow measured = LargeWindow.of(hosts, kafka);
        tally(measured.turn(), measured.pages());
        return measured;
    }

    /** From exec to the first request, over an empty Camel Main from exec to exit. */
    private void start(Load load) throws Exception {
        List<Double> collect = new ArrayList<>();
        List<Double> service = new ArrayList<>();
        try (SandboxZoom zoom = SandboxZoom.start(load.options())) {
            for (int turn = 0; turn <= runs; turn++) {
                Instant started = Instant.now();
                Contender.complete(Contender.EMPTY_MAIN.start(Map.of(), List.of()));
                double empty = Duration.between(started, Instant.now()).toNanos() / 1e9;
                double ofCollect = product(zoom, load).start();
                double ofService = service(zoom);
                if (turn > 0) {
                    collect.add(ofCollect / empty);
                    service.add(ofService / empty);
                }
            }
        }
        row("`collect`, from exec to its first request: over an empty Camel Main", "", collect);
        row("the service, from exec to its first request: over an empty Camel Main", "", service);
    }

    private double service(SandboxZoom zoom) throws Exception {
        CompletableFuture<ReceivedRequest> first = new CompletableFuture<>();
        zoom.fault((request, nth) -> {
            first.complete(request);
            return Optional.empty();
        });
        Instant started = Instant.now();
        Process service =
                Contender.SERVICE.start(Contender.environment(zoom, kafka, Map.of("MANAGEMENT_PORT", "0")), List.of());
        try {
            return new Turn(started, List.of(first.get(1, TimeUnit.MINUTES)), List.of(), started).start();
        } finally {
            service.destroyForcibly().waitFor();
            zoom.fault(Fault.NONE);
        }
    }

    private Turn product(SandboxZoom zoom, Load load) throws Exception {
        Turn done = Turn.of(zoom, kafka, Contender.PRODUCT, Map.of(), load.arguments(), process -> {});
        tally(done, load.pages());
        return done;
    }

    private void tally(Turn done, int pagesNeeded) {
        requestsTooMany.add((double) done.pages() - pagesNeeded);
        tokens.add((double) done.tokens());
    }

    private void row(String what, String goal, List<Double> figures) {
        List<Double> sorted = figures.stream().sorted().toList();
        String row = String.format(
                Locale.ROOT,
                "| %s | %s | %.2f | %.2f | %.2f |",
                what,
                goal,
                sorted.get(sorted.size() / 2),
                sorted.get(0),
                sorted.get(sorted.size() - 1));
        rows.add(row);
        System.out.println(row);
    }

    private void report() throws IOException {
        String text = """
                # Benchmarks

                Written by `mvn -q package -DskipTests exec:exec@benchmark`: the distribution, a loop that only fetches, a
                hand-written program and a naive Camel route (`src/test/java/io/zoomhosts/bench`) collect the same windows
                from one sandbox Zoom into one broker, turn by turn. The ratios of a turn are compared, as seconds are only
                those of a machine. A window is measured from the first request for a page to the line that says that it is
                complete; for the distribution, that is after its commit.

                | measure | goal | median | least | most |
                |---|---|---|---|---|
                """ + String.join("\n", rows) + "\n\n"
                + String.format(
                        "%s, %d runs of each after one that does not count. %d processors, %s %s, Java %s, Kafka clients %s.%n",
                        LocalDate.now(),
                        runs,
                        Runtime.getRuntime().availableProcessors(),
                        System.getProperty("os.name"),
                        System.getProperty("os.arch"),
                        System.getProperty("java.version"),
                        AppInfoParser.getVersion());
        Files.writeString(REPORT, text);
    }
}
