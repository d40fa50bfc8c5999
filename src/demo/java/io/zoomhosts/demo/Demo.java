package io.zoomhosts.demo;

import io.zoomhosts.Application;
import io.zoomhosts.ConfigurationException;
import io.zoomhosts.ZoomHosts;
import io.zoomhosts.sandbox.SandboxOptions;
import io.zoomhosts.sandbox.SandboxZoom;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The demo: the service with its shipped routes, a sandbox Zoom, and a Kafka broker in this JVM on localhost:9092, or on the port
 * {@code KAFKA_PORT}. With
 * {@code ZOOM_ACCOUNT_ID}, {@code ZOOM_CLIENT_ID} and {@code ZOOM_CLIENT_SECRET} it reads the real Zoom instead; with
 * {@code KAFKA_BROKERS} it writes to that cluster instead.
 */
public final class Demo {

    private static final String KAFKA_PORT = "9092";

    /** The default schedule collects once a day, too rarely for a demo. */
    private static final String EVERY_MINUTE = "0 * * * * ?";

    /** {@code mvn clean} deletes it. */
    private static final Path DATABASE = Path.of("target", "licences");

    private Demo() {}

    public static void main(String[] arguments) throws Exception {
        Map<String, String> settings = new HashMap<>();
        settings.put("routes.location", "file:src/main/resources/routes");
        settings.put("routes.reload", "true");
        stopInOrder();
        try (SandboxZoom zoom =
                        isSet("ZOOM_ACCOUNT_ID", "ZOOM_CLIENT_ID", "ZOOM_CLIENT_SECRET") ? null : sandbox(settings);
                KafkaBroker kafka = isSet("KAFKA_BROKERS") ? null : broker(settings)) {
            Application application = Application.load(Application.Purpose.SERVICE, settings, List.of());
            String brokers = application.property("kafka.brokers");
            String topic = application.property("zoom.hosts-topic");
            System.out.printf(
                    """

                    Zoom   %s
                    Kafka  %s, topic %s
                    Page   http://localhost:%s: who holds a licence and hosted nothing

                    To read the hosts from another terminal:
                      kcat -b %s -t %s -X isolation.level=read_committed
                    or, from this folder:
                      mvn -q exec:java@consume

                    Ctrl-C stops everything.

                    """,
                    zoom == null ? application.property("zoom.api-url") : "a sandbox: " + zoom.apiUrl(),
                    kafka == null ? brokers : brokers + ", in this process",
                    topic,
                    application.property("licences.port"),
                    brokers,
                    topic);
            TopicPrinter.show(brokers, topic);
            Application licences = licences(settings);
            try {
                application.serve();
            } finally {
                licences.stop();
            }
        } catch (ConfigurationException e) {
            System.err.println(e.getMessage());
            System.exit(ZoomHosts.UNUSABLE);
        }
    }

    /** Starts the licence answer. Its database stays after the demo, for SQL, until the next demo. */
    private static Application licences(Map<String, String> settings) throws Exception {
        Map<String, String> own = new HashMap<>(settings);
        if (!isSet("LICENCES_FOLDER")) {
            deleteDatabase();
            own.put("licences.folder", DATABASE.toString());
        }
        Application licences = Application.load(Application.Purpose.LICENCES, own, List.of());
        licences.start();
        return licences;
    }

    /** The topics of this demo are new, and the tables may be those of another version. */
    private static void deleteDatabase() throws IOException {
        if (Files.isDirectory(DATABASE) && !isSet("KAFKA_BROKERS")) {
            EmbeddedKafka.delete(DATABASE);
        }
    }

    private static SandboxZoom sandbox(Map<String, String> settings) throws Exception {
        SandboxOptions options = SandboxOptions.defaults();
        SandboxZoom zoom = SandboxZoom.start(options);
        settings.put("zoom.account-id", options.accountId());
        settings.put("zoom.client-id", options.clientId());
        settings.put("zoom.client-secret", options.clientSecret());
        settings.put("zoom.api-url", zoom.apiUrl().toString());
        settings.put("zoom.oauth-url", zoom.oauthUrl().toString());
        if (!isSet("ZOOM_SCHEDULE")) {
            settings.put("zoom.schedule", EVERY_MINUTE);
        }
        return zoom;
    }

    private static KafkaBroker broker(Map<String, String> settings) throws Exception {
        int port = Integer.parseInt(System.getenv().getOrDefault("KAFKA_PORT", KAFKA_PORT));
        try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            free.setReuseAddress(true);
        } catch (BindException taken) {
            throw new ConfigurationException(
                    "localhost:" + port + " is in use by another program. Set KAFKA_PORT to another"
                            + " port or, if it is a Kafka broker, use it: set KAFKA_BROKERS to localhost:" + port);
        }
        KafkaBroker kafka = EmbeddedKafka.start(port);
        settings.put("kafka.brokers", kafka.bootstrapServers());
        return kafka;
    }

    private static boolean isSet(String... variables) {
        return Stream.of(variables).allMatch(variable -> System.getenv(variable) != null);
    }

    /** On Ctrl-C, stops the service, then the broker, then the process. */
    private static void stopInOrder() {
        Thread demo = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                demo.join(20_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
    }
}
