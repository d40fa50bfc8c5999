package io.zoomhosts.storm;

import static org.awaitility.Awaitility.await;

import io.zoomhosts.sandbox.Ports;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.Uuid;

/**
 * Brokers in processes of their own: combined nodes of KRaft, which replicate everything; all but one must be in sync. Each
 * instance of zoom-hosts reaches each broker over a {@link Link} of its own, and the brokers reach each other over one per broker.
 * Tests reach them directly. Thread-safe.
 */
final class Cluster implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int STOP_SECONDS = 8;
    private static final String INTERNAL = "INTERNAL";
    private static final String DIRECT = "DIRECT";

    private final Path folder;
    private final String clusterId = Uuid.randomUuid().toString();
    private final int brokers;
    private final int instances;
    private final int[] controllers;
    private final int[] direct;
    private final List<Link> internal = new ArrayList<>();
    /** By instance, then by broker. */
    private final List<List<Link>> links = new ArrayList<>();

    private final List<Properties> properties = new ArrayList<>();
    private final Process[] processes;

    private Cluster(Path folder, int brokers, int instances) throws IOException {
        this.folder = folder;
        this.brokers = brokers;
        this.instances = instances;
        this.controllers = ports(brokers);
        this.direct = ports(brokers);
        this.processes = new Process[brokers];
        IntStream.range(0, instances).forEach(any -> links.add(new ArrayList<>()));
        for (int broker = 0; broker < brokers; broker++) {
            properties.add(properties(broker));
        }
    }

    /** @param folder where the brokers keep their data and logs */
    static Cluster start(Path folder, int brokers, int instances) throws IOException {
        Cluster cluster = new Cluster(Files.createDirectories(folder), brokers, instances);
        try {
            for (int broker = 0; broker < brokers; broker++) {
                cluster.start(broker);
            }
            cluster.awaitWhole();
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
        return cluster;
    }

    private static int[] ports(int number) {
        return IntStream.range(0, number).map(any -> Ports.free()).toArray();
    }

    /** The number of brokers. */
    int size() {
        return brokers;
    }

    private Properties properties(int broker) throws IOException {
        Properties all = new Properties();
        List<String> listeners = new ArrayList<>();
        List<String> advertised = new ArrayList<>();
        listeners.add("CONTROLLER://localhost:" + controllers[broker]);
        listeners.add(DIRECT + "://localhost:" + direct[broker]);
        advertised.add(DIRECT + "://localhost:" + direct[broker]);
        internal.add(listen(INTERNAL, listeners, advertised));
        for (int instance = 0; instance < instances; instance++) {
            links.get(instance).add(listen("INSTANCE" + instance, listeners, advertised));
        }
        set(all, "process.roles", "broker,controller");
        set(all, "node.id", broker + 1);
        set(
                all,
                "controller.quorum.voters",
                IntStream.range(0, brokers)
                        .mapToObj(id -> (id + 1) + "@localhost:" + controllers[id])
                        .collect(Collectors.joining(",")));
        set(all, "controller.listener.names", "CONTROLLER");
        set(all, "inter.broker.listener.name", INTERNAL);
        set(all, "listeners", String.join(",", listeners));
        set(all, "advertised.listeners", String.join(",", advertised));
        set(
                all,
                "listener.security.protocol.map",
                listeners.stream()
                        .map(listener -> listener.replaceFirst(":.*", ":PLAINTEXT"))
                        .collect(Collectors.joining(",")));
        set(all, "log.dirs", folder.resolve("data-" + broker));
        set(all, "default.replication.factor", brokers);
        set(all, "min.insync.replicas", Math.max(1, brokers - 1));
        set(all, "offsets.topic.replication.factor", brokers);
        set(all, "offsets.topic.num.partitions", 3);
        set(all, "transaction.state.log.replication.factor", brokers);
        set(all, "transaction.state.log.min.isr", Math.max(1, brokers - 1));
        set(all, "transaction.state.log.num.partitions", 6);
        set(all, "share.coordinator.state.topic.replication.factor", brokers);
        set(all, "group.initial.rebalance.delay.ms", 200);
        // A broker that is gone is replaced within some seconds rather than nine.
        set(all, "broker.session.timeout.ms", 3000);
        set(all, "broker.heartbeat.interval.ms", 500);
        set(all, "replica.lag.time.max.ms", 10_000);
        // Three brokers on a small machine.
        set(all, "num.network.threads", 1);
        set(all, "num.io.threads", 4);
        set(all, "background.threads", 2);
        set(all, "log.cleaner.dedupe.buffer.size", 4 << 20);
        set(all, "log.cleaner.io.buffer.size", 64 << 10);
        return all;
    }

    private static Link listen(String name, List<String> listeners, List<String> advertised) throws IOException {
        int port = Ports.free();
        Link link = Link.start(Ports.free(), port);
        listeners.add(name + "://localhost:" + port);
        advertised.add(name + "://localhost:" + link.port());
        return link;
    }

    private static void set(Properties properties, String name, Object value) {
        properties.setProperty(name, value.toString());
    }

    /** Addresses for tests: no link is in the way. */
    String bootstrapServers() {
        return IntStream.of(direct).mapToObj(port -> "localhost:" + port).collect(Collectors.joining(","));
    }

    /** Addresses for an instance, over its links. */
    String bootstrapServers(int instance) {
        return links.get(instance).stream()
                .map(link -> "localhost:" + link.port())
                .collect(Collectors.joining(","));
    }

    Link link(int instance, int broker) {
        return links.get(instance).get(broker);
    }

    List<Link> links(int instance) {
        return links.get(instance);
    }

    /** The link over which the other brokers reach this one. */
    Link internal(int broker) {
        return internal.get(broker);
    }

    /** All links. */
    Stream<Link> links() {
        return Stream.concat(internal.stream(), links.stream().flatMap(List::stream));
    }

    Admin admin() {
        return Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers(),
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                3000,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                15_000));
    }

    /** Starts a broker that does not run, and does not wait for it. */
    synchronized void start(int broker) throws IOException {
        if (isAlive(broker)) {
            return;
        }
        Path settings = folder.resolve("broker-" + broker + ".properties");
        try (OutputStream file = Files.newOutputStream(settings)) {
            properties.get(broker).store(file, null);
        }
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                BrokerProcess.class.getName(),
                folder.resolve("data-" + broker).toString(),
                clusterId,
                settings.toString());
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("broker-" + broker + ".log").toFile()));
        processes[broker] = builder.start();
    }

    synchronized boolean isAlive(int broker) {
        return processes[broker] != null && processes[broker].isAlive();
    }

    /** Kills a broker with SIGKILL. */
    synchronized void kill(int broker) {
        processes[broker].destroyForcibly().onExit().join();
    }

    synchronized void pause(int broker) throws IOException, InterruptedException {
        Signals.stop(processes[broker]);
    }

    synchronized void proceed(int broker) throws IOException, InterruptedException {
        Signals.proceed(processes[broker]);
    }

    /** Stops a broker cleanly, or kills it after some seconds: the last brokers of a cluster wait for a controller in vain. */
    synchronized void stop(int broker) throws IOException {
        processes[broker].getOutputStream().close();
        processes[broker]
                .onExit()
                .completeOnTimeout(null, STOP_SECONDS, TimeUnit.SECONDS)
                .join();
        kill(broker);
    }

    /** Waits until all brokers are there, and every partition has all its replicas. */
    void awaitWhole() {
        try (Admin admin = admin()) {
            await("all brokers")
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(500))
                    .ignoreExceptions()
                    .until(() -> admin.describeCluster().nodes().get().size() == brokers
                            && admin
                                    .describeTopics(admin.listTopics().names().get())
                                    .allTopicNames()
                                    .get()
                                    .values()
                                    .stream()
                                    .flatMap(topic -> topic.partitions().stream())
                                    .allMatch(partition -> partition.isr().size()
                                            == partition.replicas().size()));
        }
    }

    /** The broker that leads a partition; -1 if none does, the topic does not exist, or nobody answers. */
    int leader(String topic, int partition) {
        try (Admin admin = admin()) {
            List<TopicPartitionInfo> partitions = admin.describeTopics(List.of(topic))
                    .allTopicNames()
                    .get()
                    .get(topic)
                    .partitions();
            return partitions.get(partition % partitions.size()).leader().id() - 1;
        } catch (Exception unknown) {
            return -1;
        }
    }

    /** What a broker wrote. */
    Path log(int broker) {
        return folder.resolve("broker-" + broker + ".log");
    }

    @Override
    public void close() {
        for (Process process : processes) {
            if (process != null) {
                process.destroyForcibly().onExit().join();
            }
        }
        links().forEach(Link::close);
    }
}
