package io.zoomhosts.support;

import io.zoomhosts.demo.EmbeddedKafka;
import io.zoomhosts.demo.KafkaBroker;
import io.zoomhosts.sandbox.Ports;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.security.scram.ScramLoginModule;

/**
 * A broker in its own process, which can be killed and restarted with the same data on the same port. It ends
 * with the process that started it.
 */
public final class ForkedKafka implements KafkaBroker {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Path folder;
    private final int port;
    private final int signedIn;
    private final int controller;
    private final Map<String, String> properties = new HashMap<>();
    private Process process;

    private ForkedKafka(Path folder, Map<String, String> properties) {
        this.folder = folder;
        this.port = Ports.free();
        this.signedIn = Ports.free();
        this.controller = Ports.free();
        set(
                "listeners",
                "CLIENTS://localhost:%d,SASL://localhost:%d,CONTROLLER://localhost:%d"
                        .formatted(port, signedIn, controller));
        set("listener.security.protocol.map", "CLIENTS:PLAINTEXT,SASL:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT");
        set("listener.name.sasl.sasl.enabled.mechanisms", "SCRAM-SHA-256");
        set("listener.name.sasl.scram-sha-256.sasl.jaas.config", ScramLoginModule.class.getName() + " required;");
        // Lets a killed broker restart at once instead of after its session timeout of nine seconds.
        set("broker.session.timeout.ms", "1000");
        set("broker.heartbeat.interval.ms", "200");
        this.properties.putAll(properties);
    }

    /** A broker that is not running yet but has its address. */
    public static ForkedKafka absent() throws IOException {
        return new ForkedKafka(Files.createTempDirectory("zoom-hosts-kafka-"), Map.of());
    }

    /** A running broker with additional properties. */
    public static ForkedKafka running(Map<String, String> properties) throws IOException, InterruptedException {
        ForkedKafka kafka = new ForkedKafka(Files.createTempDirectory("zoom-hosts-kafka-"), properties);
        kafka.start();
        return kafka;
    }

    /** Changes a property from the next start on. */
    public void set(String property, String value) {
        properties.put(property, value);
    }

    /** Starts or restarts the broker and waits until it answers. */
    public synchronized void start() throws IOException, InterruptedException {
        Path settings = folder.resolve("server.properties");
        Properties all = new Properties();
        all.putAll(properties);
        try (OutputStream file = Files.newOutputStream(settings)) {
            all.store(file, null);
        }
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx384m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                ForkedKafka.class.getName(),
                folder.resolve("data").toString(),
                String.valueOf(port),
                String.valueOf(controller),
                settings.toString());
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
        process = builder.start();
        Map<String, Object> client = Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers(),
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                (int) PATIENCE.toMillis());
        try (Admin admin = Admin.create(client)) {
            admin.describeCluster().nodes().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the broker does not answer:\n" + Files.readString(log()), e);
        }
    }

    private Path log() {
        return folder.resolve("broker.log");
    }

    /** Kills the broker with SIGKILL. */
    public synchronized void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Stops the broker cleanly. */
    public synchronized void stop() throws IOException {
        process.getOutputStream().close();
        process.onExit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    @Override
    public String bootstrapServers() {
        return "localhost:" + port;
    }

    /** The listener that requires SASL with SCRAM-SHA-256. */
    public String bootstrapServersForSignedIn() {
        return "localhost:" + signedIn;
    }

    @Override
    public void close() throws IOException {
        if (process != null) {
            kill();
        }
        EmbeddedKafka.delete(folder);
    }

    /** The broker's process. Arguments: data folder, both ports, file of additional properties. Runs until stdin ends. */
    public static void main(String[] arguments) throws Exception {
        Properties properties = new Properties();
        try (FileInputStream file = new FileInputStream(arguments[3])) {
            properties.load(file);
        }
        KafkaRaftServer server = EmbeddedKafka.run(
                Path.of(arguments[0]),
                Integer.parseInt(arguments[1]),
                Integer.parseInt(arguments[2]),
                properties.stringPropertyNames().stream()
                        .collect(Collectors.toMap(name -> name, properties::getProperty)));
        System.in.transferTo(OutputStream.nullOutputStream());
        server.shutdown();
        server.awaitShutdown();
        System.exit(0);
    }
}
