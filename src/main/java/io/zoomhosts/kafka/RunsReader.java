package io.zoomhosts.kafka;

import io.zoomhosts.report.Report;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;

/**
 * Reads the committed runs of a report to the end of their topic. Each further read continues where the previous one ended, even
 * if Kafka could not be reached in between. It writes nothing. Not thread-safe, except that {@link #close} may be called while
 * another thread reads.
 */
public final class RunsReader implements AutoCloseable {

    /** The upper limit of the clock difference between processes and brokers. */
    static final Duration CLOCKS_DIFFER = Duration.ofHours(1);

    /** A live process ends its transaction within milliseconds after it has written its run event. */
    private static final Duration GLANCE = Duration.ofMillis(200);

    /** How long to look for a run behind an open transaction. After that, the run counts as found. */
    private static final Duration LOOK = Duration.ofSeconds(2);

    private static final Duration POLL = Duration.ofMillis(100);

    private final KafkaClients clients;
    private final Report report;
    private final Duration patience;

    private Source source;
    private Instant readSince;

    /** The offsets up to which the sink has received everything. */
    private final Map<TopicPartition, Long> positions = new HashMap<>();

    private volatile Consumer<String, String> consumer;

    /**
     * @param patience how long to wait for an open transaction; a process that writes a run event commits immediately after
     *     it
     */
    public RunsReader(KafkaClients clients, Report report, Duration patience) {
        this.clients = clients;
        this.report = report;
        this.patience = patience;
    }

    /** Receives the runs. */
    @FunctionalInterface
    public interface Sink {

        /** Discard everything received so far: all of it is sent again. */
        default void anew() {}

        /** Receives one record. Records of a partition arrive in order. */
        void take(StoredRun run);
    }

    /** What is being read. If it changes, everything is read again. */
    private record Source(String runsTopicId, int partitions, String rowsTopicId) {}

    /** Reads up to these offsets; false if an open transaction is in the way. */
    @FunctionalInterface
    private interface Reading {
        boolean to(Map<TopicPartition, Long> ends);
    }

    /**
     * Reads all runs that exist when the call starts. A missing topic has no runs.
     *
     * @param since runs that ended earlier may be omitted
     * @return false if an open transaction prevented reading to the end
     * @throws KafkaUnavailableException if Kafka cannot be reached or rejects the request
     */
    public boolean read(Instant since, Sink sink) {
        return read(since, sink, ends -> readTo(ends, sink, patience));
    }

    /** The same, but without waiting for open transactions. */
    boolean follow(Instant since, Sink sink) {
        return read(since, sink, ends -> readTo(ends, sink, GLANCE));
    }

    /**
     * Reads all runs of a window that exist when the call starts, and others. It does not wait for an open transaction of another
     * window. The partition of the key is not computed: a run may be in another one if partitions were added meanwhile.
     *
     * @param key of the window's runs. No transaction may be open that writes a run with this key
     */
    boolean read(String key, Instant since, Sink sink) {
        return read(
                since,
                sink,
                ends -> readTo(ends, sink, GLANCE) || !isHidden(key, ends) || readTo(ends, sink, patience));
    }

