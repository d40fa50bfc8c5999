package io.zoomhosts.bench;

import static org.awaitility.Awaitility.await;

import io.zoomhosts.demo.EmbeddedKafka;
import io.zoomhosts.demo.KafkaBroker;
import io.zoomhosts.sandbox.Ports;
import io.zoomhosts.support.ForkedKafka;
import io.zoomhosts.support.Launcher;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Measures {@code bin/zoom-hosts licences} with many hosts, under {@code -Xmx256m} and with the embedded database: {@code mvn -q
 * package -DskipTests exec:exec@licence-scale -Dscale.hosts=1000000 -Dscale.months=6}. Prints the table of {@code docs/scale.md}.
 */
final class LicenceScale {

    private static final String HEAP = "-Xmx256m";
    private static final Duration PATIENCE = Duration.ofHours(2);
    private static final Duration STEP = Duration.ofMillis(100);
    private static final int PAGES = 20;
    private static final int FEW_PAGES = 3;

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final int hosts;
    private final int months;
    private final KafkaBroker kafka;
    private final Path folder;
    private final String topic = "licences-" + UUID.randomUUID();
    private final List<String> rows = new ArrayList<>();
    private int port;

    /** @param folder for the databases, empty */
    LicenceScale(int hosts, int months, KafkaBroker kafka, Path folder) {
        this.hosts = hosts;
        this.months = months;
        this.kafka = kafka;
        this.folder = folder;
    }

    /** Arguments: {@code --hosts}, {@code --months}. */
    public static void main(String[] arguments) throws Exception {
        Map<String, Integer> numbers =
                Map.of(arguments[0], Integer.parseInt(arguments[1]), arguments[2], Integer.parseInt(arguments[3]));
        Path folder = Files.createTempDirectory("zoom-hosts-scale-");
        try (ForkedKafka kafka = ForkedKafka.running(Map.of())) {
            new LicenceScale(numbers.get("--hosts"), numbers.get("--months"), kafka, folder).measure();
        } finally {
            EmbeddedKafka.delete(folder);
        }
        System.exit(0);
    }

    /** Prints the table and returns its rows. */
    List<String> measure() throws Exception {
        System.out.printf(
                Locale.ROOT,
                "%,d hosts, %d months, both lists; %d processors, %s %s, Java %s%n%n| measure | goal | measured |%n|---|---|---|%n",
                hosts,
                months,
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                System.getProperty("java.version"));
        YearMonth newest = YearMonth.now(ZoneOffset.UTC).minusMonths(2);
        Path embedded = Files.createDirectory(folder.resolve("licences"));
        try (LicenceTopics topics = new LicenceTopics(kafka.bootstrapServers(), topic, hosts)) {
            long begun = System.nanoTime();
            long all = 0;
            for (int ago = months - 1; ago >= 0; ago--) {
                all += topics.write(newest.minusMonths(ago), true, false);
                all += topics.write(newest.minusMonths(ago), false, false);
            }
            add("rows in the topic", "", "%,d, written in %.0f s", all, since(begun));
            double load = load(embedded);
            questions(embedded);
            plain(load, all);
            again(embedded, topics, newest);
        }
        return rows;
    }

    private Launcher.Started start(Path embedded) throws IOException {
        port = Ports.free();
        return new Launcher()
                .set("JAVA_OPTS", HEAP + " " + System.getProperty("scale.java", ""))
                .set("KAFKA_BROKERS", kafka.bootstrapServers())
                .set("ZOOM_HOSTS_TOPIC", topic)
                .set("LICENCES_FOLDER", embedded.toString())
                .set("LICENCES_PORT", String.valueOf(port))
                .start("licences");
    }

    private static void stop(Launcher.Started process) throws InterruptedException {
        process.process().destroy();
        process.process().waitFor();
    }

    /** Builds the database from the topics. */
    private double load(Path embedded) throws Exception {
        long begun = System.nanoTime();
        try (Launcher.Started process = start(embedded)) {
            awaitReady(process);
            double load = since(begun);
            add("from the start of the process until everything is in the answer", "", "%.0f s", load);
            add("the same, for each window", "≤ 60 s", "%.1f s", load / (2 * months));
            pages();
            add("all idle licences as JSON, by the API", "", "%.2f s", timed("/api/v1/idle-licences?verdict=idle"));
            add("all accounts in numbers, by the API", "", "%.2f s", timed("/api/v1/accounts"));
            add("memory of the process at its highest (RSS)", "", "%s", peak(process.process()));
            stop(process);
            return load;
        }
    }

    private void awaitReady(Launcher.Started process) {
        await().atMost(PATIENCE).pollInterval(STEP).until(() -> get(process, "/observe/health/ready")
                .contains("\"UP\""));
    }

