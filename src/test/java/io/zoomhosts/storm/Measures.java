package io.zoomhosts.storm;

import static org.awaitility.Awaitility.await;

import io.zoomhosts.instances.Parts;
import io.zoomhosts.report.HostReport;
import io.zoomhosts.sandbox.SandboxOptions;
import io.zoomhosts.storm.Rates.Sent;
import io.zoomhosts.support.AsyncApi;
import io.zoomhosts.support.Latches;
import io.zoomhosts.support.Topic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;

/**
 * Measures many accounts on several instances of the built distribution, with one broker:
 * {@code mvn -q package -DskipTests exec:exec@instances}, with {@code -Dmeasure=take-over}, {@code small-beside-large}
 * or {@code speed} for one of them.
 */
final class Measures {

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    /** Partitions of the topic that instances share. */
    private static final int PARTS = 256;

    /** So few windows at a time that instances wait for Zoom, and three of them do not need all processors. */
    private static final int SMALL_TOTAL = 3;

    private static final String NEVER = "0 0 0 1 1 ? 2099";

    private final Path folder;

    /** @param folder for data and logs */
    Measures(Path folder) {
        this.folder = folder;
    }

    public static void main(String[] arguments) throws Exception {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly)));
        Measures measures = new Measures(Path.of("target", "instances"));
        String only = System.getProperty("measure", "");
        System.out.println("| measure | result |\n|---|---|");
        if (only.isEmpty() || only.equals("take-over")) {
            System.out.println("| from kill -9 to the first request of another instance, ms, by account | "
                    + measures.takeOver(3) + " |");
        }
        if (only.isEmpty() || only.equals("small-beside-large")) {
            measures.smallBesideLarge(3);
        }
        if (only.isEmpty() || only.equals("speed")) {
            measures.speed(200);
        }
        System.exit(0);
    }

    /**
     * Kills one of two instances with SIGKILL, repeatedly. Each account is due every second.
     *
     * @return the times from a kill to the first request of the other instance, for each account that the killed one worked on
     */
    List<Long> takeOver(int kills) throws Exception {
        SandboxOptions options = small(10, 20).withResponseDelay(Duration.ofMillis(50));
        List<Long> times = new ArrayList<>();
        try (Fleet fleet = fleet(options, 2)) {
            fleet.set("ZOOM_SCHEDULE", "* * * * * ?");
            for (Instance instance : fleet.instances()) {
                instance.start();
            }
            for (int kill = 0; kill < kills; kill++) {
                int killed = kill % 2;
                await("both instances at work")
                        .atMost(PATIENCE)
                        .until(() -> accounts(fleet, 0, recently()).size() > 2
                                && accounts(fleet, 1, recently()).size() > 2);
                Instant at = Instant.now();
                fleet.instances().get(killed).kill();
                Set<String> orphans = accounts(fleet, killed, sent -> sent.at().isAfter(at.minusSeconds(4)));
                Predicate<Sent> since = sent -> sent.at().isAfter(at) && orphans.contains(sent.account());
                await("the other instance").atMost(PATIENCE).until(() -> accounts(fleet, 1 - killed, since)
                        .containsAll(orphans));
                for (String account : orphans) {
                    times.add(fleet.pages().stream()
                            .filter(sent -> sent.by() == 1 - killed
                                    && since.test(sent)
                                    && sent.account().equals(account))
                            .mapToLong(sent -> Duration.between(at, sent.at()).toMillis())
                            .min()
                            .orElseThrow());
                }
                fleet.instances().get(killed).start();
            }
        }
        return times;
    }

    private static Predicate<Sent> recently() {
        Instant since = Instant.now().minusSeconds(4);
        return sent -> sent.at().isAfter(since);
    }

    private static Set<String> accounts(Fleet fleet, int instance, Predicate<Sent> which) {
        return fleet.pages().stream()
                .filter(sent -> sent.by() == instance && which.test(sent))
                .map(Sent::account)
                .collect(Collectors.toSet());
    }

    /** Fifty small accounts alone, and beside one of 100,000 hosts, on one instance. */
    private void smallBesideLarge(int rounds) throws Exception {
        int accounts = 51;
        String large = "sandbox-account-" + (accounts - 1);
        SandboxOptions options =
                small(accounts, 10).withActiveHostsOf(large, 100_000).withResponseDelay(Duration.ofMillis(100));
        List<Long> alone = new ArrayList<>();
        List<Long> beside = new ArrayList<>();
        List<Long> pagesOfLarge = new ArrayList<>();
        try (Fleet fleet = fleet(options, 1)) {
            fleet.set("JAVA_OPTS", "-Xmx512m");
            Path file = fleet.accountFile(0, large);
            Path other = fleet.accountFile(0, fleet.zoom().accountIds().get(0));
            String settings = Files.readString(file);
            for (int round = 0; round < rounds; round++) {
                Files.deleteIfExists(file);
                alone.add(collect(fleet, 1, "alone" + round, account -> true));
                Files.createFile(file, PosixFilePermissions.asFileAttribute(Files.getPosixFilePermissions(other)));
                Files.writeString(file, settings);
                long before = accountPages(fleet, large);
                beside.add(collect(fleet, 1, "beside" + round, account -> !account.equals(large)));
                pagesOfLarge.add(accountPages(fleet, large) - before);
            }
        }
        System.out.println("| pages of the large account meanwhile | " + pagesOfLarge + " |");
        System.out.println("| 50 small accounts alone, ms | " + alone + " |");
        System.out.println("| beside one of 100,000 hosts, ms | " + beside + " |");
        System.out.println("| median over median | %.2f |".formatted(median(beside) / median(alone)));
    }

    private static long accountPages(Fleet fleet, String account) {
        return fleet.pages().stream()
                .filter(sent -> sent.account().equals(account))
                .count();
    }

    /** Windows of three pages, each after 100 ms, on one, two and three instances. */
    private void speed(int accounts) throws Exception {
        SandboxOptions options = small(accounts, 15).withIdleHosts(15).withResponseDelay(Duration.ofMillis(100));
        Map<Integer, Long> times = new HashMap<>();
        try (Fleet fleet = fleet(options, 3)) {
            fleet.set("ZOOM_PAGE_SIZE", "5")
                    .set("ZOOM_REQUESTS_PER_SECOND", "40")
                    .set("ZOOM_PARALLEL_WINDOWS_TOTAL", String.valueOf(SMALL_TOTAL));
            for (int instances = 1; instances <= 3; instances++) {
                long time = collect(fleet, instances, "speed" + instances, account -> true);
                times.put(instances, time);
                System.out.println("| %d accounts × 12 windows × 3 pages on %d instances, ms | %d |"
                        .formatted(accounts, instances, time));
            }
        }
        for (int instances = 2; instances <= 3; instances++) {
            System.out.println("| time over that of one instance ÷ %d | %.2f, by shares of the accounts alone %.2f |"
                    .formatted(
                            instances,
                            (double) times.get(instances) * instances / times.get(1),
                            busiest(accounts, instances)));
        }
    }

    /** The accounts of the busiest instance over those that each would have if all had the same: the mean of 300 draws. */
    private static double busiest(int accounts, int instances) {
        Random random = new Random(1);
        return IntStream.range(0, 300)
                .mapToDouble(draw -> {
                    List<String> ids = Stream.generate(() -> Long.toString(random.nextLong(), 36))
                            .limit(accounts)
                            .toList();
                    long busiest = IntStream.range(0, instances)
                            .mapToObj(instance -> share(instance, instances))
                            .mapToLong(parts ->
                                    ids.stream().filter(parts::contains).count())
                            .max()
                            .orElseThrow();
                    return (double) busiest * instances / accounts;
                })
                .average()
                .orElseThrow();
    }

    private static Parts share(int instance, int instances) {
        Set<Integer> numbers = IntStream.range(0, PARTS)
                .filter(part -> part % instances == instance)
                .boxed()
                .collect(Collectors.toSet());
        return new Parts(numbers, PARTS);
    }

    /**
     * The time that instances need to collect all windows into a topic of their own. Zoom answers once they share the accounts.
     *
     * @param which the accounts that count
     * @return milliseconds until the end of the last run
     */
    private static long collect(Fleet fleet, int instances, String name, Predicate<String> which) throws Exception {
        String topic = "zoom." + name;
        fleet.set("ZOOM_HOSTS_TOPIC", topic).set("ZOOM_SCHEDULE", NEVER).set("ZOOM_INSTANCE_GROUP", name);
        List<String> accounts = fleet.zoom().accountIds().stream()
                .filter(which)
                .filter(account -> Files.exists(fleet.accountFile(0, account)))
                .toList();
        int windows = accounts.size()
                * HostReport.REPORT.scheduledOn(LocalDate.now(ZoneOffset.UTC)).size();
        CountDownLatch together = new CountDownLatch(1);
        fleet.zoom().fault((request, nth) -> {
            Latches.await(together);
            return Optional.empty();
        });
        for (int number = 0; number < instances; number++) {
            fleet.instances().get(number).start();
        }
        awaitShared(fleet, instances, name);
        Instant start = Instant.now();
        together.countDown();
        Topic runs = new Topic(fleet.cluster().bootstrapServers(), topic + ".runs");
        Map<String, Instant> ends = new HashMap<>();
        await("all windows")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> {
                    runs.committed().stream()
                            .map(run -> AsyncApi.tree(run.value()))
                            .filter(run -> run.path("status").textValue().equals("complete")
                                    && which.test(run.at("/report/account_id").textValue()))
                            .forEach(run -> ends.putIfAbsent(
                                    run.path("run_id").textValue(),
                                    Instant.parse(run.path("finished_at").textValue())));
                    return ends.size() >= windows;
                });
        for (int number = 0; number < instances; number++) {
            fleet.instances().get(number).kill();
        }
        return Duration.between(
                        start, ends.values().stream().max(Instant::compareTo).orElseThrow())
                .toMillis();
    }

    /** Waits until each instance of a group has its share of the topic's partitions. */
    private static void awaitShared(Fleet fleet, int instances, String group) {
        try (Admin admin = fleet.cluster().admin()) {
            await("the instances to share the accounts")
                    .atMost(PATIENCE)
                    .ignoreExceptions()
                    .until(() -> {
                        String name = admin.listGroups().all().get().stream()
                                .map(GroupListing::groupId)
                                .filter(id -> id.startsWith(group + "-"))
                                .findFirst()
                                .orElseThrow();
                        List<Integer> shares =
                                admin.describeConsumerGroups(List.of(name)).all().get().get(name).members().stream()
                                        .map(member -> member.assignment()
                                                .topicPartitions()
                                                .size())
                                        .toList();
                        return shares.size() == instances
                                && shares.stream().allMatch(share -> share >= PARTS / instances);
                    });
        }
    }

    private Fleet fleet(SandboxOptions options, int instances) throws Exception {
        Storm.delete(folder);
        return Fleet.start(folder, options, 1, instances);
    }

    private static SandboxOptions small(int accounts, int hosts) {
        return SandboxOptions.defaults()
                .withAccounts(accounts)
                .withActiveHosts(hosts)
                .withIdleHosts(hosts)
                .withRequestsPerSecond(1000);
    }

    private static double median(List<Long> values) {
        long[] sorted = values.stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