    private synchronized boolean read(Instant since, Sink sink, Reading reading) {
        boolean intact = false;
        try {
            Map<String, TopicDescription> topics = clients.describe(Set.of(report.runsTopic(), report.topic()));
            TopicDescription runs = topics.get(report.runsTopic());
            if (runs == null) {
                forget();
                sink.anew();
                return true;
            }
            TopicDescription rows = topics.get(report.topic());
            Source now = new Source(
                    runs.topicId().toString(),
                    runs.partitions().size(),
                    rows == null ? null : rows.topicId().toString());
            if (!now.equals(source) || since.isBefore(readSince)) {
                forget();
                sink.anew();
                begin(now, since);
            }
            if (consumer == null) {
                resume();
            }
            boolean done = reading.to(offsets(now, OffsetSpec.latest()));
            intact = true;
            return done;
        } catch (ExecutionException | KafkaException e) {
            throw KafkaUnavailableException.of(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw KafkaUnavailableException.of(e);
        } finally {
            if (!intact) {
                closeConsumer();
            }
        }
    }

    private void begin(Source now, Instant since) throws ExecutionException, InterruptedException {
        Map<TopicPartition, Long> ends = offsets(now, OffsetSpec.latest());
        offsets(
                        now,
                        OffsetSpec.forTimestamp(
                                Math.max(0, since.minus(CLOCKS_DIFFER).toEpochMilli())))
                .forEach((partition, start) -> positions.put(partition, start < 0 ? ends.get(partition) : start));
        source = now;
        readSince = since;
    }

    private void resume() {
        consumer = clients.consumer();
        consumer.assign(positions.keySet());
        positions.forEach(consumer::seek);
    }

    private Map<TopicPartition, Long> offsets(Source of, OffsetSpec which)
            throws ExecutionException, InterruptedException {
        return clients.offsets(
                IntStream.range(0, of.partitions())
                        .mapToObj(partition -> new TopicPartition(report.runsTopic(), partition))
                        .collect(Collectors.toMap(Function.identity(), any -> which)),
                IsolationLevel.READ_UNCOMMITTED);
    }

    private boolean readTo(Map<TopicPartition, Long> ends, Sink sink, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!isReached(ends, consumer)) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            for (ConsumerRecord<String, String> record : consumer.poll(POLL)) {
                deadline = System.nanoTime() + patience.toNanos();
                sink.take(stored(record));
            }
            positions.replaceAll((partition, before) -> consumer.position(partition));
        }
        return true;
    }

    private static boolean isReached(Map<TopicPartition, Long> ends, Consumer<String, String> by) {
        return ends.entrySet().stream().allMatch(end -> by.position(end.getKey()) >= end.getValue());
    }

    /** Whether a record with this key is behind the start of an open transaction, where committed records are not visible. */
    private boolean isHidden(String key, Map<TopicPartition, Long> ends) {
        Map<TopicPartition, Long> hidden = new HashMap<>(ends);
        hidden.entrySet().removeIf(end -> positions.get(end.getKey()) >= end.getValue());
        long deadline = System.nanoTime() + LOOK.toNanos();
        try (Consumer<String, String> ofAll = clients.consumerOfUncommitted()) {
            ofAll.assign(hidden.keySet());
            hidden.keySet().forEach(partition -> ofAll.seek(partition, positions.get(partition)));
            while (!isReached(hidden, ofAll)) {
                if (System.nanoTime() > deadline) {
                    return true;
                }
                for (ConsumerRecord<String, String> record : ofAll.poll(POLL)) {
                    if (key.equals(record.key())) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private StoredRun stored(ConsumerRecord<String, String> record) {
        String rowsTopicId = text(record, Headers.TOPIC_ID);
        return new StoredRun(
                record.key(),
                record.value(),
                text(record, "ce_type"),
                Instant.ofEpochMilli(record.timestamp()),
                rowsTopicId == null || rowsTopicId.equals(source.rowsTopicId()));
    }

    private static String text(ConsumerRecord<String, String> record, String header) {
        Header found = record.headers().lastHeader(header);
        return found == null ? null : new String(found.value(), StandardCharsets.UTF_8);
    }

    private void forget() {
        source = null;
        positions.clear();
        closeConsumer();
    }

    private void closeConsumer() {
        Consumer<String, String> closing = consumer;
        consumer = null;
        if (closing != null) {
            closing.close(CloseOptions.timeout(Duration.ZERO));
        }
    }

    @Override
    public void close() {
        Consumer<String, String> reading = consumer;
        if (reading != null) {
            reading.wakeup();
        }
        synchronized (this) {
            forget();
        }
    }
}
