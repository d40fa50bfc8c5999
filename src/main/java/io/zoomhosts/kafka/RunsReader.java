package io.zoomhosts.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import io.zoomhosts.report.Report;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;

/**
 * Reads the committed runs of a report to the end of their topic. Each further read continues where the previous one ended.
 * It writes nothing. Not thread-safe, except that {@link #close} may be called while another thread reads.
 */
public final class RunsReader implements AutoCloseable {

    /** The upper limit of the clock difference between processes and brokers. */
    private static final Duration CLOCKS_DIFFER = Duration.ofHours(1);

    private static final ObjectReader JSON =
            ExactJson.MAPPER.reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final KafkaClients clients;
    private final Report report;
    private final Duration patience;

    private Source source;
    private Instant readSince;
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

        /** Receives one run. Records that are not JSON are skipped. Records of a partition arrive in order. */
        void take(RecordedRun run);
    }

    /** What is being read. If it changes, everything is read again. */
    private record Source(String runsTopicId, int partitions, String rowsTopicId) {}

    /**
     * Reads all runs that exist when the call starts. A missing topic has no runs.
     *
     * @param since runs that ended earlier may be omitted
     * @return false if an open transaction prevented reading to the end
     * @throws KafkaUnavailableException if Kafka cannot be reached or rejects the request
     */
    public synchronized boolean read(Instant since, Sink sink) {
        try {
            TopicDescription runs = clients.describe(report.runsTopic());
            if (runs == null) {
                forget();
                sink.anew();
                return true;
            }
            Source now =
                    new Source(runs.topicId().toString(), runs.partitions().size(), clients.topicId(report.topic()));
            if (!now.equals(source) || since.isBefore(readSince)) {
                forget();
                sink.anew();
                begin(now, since);
            }
            return readTo(offsets(OffsetSpec.latest()), sink);
        } catch (ExecutionException | KafkaException e) {
            forget();
            throw KafkaUnavailableException.of(e);
        } catch (InterruptedException e) {
            forget();
            Thread.currentThread().interrupt();
            throw KafkaUnavailableException.of(e);
        }
    }

    private void begin(Source now, Instant since) throws ExecutionException, InterruptedException {
        source = now;
        readSince = since;
        Map<TopicPartition, Long> ends = offsets(OffsetSpec.latest());
        Map<TopicPartition, Long> starts = offsets(
                OffsetSpec.forTimestamp(Math.max(0, since.minus(CLOCKS_DIFFER).toEpochMilli())));
        consumer = clients.consumer();
        consumer.assign(starts.keySet());
        starts.forEach((partition, start) -> consumer.seek(partition, start < 0 ? ends.get(partition) : start));
    }

    private Map<TopicPartition, Long> offsets(OffsetSpec which) throws ExecutionException, InterruptedException {
        return clients.offsets(IntStream.range(0, source.partitions())
                .mapToObj(partition -> new TopicPartition(report.runsTopic(), partition))
                .collect(Collectors.toMap(Function.identity(), any -> which)));
    }

    private boolean readTo(Map<TopicPartition, Long> ends, Sink sink) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (ends.keySet().stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
                deadline = System.nanoTime() + patience.toNanos();
                take(record, sink);
            }
        }
        return true;
    }

    private void take(ConsumerRecord<String, String> record, Sink sink) {
        JsonNode event;
        try {
            event = JSON.readTree(record.value());
        } catch (JsonProcessingException | IllegalArgumentException notARun) {
            return;
        }
        sink.take(new RecordedRun(record.key(), record.value(), event, hasRows(record)));
    }

    private boolean hasRows(ConsumerRecord<String, String> run) {
        Header header = run.headers().lastHeader(Headers.TOPIC_ID);
        return header == null || new String(header.value(), StandardCharsets.UTF_8).equals(source.rowsTopicId());
    }

    private void forget() {
        Consumer<String, String> closing = consumer;
        consumer = null;
        source = null;
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
