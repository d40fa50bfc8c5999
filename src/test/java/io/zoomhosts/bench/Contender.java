package io.zoomhosts.bench;

import io.zoomhosts.demo.KafkaBroker;
import io.zoomhosts.sandbox.SandboxOptions;
import io.zoomhosts.sandbox.SandboxZoom;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** A program to compare: it collects windows in its own process, configured by environment variables and arguments. */
enum Contender {
    /** The distribution as built, or the one in the folder that the system property {@code distribution} names. */
    PRODUCT(launcher(), "collect"),
    SERVICE(launcher()),
    FETCH_ONLY(FetchOnly.class),
    HAND_WRITTEN(HandWritten.class),
    NAIVE_ROUTE(NaiveRoute.class),
    EMPTY_MAIN(EmptyMain.class);

    private static final Path LOG = Path.of("target", "benchmark.log");

    private final List<String> command;

    Contender(String... command) {
        this.command = List.of(command);
    }

    Contender(Class<?> main) {
        this(Path.of(System.getProperty("java.home"), "bin", "java").toString(), main.getName());
    }

    private static String launcher() {
        return Path.of(System.getProperty("distribution", "target/zoom-hosts"), "bin", "zoom-hosts")
                .toString();
    }

    /** Addresses of Zoom and Kafka, a new topic, no rate limit, one window at a time; {@code settings} override them. */
    static Map<String, String> environment(SandboxZoom zoom, KafkaBroker kafka, Map<String, String> settings) {
        SandboxOptions options = SandboxOptions.defaults();
        Map<String, String> environment = new HashMap<>(Map.of(
                "ZOOM_ACCOUNT_ID", options.accountId(),
                "ZOOM_CLIENT_ID", options.clientId(),
                "ZOOM_CLIENT_SECRET", options.clientSecret(),
                "ZOOM_API_URL", zoom.apiUrl().toString(),
                "ZOOM_OAUTH_URL", zoom.oauthUrl().toString(),
                "KAFKA_BROKERS", kafka.bootstrapServers(),
                "ZOOM_HOSTS_TOPIC", "benchmark." + UUID.randomUUID(),
                "ZOOM_REQUESTS_PER_SECOND", "1000",
                "ZOOM_PARALLEL_WINDOWS", "1"));
        environment.putAll(settings);
        return environment;
    }

    /** Starts the process. Its stderr goes to {@code target/benchmark.log}. */
    Process start(Map<String, String> environment, List<String> arguments) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Stream.concat(command.stream(), arguments.stream()).toList());
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        builder.environment().putAll(environment);
        builder.redirectError(ProcessBuilder.Redirect.to(LOG.toFile()));
        return builder.start();
    }

    /**
     * A window that is complete.
     *
     * @param cpu what the process has used until then; zero if it has ended meanwhile
     */
    record Complete(Instant at, Duration cpu) {}

    /** Waits for the end of the process and returns its windows. */
    static List<Complete> complete(Process process) throws IOException, InterruptedException {
        List<Complete> complete = new ArrayList<>();
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                if (line.startsWith("complete ")) {
                    complete.add(new Complete(
                            Instant.now(), process.info().totalCpuDuration().orElse(Duration.ZERO)));
                }
            }
        }
        if (process.waitFor() != 0) {
            throw new IllegalStateException("exit status " + process.exitValue() + ": see " + LOG);
        }
        return complete;
    }
}
