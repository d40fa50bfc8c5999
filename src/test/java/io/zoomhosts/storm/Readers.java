package io.zoomhosts.storm;

import static org.awaitility.Awaitility.await;

import io.zoomhosts.support.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Three kinds of consumers, which read both topics with {@code isolation.level=read_committed} into a {@link History}: a steady one,
 * a group whose members come and go, and a late one that begins when all is over.
 */
final class Readers implements AutoCloseable {

    static final String STEADY = "steady";
    static final String GROUP = "group";
    static final String LATE = "late";
    static final Set<String> ALL = Set.of(STEADY, GROUP, LATE);

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Duration POLL = Duration.ofMillis(200);

    private final Cluster cluster;
    private final String rowsTopic;
    private final String runsTopic;
    private final History history;
    private final Random random;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicInteger sessions = new AtomicInteger();

    /** Positions after what was read, by consumer. */
    private final Map<String, Map<TopicPartition, Long>> positions = new ConcurrentHashMap<>();

    Readers(Cluster cluster, String rowsTopic, String runsTopic, History history, long seed) {
        this.cluster = cluster;
        this.rowsTopic = rowsTopic;
        this.runsTopic = runsTopic;
        this.history = history;
        this.random = new Random(seed);
    }

    /** Starts the steady consumer and the group; the topics must exist. */
    void start() {
        thread(() -> read(STEADY));
        thread(() -> join(Duration.ofDays(1)));
        thread(() -> {
            while (ended.getCount() > 0) {
                join(Duration.ofMillis(3000 + random.nextInt(9000)));
                ended.await(500 + random.nextInt(4000), TimeUnit.MILLISECONDS);
            }
        });
    }

    private interface Reading {
        void run() throws InterruptedException;
    }

    private void thread(Reading reading) {
        Thread thread = new Thread(
                () -> {
                    try {
                        reading.run();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "storm-reader");
        thread.setDaemon(true);
        thread.start();
        threads.add(thread);
    }

    /** Reads all partitions from their beginnings until the end of the storm. */
    private void read(String reader) {
        String session = reader + sessions.incrementAndGet();
        try (KafkaConsumer<String, String> consumer = consumer(Map.of())) {
            consumer.assign(partitions());
            consumer.seekToBeginning(consumer.assignment());
            while (ended.getCount() > 0) {
                poll(consumer, reader, partition -> session);
            }
        }
    }

    /** A member of the group for some time. */
    private void join(Duration lasts) {
        long until = System.nanoTime() + lasts.toNanos();
        Map<TopicPartition, String> sessionOf = new HashMap<>();
        try (KafkaConsumer<String, String> consumer = consumer(Map.of(
                ConsumerConfig.GROUP_ID_CONFIG,
                GROUP,
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
                6000,
                ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
                1000))) {
            consumer.subscribe(List.of(rowsTopic, runsTopic), new ConsumerRebalanceListener() {
                @Override
                public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
                    String session = GROUP + sessions.incrementAndGet();
                    assigned.forEach(partition -> sessionOf.put(partition, session));
                }

                @Override
                public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
                    commit(consumer);
                }

                @Override
                public void onPartitionsLost(Collection<TopicPartition> lost) {
                    // the next owner reads again what was not committed
                }
            });
            while (ended.getCount() > 0 && System.nanoTime() < until) {
                poll(consumer, GROUP, sessionOf::get);
                commit(consumer);
            }
        }
    }

    private static void commit(KafkaConsumer<String, String> consumer) {
        try {
            consumer.commitSync(Duration.ofSeconds(5));
        } catch (CommitFailedException | TimeoutException notCommitted) {
            // it is read again
        } catch (KafkaException notCommitted) {
            // a rebalance is on its way, or the coordinator moves
        }
    }

    private interface Sessions {
        String of(TopicPartition partition);
    }

    private void poll(KafkaConsumer<String, String> consumer, String reader, Sessions sessionOf) {
        for (ConsumerRecord<String, String> record : consumer.poll(POLL)) {
            String session = sessionOf.of(new TopicPartition(record.topic(), record.partition()));
            if (record.topic().equals(rowsTopic)) {
                history.addRow(reader, session, record);
            } else {
                history.addEvent(reader, session, record);
            }
        }
        Map<TopicPartition, Long> reached = positions.computeIfAbsent(reader, any -> new ConcurrentHashMap<>());
        for (TopicPartition partition : consumer.assignment()) {
            try {
                reached.merge(partition, consumer.position(partition, Duration.ofMillis(100)), Math::max);
            } catch (TimeoutException unknown) {
                // known after a later poll
            }
        }
    }

    /** Waits until all consumers, also a late one, have read everything. */
    void awaitEnd() throws Exception {
        Map<TopicPartition, Long> ends = ends(IsolationLevel.READ_COMMITTED);
        thread(() -> read(LATE));
        await("consumers at the end").atMost(PATIENCE).until(() -> ALL.stream()
                .allMatch(reader -> ends.entrySet().stream()
                        .allMatch(
                                end -> positions.getOrDefault(reader, Map.of()).getOrDefault(end.getKey(), 0L)
                                        >= end.getValue())));
    }

    /** The number of rows in the topic, those of aborted transactions included: what a careless consumer sees. */
    long recordsInRows() throws Exception {
        Map<TopicPartition, Long> ends = ends(IsolationLevel.READ_UNCOMMITTED);
        ends.keySet().removeIf(partition -> !partition.topic().equals(rowsTopic));
        long records = 0;
        try (KafkaConsumer<String, String> consumer =
                consumer(Map.of(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted"))) {
            consumer.assign(ends.keySet());
            consumer.seekToBeginning(ends.keySet());
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                records += consumer.poll(POLL).count();
            }
        }
        return records;
    }

    /** The ends of all partitions. Those for {@code read_committed} are lower while a transaction is open. */
    Map<TopicPartition, Long> ends(IsolationLevel isolation) throws Exception {
        try (Admin admin = cluster.admin()) {
            return Topic.ends(admin, partitions(), isolation);
        }
    }

    private List<TopicPartition> partitions() {
        try (Admin admin = cluster.admin()) {
            return await("topics").atMost(PATIENCE).ignoreExceptions().until(() -> partitions(admin), found -> true);
        }
    }

    private List<TopicPartition> partitions(Admin admin) throws Exception {
        return admin.describeTopics(List.of(rowsTopic, runsTopic)).allTopicNames().get().values().stream()
                .flatMap(topic -> topic.partitions().stream()
                        .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                .toList();
    }

    private KafkaConsumer<String, String> consumer(Map<String, Object> more) {
        Map<String, Object> properties = new HashMap<>();
        properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, cluster.bootstrapServers());
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5000);
        properties.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 5000);
        properties.putAll(more);
        return new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer());
    }

    @Override
    public void close() {
        ended.countDown();
        await("consumers to end").atMost(PATIENCE).until(() -> threads.stream().noneMatch(Thread::isAlive));
    }
}
