package io.zoomhosts.storm;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.zoomhosts.demo.EmbeddedKafka;
import io.zoomhosts.report.HostReport;
import io.zoomhosts.report.Window;
import io.zoomhosts.sandbox.SandboxOptions;
import io.zoomhosts.storm.Anomaly.Kind;
import io.zoomhosts.storm.Nemesis.Kill;
import io.zoomhosts.storm.Rates.Sent;
import io.zoomhosts.storm.Read.Event;
import io.zoomhosts.support.AsyncApi;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.IsolationLevel;
import org.awaitility.core.ConditionTimeoutException;

/**
 * The storm: three instances share twenty accounts and write to three brokers while a {@link Nemesis} does harm, and three kinds of
 * consumers read; afterwards a {@link Checker} looks at what they saw.
 *
 * <pre>mvn -q package -DskipTests exec:exec@storm -Dstorm.minutes=30 -Dstorm.seed=1</pre>
 *
 * <p>The same seed gives the same faults at the same times, to the same targets. What they meet depends on the machine. Exit status
 * 1: there are anomalies. Logs of all processes, all reads and all requests are in {@code target/storm/}.
 */
final class Storm {

    private static final int BROKERS = 3;
    private static final int INSTANCES = 3;
    private static final int ACCOUNTS = 20;

    /** Requests per second and account. */
    private static final int PER_SECOND = 5;

    private static final int PAGE_SIZE = 5;
    private static final Duration ANSWER = Duration.ofMillis(200);
    private static final int ACTIVE_HOSTS = 25;
    private static final int IDLE_HOSTS = 15;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration TRANSACTION = Duration.ofSeconds(60);

    /**
     * What a storm was, and what it found.
     *
     * @param lines for people
     */
    record Result(List<Anomaly> anomalies, List<String> lines) {

        @Override
        public String toString() {
            return Stream.concat(lines.stream(), anomalies.stream().map(Anomaly::toString))
                    .collect(Collectors.joining("\n"));
        }
    }

    private record TakeOver(long millis, Kill kill, Sent next) {}

    private final long seed;
    private final Duration lasts;
    private final Set<FaultSchedule.Kind> kinds;
    private final Consumer<String> log;
    private final History history = new History();
    private final StormyZoom zoom;
    private final List<Anomaly> anomalies = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();
    private long aborted;

    /** @param log gets a line when something happens */
    Storm(long seed, Duration lasts, Set<FaultSchedule.Kind> kinds, Consumer<String> log) throws IOException {
        this.seed = seed;
        this.lasts = lasts;
        this.kinds = EnumSet.copyOf(kinds);
        this.log = log;
        this.zoom = new StormyZoom(seed);
        if (Instance.clockMover().isEmpty() && this.kinds.remove(FaultSchedule.Kind.MOVE_CLOCK)) {
            log.accept("No clock is moved: faketime, a package of Debian, is not installed");
        }
    }

    /** Runs the storm and checks everything. */
    Result run(Path folder) throws Exception {
        Instant startedAt = Instant.now();
        SandboxOptions options = SandboxOptions.defaults()
                .withAccounts(ACCOUNTS)
                .withActiveHosts(ACTIVE_HOSTS)
                .withIdleHosts(IDLE_HOSTS)
                .withRequestsPerSecond(1000)
                .withResponseDelay(ANSWER)
                .withSeed(seed);
        try (Fleet fleet = Fleet.start(folder, options, BROKERS, INSTANCES)) {
            fleet.zoom().fault(zoom);
            fleet.set("ZOOM_SCHEDULE", "*/10 * * * * ?")
                    .set("ZOOM_PAGE_SIZE", String.valueOf(PAGE_SIZE))
                    .set("ZOOM_REQUESTS_PER_SECOND", String.valueOf(PER_SECOND))
                    .set("ZOOM_RETRY_DELAY", "200")
                    .set("ZOOM_RESPONSE_TIMEOUT", "5000")
                    .set("KAFKA_TRANSACTION_TIMEOUT", String.valueOf(TRANSACTION.toMillis()));
            for (Instance instance : fleet.instances()) {
                instance.start();
            }
            Nemesis nemesis = new Nemesis(fleet, zoom, log);
            try (Readers readers = new Readers(fleet.cluster(), Fleet.ROWS_TOPIC, Fleet.RUNS_TOPIC, history, seed)) {
                readers.start();
                await("a complete window").atMost(PATIENCE).until(() -> history.events().stream()
                        .anyMatch(Event::isComplete));
                nemesis.run(seed, lasts, kinds);
                Map<String, Instant> due = due(fleet, Instant.now());
                log.accept("The faults are over; waiting until " + due.size() + " windows are complete");
                awaitComplete(due);
                stop(fleet, nemesis);
                awaitNoOpenTransaction(readers);
                readers.awaitEnd();
                check(fleet, due);
                aborted = readers.recordsInRows() - checker(fleet).rows();
            }
            describe(fleet, nemesis, startedAt);
            write(folder.resolve("history.txt"), Stream.concat(history.rows().stream(), history.events().stream()));
            write(folder.resolve("requests.txt"), fleet.pages().stream());
        }
        return new Result(List.copyOf(anomalies), List.copyOf(lines));
    }

