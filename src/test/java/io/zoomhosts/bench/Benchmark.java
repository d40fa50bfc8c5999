package io.zoomhosts.bench;

import io.zoomhosts.sandbox.Fault;
import io.zoomhosts.sandbox.ReceivedRequest;
import io.zoomhosts.sandbox.SandboxOptions;
import io.zoomhosts.sandbox.SandboxZoom;
import io.zoomhosts.support.ForkedKafka;
import io.zoomhosts.support.RoutesCopy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/**
 * Compares the distribution with alternatives against the same sandbox Zoom and broker, in turns: {@code mvn -q package
 * -DskipTests exec:exec@benchmark}, with {@code -Druns=5}. Prints a table and writes it to {@code docs/benchmarks.md}.
 * {@code -Dbench.only="wide rows"} measures only the rows with these words in their name, and writes nothing. Seconds depend
 * on the machine; compare the ratios within one turn.
 */
public final class Benchmark {

    private static final Duration ZOOM = Duration.ofMillis(100);
    private static final Duration SLOW_ZOOM = Duration.ofMillis(400);

    private final int runs;
    private final ForkedKafka kafka;
    private final Rows rows;
    private final List<Double> requestsTooMany = new ArrayList<>();
    private final List<Double> tokens = new ArrayList<>();

    private Benchmark(int runs, ForkedKafka kafka, Rows rows) {
        this.runs = runs;
        this.kafka = kafka;
        this.rows = rows;
    }

    public static void main(String[] arguments) throws Exception {
        int runs = Integer.getInteger("runs", 5);
        Rows rows = new Rows(System.getProperty("bench.only", ""), runs);
        try (ForkedKafka kafka = ForkedKafka.running(Map.of())) {
            Benchmark benchmark = new Benchmark(runs, kafka, rows);
            benchmark.compare(
                    "a window of 100 pages at 100 ms: time relative to fetching only",
                    "≤ 1.03",
                    Load.ofPages(100, ZOOM),
                    Contender.FETCH_ONLY,
                    Turn::window);
            benchmark.compare(
                    "a window of 100 pages of wide rows, 450 bytes each, at 100 ms: time relative to fetching only",
                    "≤ 1.03",
                    Load.ofPages(100, ZOOM).withRowBytes(450),
                    Contender.FETCH_ONLY,
                    Turn::window);
            Load fast = Load.ofPages(100, Duration.ZERO);
            benchmark.compare(
                    "a window of 100 pages at 0 ms, new process: hosts/s relative to a hand-written program",
                    "≥ 1.0",
                    fast,
                    Contender.HAND_WRITTEN,
                    Turn::speed);
            Load warm = new Load(100 * Load.PAGE, Duration.ZERO, 5);
            benchmark.compare(
                    "the same, fifth window of the process", "≥ 1.0", warm, Contender.HAND_WRITTEN, Turn::speed);
            benchmark.compare(
                    "the same, fourth window: CPU seconds relative to a hand-written program",
                    "≤ 1.2",
                    warm,
                    Contender.HAND_WRITTEN,
                    Turn::cpu);
            benchmark.compare(
                    "the same, fifth window, with a filter by jsonpath in each-host: hosts/s relative to a hand-written program",
                    "≥ 0.6",
                    warm,
                    withFilter(),
                    Contender.HAND_WRITTEN,
                    Turn::speed);
            benchmark.compare(
                    "a window of 100 pages at 0 ms: hosts/s relative to a naive Camel route",
                    "≥ 40",
                    fast,
                    Contender.NAIVE_ROUTE,
                    Turn::speed);
            benchmark.firstStart(
                    "first start, 12 windows of 20 pages at 100 ms, 40 requests/s: time relative to the minimum that the rate allows",
                    "≤ 1.15",
                    ZOOM);
            benchmark.firstStart(
                    "first start, 12 windows of 20 pages at 400 ms, 40 requests/s: time relative to the longest sequence of pages",
                    "≤ 1.10",
                    SLOW_ZOOM);
            benchmark.million();
            Load small = Load.ofPages(10, ZOOM);
            benchmark.compare(
                    "`collect` of 10 pages at 100 ms, from exec to exit: time relative to a hand-written program",
                    "≤ 1.2",
                    small,
                    Contender.HAND_WRITTEN,
                    Turn::process);
            benchmark.start(small);
            rows.add("requests to Zoom beyond the pages needed, per process", "0", benchmark.requestsTooMany);
            rows.add("requests for an access token, per process", "1", benchmark.tokens);
            rows.write();
        }
        System.exit(0);
    }

    /** Routes with a step of a user, which keeps every host. */
    static Map<String, String> withFilter() throws IOException {
        Path routes = Files.createTempDirectory("routes-");
        RoutesCopy.copyTo(routes);
        RoutesCopy.eachHost(routes, RoutesCopy.LICENSED_ONLY.replace("!= 2", "== 99"));
        return Map.of("ROUTES_LOCATION", "file:" + routes);
    }

