package io.zoomhosts.instances;

import io.zoomhosts.demo.EmbeddedKafka;
import io.zoomhosts.kafka.KafkaClients;
import io.zoomhosts.sandbox.FaultyTcpProxy;
import io.zoomhosts.sandbox.Ports;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import kafka.server.KafkaRaftServer;
import org.apache.camel.CamelContext;
import org.apache.camel.component.kafka.KafkaComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A broker that allows short sessions, with a second listener that an instance can be cut off from. */
final class Cluster implements AutoCloseable {

    private final Path data;
    private final KafkaRaftServer server;
    private final int port;
    private final FaultyTcpProxy line;
    private final String behindLine;

    Cluster() throws Exception {
        data = Files.createTempDirectory("zoom-hosts-kafka-");
        port = Ports.free();
        int controller = Ports.free();
        int behind = Ports.free();
        URI address = URI.create("tcp://127.0.0.1:" + behind);
        line = FaultyTcpProxy.to(address);
        behindLine = URI.create(line.through(address)).getAuthority();
        server = EmbeddedKafka.run(
                data,
                port,
                controller,
                Map.of(
                        "listeners",
                        "CLIENTS://localhost:%d,LINE://127.0.0.1:%d,CONTROLLER://localhost:%d"
                                .formatted(port, behind, controller),
                        "advertised.listeners",
                        "CLIENTS://localhost:%d,LINE://%s".formatted(port, behindLine),
                        "listener.security.protocol.map",
                        "CLIENTS:PLAINTEXT,LINE:PLAINTEXT,CONTROLLER:PLAINTEXT",
                        "group.min.session.timeout.ms",
                        "1000",
                        "group.consumer.min.heartbeat.interval.ms",
                        "500",
                        "group.consumer.heartbeat.interval.ms",
                        "500"));
    }

    KafkaClients clients() {
        return clients("classic");
    }

    KafkaClients clients(String protocol) {
        return clients(Map.of("bootstrap.servers", "localhost:" + port, "group.protocol", protocol));
    }

    /** Clients that {@link #cutOff} cuts off. */
    KafkaClients clientsBehindLine(String protocol) {
        return clients(Map.of("bootstrap.servers", behindLine, "group.protocol", protocol));
    }

    /** Clients with these settings, by Kafka's names. */
    static KafkaClients clients(Map<String, String> settings) {
        CamelContext context = new DefaultCamelContext();
        KafkaComponent component = context.getComponent("kafka", KafkaComponent.class);
        component.getConfiguration().setBrokers(settings.get("bootstrap.servers"));
        component.getConfiguration().getAdditionalProperties().putAll(settings);
        return new KafkaClients(context);
    }

    /** A consumer of that group that is no instance. */
    KafkaConsumer<byte[], byte[]> stranger(String group) {
        return new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        "localhost:" + port,
                        "group.id",
                        group,
                        "partition.assignment.strategy",
                        RangeAssignor.class.getName()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    void cutOff() throws IOException {
        line.down();
    }

    void connect() throws IOException {
        line.up();
    }

    @Override
    public void close() throws IOException {
        line.close();
        server.shutdown();
        server.awaitShutdown();
        EmbeddedKafka.delete(data);
    }
}
