package io.zoomhosts.storm;

import static org.awaitility.Awaitility.await;

import io.zoomhosts.storm.FaultSchedule.Hit;
import io.zoomhosts.storm.FaultSchedule.Kind;
import io.zoomhosts.storm.FaultSchedule.Lane;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/** Does what a {@link FaultSchedule} says, and ends each fault. */
final class Nemesis {

    /** When an instance was killed, in milliseconds of the epoch. */
    record Kill(int instance, long at) {}

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /** A batch of one row is larger. */
    private static final String SMALL_BATCH = "300";

    private static final int HOURS = 2;

    /** A page that was asked for so long ago is not on its way any more. */
    private static final Duration JUST_NOW = Duration.ofMillis(200);

    private static final Duration MAX_WAIT_FOR_WORK = Duration.ofSeconds(8);

    private final Fleet fleet;
    private final Cluster cluster;
    private final List<Instance> instances;
    private final StormyZoom zoom;
    private final Consumer<String> log;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Map<Kind, Integer> hits = Collections.synchronizedMap(new EnumMap<>(Kind.class));
    private final List<Kill> kills = Collections.synchronizedList(new ArrayList<>());
    private final List<Integer> tardy = Collections.synchronizedList(new ArrayList<>());

    /** @param log gets a line for each fault when it begins and when it has ended */
    Nemesis(Fleet fleet, StormyZoom zoom, Consumer<String> log) {
        this.fleet = fleet;
        this.cluster = fleet.cluster();
        this.instances = fleet.instances();
        this.zoom = zoom;
        this.log = log;
    }

    /** The number of faults by kind, so far. */
    Map<Kind, Integer> hits() {
        synchronized (hits) {
            return new EnumMap<>(hits);
        }
    }

    /** The kills of instances, so far. */
    List<Kill> kills() {
        synchronized (kills) {
            return List.copyOf(kills);
        }
    }

    /** The instances that did not stop in time, so far. */
    List<Integer> tardy() {
        synchronized (tardy) {
            return List.copyOf(tardy);
        }
    }

    /** Runs all faults, and returns when the last one has ended. */
    void run(long seed, Duration lasts, Set<Kind> kinds) {
        long start = System.nanoTime();
        ExecutorService threads = Executors.newFixedThreadPool(Lane.values().length);
        try {
            CompletableFuture<?>[] lanes = Stream.of(Lane.values())
                    .map(lane -> CompletableFuture.runAsync(
                            () -> FaultSchedule.of(lane, seed, lasts, kinds).forEach(hit -> run(hit, start)), threads))
                    .toArray(CompletableFuture[]::new);
            CompletableFuture.allOf(lanes).join();
        } finally {
            ended.countDown();
            threads.shutdownNow();
        }
    }

    private void run(Hit hit, long start) {
        try {
            awaitTime(hit.at(), start);
            log.accept(since(start) + " " + hit);
            hits.merge(hit.kind(), 1, Integer::sum);
            AutoCloseable end = begin(hit);
            awaitTime(hit.until(), start);
            end.close();
            log.accept(since(start) + " " + hit.kind() + " has ended");
        } catch (Exception e) {
            throw new IllegalStateException("the storm itself failed at " + hit, e);
        }
    }

    private static String since(long start) {
        return "%7.1f".formatted((System.nanoTime() - start) / 1e9);
    }

    private void awaitTime(Duration at, long start) throws InterruptedException {
        ended.await(at.toNanos() - (System.nanoTime() - start), TimeUnit.NANOSECONDS);
    }