    private void compare(String what, String goal, Load load, Contender other, ToDoubleFunction<Turn> measure)
            throws Exception {
        compare(what, goal, load, Map.of(), other, measure);
    }

    /** @param settings of the product, beside the usual ones */
    private void compare(
            String what,
            String goal,
            Load load,
            Map<String, String> settings,
            Contender other,
            ToDoubleFunction<Turn> measure)
            throws Exception {
        if (!rows.isWanted(what)) {
            return;
        }
        try (SandboxZoom zoom = SandboxZoom.start(load.options())) {
            zoom.fault(new PreparedPages(zoom.account(), Load.PAGE));
            turns(what, goal, () -> {
                double product = measure.applyAsDouble(product(zoom, load, settings));
                return product
                        / measure.applyAsDouble(Turn.of(zoom, kafka, other, Map.of(), load.arguments(), process -> {}));
            });
        }
    }

    /**
     * First start with all windows at the rate of a Business account, relative to the minimum that the rate or the pages of the
     * longest window allow.
     *
     * @param delay of Zoom's answers
     */
    private void firstStart(String what, String goal, Duration delay) throws Exception {
        if (!rows.isWanted(what)) {
            return;
        }
        int pages = 20;
        int rate = 40;
        SandboxOptions options = SandboxOptions.defaults()
                .withActiveHosts(pages * Load.PAGE)
                .withIdleHosts(pages * Load.PAGE)
                .withRequestsPerSecond(rate)
                .withResponseDelay(delay);
        LocalDate today = LocalDate.now();
        List<String> arguments =
                List.of("--from", today.minusMonths(5).withDayOfMonth(1).toString(), "--to", today.toString());
        Map<String, String> settings =
                Map.of("ZOOM_REQUESTS_PER_SECOND", String.valueOf(rate), "ZOOM_PARALLEL_WINDOWS", "");
        try (SandboxZoom zoom = SandboxZoom.start(options)) {
            turns(what, goal, () -> {
                Turn done = Turn.of(zoom, kafka, Contender.PRODUCT, settings, arguments, process -> {});
                int needed = pages * done.complete().size();
                tally(done, needed);
                return done.windows() / Math.max(pages * delay.toMillis() / 1000.0, (double) needed / rate);
            });
        }
    }

    /** The ratio of each turn but the first, which also warms the sandbox and the broker. */
    private void turns(String what, String goal, Callable<Double> turn) throws Exception {
        List<Double> ratios = new ArrayList<>();
        turn.call();
        for (int nth = 0; nth < runs; nth++) {
            ratios.add(turn.call());
        }
        rows.add(what, goal, ratios);
    }

    /** A window of a million hosts under {@code -Xmx256m}, against one of 100,000. */
    private void million() throws Exception {
        String ofHeap = "1,000,000 hosts in a window: more heap than for 100,000, in bytes per additional host";
        String ofTime = "the same: time relative to ten times that of 100,000";
        String ofBytes = "the same: bytes in Kafka per host, compressed (lz4)";
        if (!rows.isWanted(ofHeap, ofTime, ofBytes)) {
            return;
        }
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
        rows.add(ofHeap, "≤ 48", heap);
        rows.add(ofTime, "≤ 1.05", times);
        rows.add(ofBytes, "", stored);
    }

    private LargeWindow large(int hosts) throws Exception {
        LargeWindow measured = LargeWindow.of(hosts, kafka);
        tally(measured.turn(), measured.pages());
        return measured;
    }

    /** From exec to the first request, over an empty Camel Main from exec to exit. */
    private void start(Load load) throws Exception {
        String ofTheCommand = "`collect`, from exec to its first request: time relative to an empty Camel Main";
        String ofTheService = "the service, from exec to its first request: time relative to an empty Camel Main";
        if (!rows.isWanted(ofTheCommand, ofTheService)) {
            return;
        }
        List<Double> collect = new ArrayList<>();
        List<Double> service = new ArrayList<>();
        try (SandboxZoom zoom = SandboxZoom.start(load.options())) {
            for (int turn = 0; turn <= runs; turn++) {
                Instant started = Instant.now();
                Contender.complete(Contender.EMPTY_MAIN.start(Map.of(), List.of()));
                double empty = Duration.between(started, Instant.now()).toNanos() / 1e9;
                double ofCollect = product(zoom, load, Map.of()).start();
                double ofService = service(zoom);
                if (turn > 0) {
                    collect.add(ofCollect / empty);
                    service.add(ofService / empty);
                }
            }
        }
        rows.add(ofTheCommand, "", collect);
        rows.add(ofTheService, "", service);
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

    private Turn product(SandboxZoom zoom, Load load, Map<String, String> settings) throws Exception {
        Turn done = Turn.of(zoom, kafka, Contender.PRODUCT, settings, load.arguments(), process -> {});
        tally(done, load.pages());
        return done;
    }

    private void tally(Turn done, int pagesNeeded) {
        requestsTooMany.add((double) done.pages() - pagesNeeded);
        tokens.add((double) done.tokens());
    }
}
