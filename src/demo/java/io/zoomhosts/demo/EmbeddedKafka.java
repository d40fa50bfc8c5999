package io.zoomhosts.demo;

import io.zoomhosts.sandbox.Ports;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;

/** A real Kafka broker (KRaft, one node, loopback only) in this JVM, with its data in a temporary folder. */
public final class EmbeddedKafka implements KafkaBroker {

    /** The listener of the clients: {@code PLAINTEXT} unless {@code listener.security.protocol.map} changes it. */
    public static final String CLIENTS = "CLIENTS";

    private static final String CONTROLLER = "CONTROLLER";

    private final KafkaRaftServer server;
    private final Path data;
    private final int port;

    private EmbeddedKafka(Path data, int port, KafkaRaftServer server) {
        this.data = data;
        this.port = port;
        this.server = server;
    }

    /**
     * Starts a broker.
     *
     * @param port where clients connect to on localhost; 0 picks a free one
     */
    public static EmbeddedKafka start(int port) throws Exception {
        return start(port, Map.of());
    }

    /**
     * Starts a broker with additional settings.
     *
     * @param port where clients connect to on localhost; 0 picks a free one
     * @param settings of the broker, as in its {@code server.properties}; they win over those it needs to start
     */
    public static EmbeddedKafka start(int port, Map<String, String> settings) throws Exception {
        Path data = Files.createTempDirectory("zoom-hosts-kafka-");
        int clients = port == 0 ? Ports.free() : port;
        return new EmbeddedKafka(data, clients, run(data, clients, Ports.free(), settings));
    }

    /**
     * Runs a broker on a folder, which may contain the data of an earlier one.
     *
     * @param clients where clients connect to on localhost
     * @param settings of the broker, which win
     */
    public static KafkaRaftServer run(Path data, int clients, int controller, Map<String, String> settings)
            throws Exception {
        Properties properties = properties(data, clients, controller);
        properties.putAll(settings);
        return run(data, Uuid.randomUuid().toString(), properties);
    }

    /**
     * Runs one broker of a cluster on a folder, which may contain the data of an earlier one.
     *
     * @param clusterId the same for all brokers
     * @param properties all of its {@code server.properties}
     */
    public static KafkaRaftServer run(Path data, String clusterId, Properties properties) throws Exception {
        if (!Files.exists(data.resolve("meta.properties"))) {
            Files.createDirectories(data);
            format(data, clusterId, Integer.parseInt(properties.getProperty("node.id")));
        }
        KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(properties), Time.SYSTEM);
        server.startup();
        return server;
    }

    private static void format(Path data, String clusterId, int node) throws Exception {
        new Formatter()
                .setClusterId(clusterId)
                .setNodeId(node)
                .setDirectories(List.of(data.toString()))
                .setMetadataLogDirectory(data.toString())
                .setControllerListenerName(CONTROLLER)
                .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
                .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream()))
                .run();
    }

    private static Properties properties(Path data, int clients, int controller) {
        Properties properties = new Properties();
        properties.setProperty("process.roles", "broker,controller");
        properties.setProperty("node.id", "1");
        properties.setProperty("controller.quorum.voters", "1@localhost:" + controller);
        properties.setProperty("controller.listener.names", CONTROLLER);
        properties.setProperty(
                "listeners", CLIENTS + "://localhost:" + clients + "," + CONTROLLER + "://localhost:" + controller);
        properties.setProperty("inter.broker.listener.name", CLIENTS);
        properties.setProperty("listener.security.protocol.map", CLIENTS + ":PLAINTEXT," + CONTROLLER + ":PLAINTEXT");
        properties.setProperty("log.dirs", data.toString());
        properties.setProperty("offsets.topic.replication.factor", "1");
        properties.setProperty("offsets.topic.num.partitions", "1");
        properties.setProperty("transaction.state.log.replication.factor", "1");
        properties.setProperty("transaction.state.log.min.isr", "1");
        properties.setProperty("transaction.state.log.num.partitions", "4");
        properties.setProperty("share.coordinator.state.topic.replication.factor", "1");
        properties.setProperty("share.coordinator.state.topic.min.isr", "1");
        properties.setProperty("group.initial.rebalance.delay.ms", "0");
        properties.setProperty("group.min.session.timeout.ms", "1000");
        return properties;
    }

    /** The port where clients connect on localhost. */
    public int port() {
        return port;
    }

    @Override
    public String bootstrapServers() {
        return "localhost:" + port;
    }

    @Override
    public void close() throws IOException {
        server.shutdown();
        server.awaitShutdown();
        delete(data);
    }

    public static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