    /** The newest month is collected once more, while the process runs. */
    private void again(Path embedded, LicenceTopics topics, YearMonth newest) throws Exception {
        long begun = System.nanoTime();
        try (Launcher.Started process = start(embedded)) {
            awaitReady(process);
            add("from the start of the process, with nothing to read, until it is ready", "", "%.1f s", since(begun));
            int hosted = topics.write(newest, true, true);
            String run = newest.atEndOfMonth().plusDays(4) + "T02:30:00Z/";
            long committed = System.nanoTime();
            await().atMost(PATIENCE).pollInterval(STEP).until(() -> get(process, "/api/v1/months")
                    .contains(run));
            add(
                    String.format(Locale.ROOT, "a window of %,d hosts, from its commit to the answer", hosted),
                    "≤ 60 s",
                    "%.1f s",
                    since(committed));
            stop(process);
        }
    }

    private static String peak(Process process) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", String.valueOf(process.pid()), "status"))) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .map(line -> Integer.parseInt(line.replaceAll("\\D", "")) / 1024 + " MB")
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException notLinux) {
            return "unknown";
        }
    }

    private void pages() throws Exception {
        double first = timed("/");
        double[] seconds = IntStream.range(0, first > 2 ? FEW_PAGES : PAGES)
                .mapToDouble(nth -> timed("/"))
                .sorted()
                .toArray();
        add(
                "the first page by HTTP: the first time; then p50, p95 of " + seconds.length,
                "≤ 0.5 s",
                "%.2f s; %.2f s, %.2f s",
                first,
                seconds[seconds.length / 2],
                seconds[seconds.length * 95 / 100]);
    }

    private double timed(String path) {
        long begun = System.nanoTime();
        HttpResponse<byte[]> answer = CLIENT.sendAsync(request(path), HttpResponse.BodyHandlers.ofByteArray())
                .join();
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(path + " answers " + answer.statusCode());
        }
        return since(begun);
    }

    private String get(Launcher.Started process, String path) throws IOException, InterruptedException {
        if (!process.process().isAlive()) {
            throw new IllegalStateException("has ended:\n" + process.output());
        }
        try {
            return CLIENT.send(request(path), HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (ConnectException notYet) {
            return "";
        }
    }

    private HttpRequest request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build();
    }

    private void questions(Path embedded) throws Exception {
        Path file;
        try (Stream<Path> files = Files.list(embedded)) {
            file = files.filter(any -> any.toString().endsWith(".mv.db"))
                    .findFirst()
                    .orElseThrow();
        }
        List<String[]> answers = run(LicenceQueries.class, file.toString().replace(".mv.db", ""));
        for (int nth = 0; nth < 2; nth++) {
            String[] answer = answers.get(nth);
            add(
                    "`%s`: %s rows, %s hosts; the first time, then the median"
                            .formatted(nth == 0 ? LicenceQueries.COUNTS : LicenceQueries.IDLE, answer[0], answer[1]),
                    "≤ 2 s",
                    "%.2f s, %.2f s",
                    Double.parseDouble(answer[2]),
                    Double.parseDouble(answer[3]));
        }
        add("size of the database", "", "%,d MB", Files.size(file) / 1_000_000);
    }

    private void plain(double load, long all) throws Exception {
        plain("with a key by which a host is found", "≤ 1.3", load, all, PlainBatch.KEY);
        plain("without any key", "", load, all);
    }

    private void plain(String what, String goal, double load, long all, String... key) throws Exception {
        Path file = folder.resolve("plain" + key.length);
        List<String> arguments = new ArrayList<>(List.of(kafka.bootstrapServers(), topic, file.toString()));
        arguments.addAll(List.of(key));
        long begun = System.nanoTime();
        String[] done = run(PlainBatch.class, arguments.toArray(new String[0])).get(0);
        double seconds = since(begun);
        if (Long.parseLong(done[0]) != all) {
            throw new IllegalStateException(done[0] + " rows instead of " + all);
        }
        Files.delete(Path.of(file + ".mv.db"));
        add(
                "a plain JDBC batch of the same rows into one table " + what + ": time, in JDBC alone",
                "",
                "%.0f s, %.0f s",
                seconds,
                Double.parseDouble(done[2]));
        add("time until everything is in the answer, relative to it", goal, "%.2f", load / seconds);
    }

    /** Runs a main class of the tests in a process of its own, and returns the words of the lines that it prints. */
    private static List<String[]> run(Class<?> main, String... arguments) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(Stream.concat(
                        Stream.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                HEAP,
                                main.getName()),
                        Stream.of(arguments))
                .toList());
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        Path errors = Files.createTempFile("zoom-hosts-", ".err");
        Process process = builder.redirectError(errors.toFile()).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(main + " has failed: " + said + Files.readString(errors));
        }
        Files.delete(errors);
        return said.lines().map(line -> line.split(" ")).toList();
    }

    private static double since(long begun) {
        return (System.nanoTime() - begun) / 1e9;
    }

    private void add(String measure, String goal, String format, Object... values) {
        String row = "| " + measure + " | " + goal + " | " + String.format(Locale.ROOT, format, values) + " |";
        rows.add(row);
        System.out.println(row);
    }
}
