package io.zoomhosts.bench;

import io.zoomhosts.demo.KafkaBroker;
import io.zoomhosts.sandbox.SandboxZoom;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/**
 * A window that the distribution collected under {@code -Xmx256m}.
 *
 * @param turn its turn
 * @param pages pages of the window
 * @param seconds without the time for measuring the heap
 * @param heap bytes in use after the request for the last page, after a full collection
 * @param stored size of the hosts topic in bytes
 */
record LargeWindow(Turn turn, int pages, double seconds, long heap, long stored) {

    static LargeWindow of(int hosts, KafkaBroker kafka) throws Exception {
        Load load = new Load(hosts, Duration.ZERO, 1);
        String topic = "large." + UUID.randomUUID();
        AtomicReference<Process> process = new AtomicReference<>();
        AtomicLong heap = new AtomicLong();
        AtomicLong measuring = new AtomicLong();
        try (SandboxZoom zoom = SandboxZoom.start(load.options())) {
            // Counted once, and not in the time of the first page.
            zoom.account().totals("active", load.from(), load.to());
            zoom.fault((request, nth) -> {
                if (request.isForPage() && nth == load.pages()) {
                    long begun = System.nanoTime();
                    heap.set(heap(process.get()));
                    measuring.set(System.nanoTime() - begun);
                }
                return Optional.empty();
            });
            Turn turn = Turn.of(
                    zoom,
                    kafka,
                    Contender.PRODUCT,
                    Map.of("JAVA_OPTS", "-Xmx256m", "ZOOM_HOSTS_TOPIC", topic),
                    load.arguments(),
                    process::set);
            double seconds = turn.window() - measuring.get() / 1e9;
            return new LargeWindow(turn, load.pages(), seconds, heap.get(), stored(topic, kafka));
        }
    }

    /** The sum that {@code jcmd} prints below its histogram of live objects. */
    private static long heap(Process process) {
        try {
            Process jcmd = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            String.valueOf(process.pid()),
                            "GC.class_histogram")
                    .redirectErrorStream(true)
                    .start();
            String[] lines =
                    new String(jcmd.getInputStream().readAllBytes()).strip().split("\n");
            return Long.parseLong(lines[lines.length - 1].strip().split("\\s+")[2]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long stored(String topic, KafkaBroker kafka) throws Exception {
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers()))) {
            return admin.describeLogDirs(List.of(1)).allDescriptions().get().values().stream()
                    .flatMap(broker -> broker.values().stream())
                    .flatMap(folder -> folder.replicaInfos().entrySet().stream())
                    .filter(replica -> replica.getKey().topic().equals(topic))
                    .mapToLong(replica -> replica.getValue().size())
                    .sum();
        }
    }
}