    /** The windows that must be complete: since any time if their rows were final, otherwise since the end of the faults. */
    private static Map<String, Instant> due(Fleet fleet, Instant now) {
        Map<String, Instant> due = new HashMap<>();
        for (String account : fleet.zoom().accountIds()) {
            for (Window window : HostReport.REPORT.scheduledOn(LocalDate.ofInstant(now, ZoneOffset.UTC))) {
                boolean isFinal = !window.settledAt(ZoneOffset.UTC).isAfter(now);
                due.put(account + "/hosts/" + window.key(), isFinal ? Instant.EPOCH : now);
            }
        }
        return due;
    }

    private void awaitComplete(Map<String, Instant> due) {
        Instant since = Instant.now();
        try {
            await("windows to be complete")
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> Checker.notComplete(history.events(), due).isEmpty());
            line("time from the last fault to everything complete", seconds(Duration.between(since, Instant.now())));
        } catch (ConditionTimeoutException e) {
            log.accept("Not everything is complete " + PATIENCE.toMinutes() + " minutes after the last fault");
        }
    }

    private void stop(Fleet fleet, Nemesis nemesis) throws Exception {
        for (int number = 0; number < INSTANCES; number++) {
            Instance instance = fleet.instances().get(number);
            int deaths = instance.deaths();
            if (deaths > 0) {
                add(Kind.DIED, "instance " + number + " ended " + deaths + " times without being told to");
            }
            if (!instance.stop()) {
                add(Kind.DID_NOT_STOP, "instance " + number + " did not stop in the end");
            }
        }
        nemesis.tardy().forEach(number -> add(Kind.DID_NOT_STOP, "instance " + number + " did not stop in the storm"));
    }

    private void awaitNoOpenTransaction(Readers readers) {
        try {
            await("the end of all transactions")
                    .atMost(TRANSACTION.plusSeconds(30))
                    .pollInterval(Duration.ofMillis(500))
                    .ignoreExceptions()
                    .until(() -> readers.ends(IsolationLevel.READ_COMMITTED)
                            .equals(readers.ends(IsolationLevel.READ_UNCOMMITTED)));
        } catch (ConditionTimeoutException e) {
            add(Kind.HANGING, "a transaction was open for longer than its time-out");
        }
    }

    private void check(Fleet fleet, Map<String, Instant> due) {
        anomalies.addAll(checker(fleet).check(due));
        anomalies.addAll(Rates.check(fleet.pages(), PER_SECOND));
    }

    private Checker checker(Fleet fleet) {
        Map<String, Map<String, String>> known = new HashMap<>();
        return new Checker(history, Readers.ALL, window -> known.computeIfAbsent(window, any -> rows(fleet, window)));
    }

    /** What Zoom has for a window, by key. */
    private static Map<String, String> rows(Fleet fleet, String window) {
        String[] parts = window.split("/");
        return fleet
                .zoom()
                .account(parts[0])
                .rows(parts[2], LocalDate.parse(parts[3]), LocalDate.parse(parts[4]))
                .stream()
                .collect(Collectors.toMap(Storm::key, History::digest));
    }

    private static String key(String row) {
        JsonNode host = AsyncApi.tree(row);
        return host.path("id").textValue();
    }

    private void describe(Fleet fleet, Nemesis nemesis, Instant startedAt) {
        List<Event> complete = checker(fleet).complete();
        long needed = complete.stream().mapToLong(Event::pages).sum();
        List<Sent> pages = fleet.pages();
        line("seed", seed);
        line("duration", seconds(Duration.between(startedAt, Instant.now())));
        line("complete runs", complete.size());
        line("windows", complete.stream().map(Event::window).distinct().count());
        line("rows", complete.stream().mapToLong(Event::rows).sum());
        line("rows of aborted transactions, which no consumer may see", aborted);
        line("reads by all consumers", history.rows().size() + history.events().size());
        nemesis.hits()
                .forEach((kind, hits) ->
                        line(kind.name().toLowerCase(Locale.ROOT).replace('_', ' '), hits));
        zoom.faultyAnswers().forEach((kind, number) -> line("answers of Zoom: " + kind, number));
        line("requests for pages that Zoom answered", zoom.pages());
        line("requests for pages that complete runs needed", needed);
        line("ratio", "%.3f".formatted((double) zoom.pages() / needed));
        line("requests for tokens", fleet.tokens().size());
        line(
                "most requests for pages in a second and account, of " + PER_SECOND,
                Rates.largest(pages).values().stream()
                        .mapToInt(Integer::intValue)
                        .max()
                        .orElse(0));
        line("longest from an event to the last row of its run, for the steady consumer", lateRows() + " ms");
        List<TakeOver> takeOvers = takeOvers(nemesis.kills(), pages);
        line("kills of instances with a window in work", takeOvers.size());
        line(
                "from such a kill to the next request for that window, ms, other faults included",
                takeOvers.stream().map(TakeOver::millis).sorted().toList());
        takeOvers.forEach(takeOver -> log.accept(takeOver.toString()));
        line("anomalies", anomalies.size());
    }

    /** Topics and partitions are read independently, so an event can come before its rows. */
    private long lateRows() {
        Map<String, Long> announced = history.events().stream()
                .filter(event -> event.reader().equals(Readers.STEADY) && event.isComplete())
                .collect(Collectors.toMap(Event::runId, Event::at, Math::min));
        return history.rows().stream()
                .filter(row -> row.reader().equals(Readers.STEADY))
                .mapToLong(row -> row.at() - announced.getOrDefault(row.runId(), row.at()))
                .max()
                .orElse(0);
    }

    /**
     * For each kill of an instance, the longest time from the kill to the next request for a window that it had in work: one it
     * asked about in the last two seconds, and which was not complete then.
     */
    private List<TakeOver> takeOvers(List<Kill> kills, List<Sent> pages) {
        List<TakeOver> times = new ArrayList<>();
        for (Kill kill : kills) {
            Set<String> inWork = pages.stream()
                    .filter(sent -> sent.by() == kill.instance()
                            && sent.at().toEpochMilli() <= kill.at()
                            && sent.at().toEpochMilli() > kill.at() - 2000)
                    .map(Sent::window)
                    .collect(Collectors.toSet());
            history.events().stream()
                    .filter(event -> Math.abs(event.at() - kill.at()) < 2000)
                    .forEach(event -> inWork.remove(event.window()));
            inWork.stream()
                    .flatMap(window -> pages.stream()
                            .filter(sent ->
                                    sent.window().equals(window) && sent.at().toEpochMilli() > kill.at() + 500)
                            .limit(1)
                            .map(sent -> new TakeOver(sent.at().toEpochMilli() - kill.at(), kill, sent)))
                    .max(Comparator.comparing(TakeOver::millis))
                    .ifPresent(times::add);
        }
        return times;
    }

    private static void write(Path file, Stream<?> what) throws IOException {
        Files.write(file, (Iterable<String>) what.map(Object::toString)::iterator);
    }

    private void add(Kind kind, String text) {
        anomalies.add(new Anomaly(kind, text, List.of()));
    }

    private void line(String what, Object result) {
        lines.add("| " + what + " | " + result + " |");
    }

    private static String seconds(Duration duration) {
        return "%d min %02d s".formatted(duration.toMinutes(), duration.toSecondsPart());
    }

    /** The long form. */
    public static void main(String[] arguments) throws Exception {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly)));
        long seed = Long.getLong("storm.seed", System.nanoTime());
        System.out.println("seed " + seed);
        Duration lasts =
                Duration.ofSeconds((long) (60 * Double.parseDouble(System.getProperty("storm.minutes", "30"))));
        Path folder = Path.of("target", "storm");
        delete(folder);
        Result result = new Storm(seed, lasts, kinds(System.getProperty("storm.faults", "all")), System.out::println)
                .run(folder);
        System.out.println(result);
        System.exit(result.anomalies().isEmpty() ? 0 : 1);
    }

    /** @param names of faults, separated by commas, or {@code all} */
    static Set<FaultSchedule.Kind> kinds(String names) {
        return names.equals("all")
                ? EnumSet.allOf(FaultSchedule.Kind.class)
                : Arrays.stream(names.split(","))
                        .map(name -> FaultSchedule.Kind.valueOf(
                                name.trim().toUpperCase(Locale.ROOT).replace('-', '_')))
                        .collect(Collectors.toCollection(() -> EnumSet.noneOf(FaultSchedule.Kind.class)));
    }

    static void delete(Path folder) throws Exception {
        if (Files.exists(folder)) {
            EmbeddedKafka.delete(folder);
        }
    }
}
