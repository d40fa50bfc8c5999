package io.zoomhosts.bench;

import io.zoomhosts.demo.KafkaBroker;
import io.zoomhosts.report.HostReport;
import io.zoomhosts.report.Report;
import io.zoomhosts.report.ReportDeclaration;
import io.zoomhosts.support.ForkedKafka;
import io.zoomhosts.support.Launcher;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.ToIntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/**
 * Measures an instance that knows many accounts, all of whose windows are complete, beside one that knows a single account:
 * {@code mvn -q package -DskipTests exec:exec@accounts-scale -Dscale.accounts=2000}. Prints the table of {@code docs/scale.md}.
 */
final class AccountsScale {

    /** As many days as the schedule needs for seven months. */
    private static final int DAYS = 215;

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final int accounts;
    private final KafkaBroker kafka;
    private final Path folder;

    AccountsScale(int accounts, KafkaBroker kafka, Path folder) {
        this.accounts = accounts;
        this.kafka = kafka;
        this.folder = folder;
    }

    /** An idle instance. */
    record Idle(int accounts, int runs, double startSeconds, double idleSeconds, long liveBytes, int threads) {

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "| %,d | %,d | %.1f s | %.1f s | %d MB | %d |",
                    accounts,
                    runs,
                    startSeconds,
                    idleSeconds,
                    liveBytes >> 20,
                    threads);
        }
    }

    /** Arguments: {@code --accounts}. */
    public static void main(String[] arguments) throws Exception {
        try (ForkedKafka kafka = ForkedKafka.running(Map.of())) {
            new AccountsScale(Integer.parseInt(arguments[1]), kafka, Files.createTempDirectory("accounts-")).measure();
        }
        System.exit(0);
    }

    /** Prints the table and returns its rows: one account, all with one run of each window, and all with the runs of seven months. */
    List<Idle> measure() throws Exception {
        System.out.printf(
                Locale.ROOT,
                "%d processors, %s %s, Java %s%n%n| accounts | runs in the topic | from the start until it works on them | until it has"
                        + " read the runs, and knows that nothing is due | live objects | threads |%n|---|---|---|---|---|---|%n",
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                System.getProperty("java.version"));
        idle(1, LedgerTopic::writeEachWindowOnce); // creates the topics, and warms up the broker
        List<Idle> rows = new ArrayList<>();
        rows.add(idle(1, LedgerTopic::writeEachWindowOnce));
        System.out.println(rows.get(0));
        rows.add(idle(accounts, LedgerTopic::writeEachWindowOnce));
        System.out.println(rows.get(1));
        rows.add(idle(accounts, LedgerTopic::writeUntilToday));
        System.out.println(rows.get(2));
        return rows;
    }

    private Idle idle(int number, ToIntFunction<LedgerTopic> write) throws Exception {
        ReportDeclaration declaration = HostReport.declaration();
        declaration.setTopic("accounts-" + UUID.randomUUID());
        Report report = HostReport.of("hosts", declaration);
        int runs = write.applyAsInt(new LedgerTopic(kafka.bootstrapServers(), report, number, DAYS));
        Path files = write(number);
        Launcher launcher = new Launcher()
                .set("ZOOM_ACCOUNTS", files.toString())
                .set("KAFKA_BROKERS", kafka.bootstrapServers())
                .set("ZOOM_HOSTS_TOPIC", report.topic())
                .set("ZOOM_SCHEDULE", "0 0 0 1 1 ? 2099")
                .set("MANAGEMENT_PORT", "0")
                .set("JAVA_OPTS", "-Xmx256m");
        long begun = System.nanoTime();
        try (Launcher.Started instance = launcher.start()) {
            await(instance, "this instance now works on");
            double started = (System.nanoTime() - begun) / 1e9;
            await(instance, "windows due: 0" + (number == 1 ? "" : ", accounts: " + number));
            double idle = (System.nanoTime() - begun) / 1e9;
            String pid = String.valueOf(instance.process().pid());
            return new Idle(number, runs, started, idle, liveBytes(pid), threads(pid));
        }
    }

    private static void await(Launcher.Started instance, String line) {
        Awaitility.await(line)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .failFast(() -> {
                    if (!instance.process().isAlive()) {
                        throw new IllegalStateException("ended:\n" + instance.output());
                    }
                })
                .until(() -> instance.output().contains(line));
    }

    private Path write(int number) throws IOException {
        Path files = Files.createDirectory(folder.resolve("of-" + UUID.randomUUID()));
        for (int account = 0; account < number; account++) {
            Path file = Files.writeString(
                    files.resolve(account + ".properties"),
                    "account-id=" + LedgerTopic.accountId(account) + "\nclient-id=client\nclient-secret=secret\n");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
        return files;
    }

    /** The size of all objects that are in use: jcmd collects the garbage first. */
    private static long liveBytes(String pid) throws IOException {
        Matcher total = Pattern.compile("Total +\\d+ +(\\d+)").matcher(jcmd(pid, "GC.class_histogram"));
        if (!total.find()) {
            throw new IllegalStateException("jcmd printed no total");
        }
        return Long.parseLong(total.group(1));
    }

    private static int threads(String pid) throws IOException {
        return (int) jcmd(pid, "Thread.print")
                .lines()
                .filter(line -> line.startsWith("\""))
                .count();
    }

    private static String jcmd(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