    /** Begins a fault. Returns what ends it. */
    private AutoCloseable begin(Hit hit) throws IOException, InterruptedException {
        int number = hit.target() % instances.size();
        Instance instance = instances.get(number);
        int broker = hit.target() % cluster.size();
        List<Link> links = cluster.links(number);
        switch (hit.kind()) {
            case KILL_INSTANCE -> {
                awaitWork(number, hit.detail());
                kill(number);
                return instance::start;
            }
            case PAUSE_INSTANCE -> {
                instance.pause();
                return instance::proceed;
            }
            case RESTART_INSTANCE -> {
                if (!instance.stop()) {
                    tardy.add(number);
                }
                return instance::start;
            }
            case MOVE_CLOCK -> {
                kill(number);
                instance.start(hit.detail() % 2 == 0 ? HOURS : -HOURS);
                return () -> {
                    kill(number);
                    instance.start();
                };
            }
            case KILL_BROKER -> {
                return killed(broker);
            }
            case KILL_LEADER -> {
                int leader = cluster.leader(Fleet.ROWS_TOPIC, hit.detail());
                return killed(leader < 0 ? broker : leader);
            }
            case KILL_COORDINATOR -> {
                int leader = cluster.leader("__transaction_state", hit.detail());
                return killed(leader < 0 ? broker : leader);
            }
            case PAUSE_BROKER -> {
                cluster.pause(broker);
                return () -> cluster.proceed(broker);
            }
            case CUT_OFF_BROKER -> {
                cluster.internal(broker).cut();
                return cluster.internal(broker)::heal;
            }
            case RESTART_ALL_BROKERS -> {
                for (int each = 0; each < cluster.size(); each++) {
                    cluster.stop(each);
                }
                return () -> {
                    for (int each = 0; each < cluster.size(); each++) {
                        cluster.start(each);
                    }
                };
            }
            case SMALL_BATCHES -> {
                alter(AlterConfigOp.OpType.SET);
                return () -> alter(AlterConfigOp.OpType.DELETE);
            }
            case CUT_LINK -> {
                links.get(hit.detail() % cluster.size()).cut();
                return () -> links.forEach(Link::heal);
            }
            case CUT_OFF_INSTANCE -> {
                links.forEach(Link::cut);
                return () -> links.forEach(Link::heal);
            }
            case SLOW_LINKS -> {
                links.forEach(link -> link.slow(Duration.ofMillis(20 + hit.detail() % 200)));
                return () -> links.forEach(Link::heal);
            }
            case RESET_LINKS -> {
                links.forEach(Link::reset);
                return () -> {};
            }
            case ZOOM_AWAY -> {
                zoom.away();
                return zoom::fair;
            }
            case ZOOM_FAULTS -> {
                zoom.faults();
                return zoom::fair;
            }
        }
        throw new IllegalArgumentException("unknown: " + hit);
    }

    /** Three of four kills come within half a second after the instance asked for a page, if it does so in time. */
    private void awaitWork(int number, int detail) throws InterruptedException {
        if (detail % 4 == 0) {
            return;
        }
        long start = System.nanoTime();
        String host = fleet.hostFor(number);
        while (System.nanoTime() - start < MAX_WAIT_FOR_WORK.toNanos()
                && System.nanoTime() - zoom.lastPage(host).orElse(0) > JUST_NOW.toNanos()) {
            ended.await(10, TimeUnit.MILLISECONDS);
        }
        ended.await(detail % 500, TimeUnit.MILLISECONDS);
    }

    private void kill(int number) throws IOException {
        kills.add(new Kill(number, System.currentTimeMillis()));
        instances.get(number).kill();
    }

    private AutoCloseable killed(int broker) {
        cluster.kill(broker);
        return () -> cluster.start(broker);
    }

    private void alter(AlterConfigOp.OpType how) {
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, Fleet.ROWS_TOPIC);
        AlterConfigOp size = new AlterConfigOp(new ConfigEntry(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, SMALL_BATCH), how);
        try (Admin admin = cluster.admin()) {
            await("the limit of the topic").atMost(PATIENCE).ignoreExceptions().until(() -> {
                admin.incrementalAlterConfigs(Map.of(topic, List.of(size)))
                        .all()
                        .get();
                return true;
            });
        }
    }
}
