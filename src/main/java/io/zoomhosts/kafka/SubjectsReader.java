package io.zoomhosts.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.zoomhosts.failure.Failure;
import io.zoomhosts.failure.RunException;
import io.zoomhosts.report.Report;
import io.zoomhosts.report.Reports;
import io.zoomhosts.report.Subjects;
import io.zoomhosts.report.Window;
import io.zoomhosts.run.CompleteRun;
import io.zoomhosts.run.KeySet;
import io.zoomhosts.run.Ledger;
import io.zoomhosts.run.Run;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.camel.Variable;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;

/**
 * Reads the subjects of a run from the topic of another report: the rows of the newest complete run of the same days. The bean
 * {@code subjects}.
 */
public final class SubjectsReader {

    private final KafkaClients clients;
    private final Reports reports;
    private final Ledger ledger;

    public SubjectsReader(KafkaClients clients, Reports reports, Ledger ledger) {
        this.clients = clients;
        this.reports = reports;
        this.ledger = ledger;
    }

    /**
     * Gives the run its subjects.
     *
     * @throws RunException if the other report has no complete run of these days, or not all rows of it are in its topic
     */
    public void read(@Variable("run") Run run) {
        Report parent = reports.parent(run.report());
        Map<String, CompleteRun> complete = ledger.completeRuns(parent, Instant.EPOCH);
        Set<String> subjects = new LinkedHashSet<>();
        boolean settled = true;
        for (Window window : reports.parentsOf(run.window())) {
            CompleteRun newest = complete.get(Run.keyOf(run.account(), window));
            if (newest == null) {
                throw new RunException(
                        Failure.SUBJECTS,
                        "the subjects of " + run.window() + " are the rows of " + window
                                + ", which has no complete run. 'bin/zoom-hosts runs --report " + parent.name()
                                + "' says why");
            }
            settled &= newest.settled();
            read(parent, newest, run.window(), subjects);
        }
        run.asksAbout(List.copyOf(subjects), settled);
    }

    private void read(Report parent, CompleteRun newest, Window window, Set<String> subjects) {
        long missing = KafkaClients.ask(() -> {
            Rows rows = new Rows(parent, newest, window, subjects);
            // Records have the time of the process that made the run, unless the topic takes that of the brokers.
            return rows.readSince(newest.startedAt()) == 0
                    ? 0
                    : rows.readSince(newest.startedAt().minus(RunsReader.CLOCKS_DIFFER));
        });
        if (missing > 0) {
            throw new RunException(
                    Failure.SUBJECTS,
                    "topic " + parent.topic() + " no longer contains all rows of run " + newest.id() + " (" + missing
                            + " of " + newest.counts().rows()
                            + " are missing), so the subjects are unknown. Collect report "
                            + parent.name() + " again for these days, and check the retention of the topic");
        }
    }

    /** The rows of one run. */
    private final class Rows {

        private final Report parent;
        private final CompleteRun run;
        private final Window window;
        private final Set<String> found;
        private final String idsBegin;
        private KeySet keys = new KeySet();

        private Rows(Report parent, CompleteRun run, Window window, Set<String> found) {
            this.parent = parent;
            this.run = run;
            this.window = window;
            this.found = found;
            this.idsBegin = run.id() + "/";
        }

        /** Reads until all rows of the run are found, or the topic ends. Returns the number of missing rows. */
        private long readSince(Instant since) throws ExecutionException, InterruptedException {
            keys = new KeySet();
            TopicDescription topic = clients.describe(parent.topic());
            if (topic == null || run.counts().rows() == 0) {
                return run.counts().rows();
            }
            try (Consumer<String, String> consumer = clients.consumer()) {
                List<TopicPartition> partitions = new ArrayList<>();
                topic.partitions()
                        .forEach(each -> partitions.add(new TopicPartition(parent.topic(), each.partition())));
                consumer.assign(partitions);
                Map<TopicPartition, Long> ends = offsets(partitions, OffsetSpec.latest());
                offsets(partitions, OffsetSpec.forTimestamp(since.toEpochMilli()))
                        .forEach((partition, start) ->
                                consumer.seek(partition, start < 0 ? ends.get(partition) : start));
                readTo(ends, consumer);
            }
            return run.counts().rows() - keys.size();
        }

        /** The rows may be behind an open transaction of another window. Then they can be read once that has ended. */
        private void readTo(Map<TopicPartition, Long> ends, Consumer<String, String> consumer) {
            long deadline = System.nanoTime() + KafkaClients.PATIENCE.toNanos();
            while (keys.size() < run.counts().rows()
                    && ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                if (System.nanoTime() > deadline) {
                    throw KafkaUnavailableException.blocked(parent.topic());
                }
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
                    deadline = System.nanoTime() + KafkaClients.PATIENCE.toNanos();
                    take(record);
                }
            }
        }

        private Map<TopicPartition, Long> offsets(List<TopicPartition> partitions, OffsetSpec which)
                throws ExecutionException, InterruptedException {
            return clients.offsets(
                    partitions.stream().collect(Collectors.toMap(each -> each, any -> which)),
                    IsolationLevel.READ_UNCOMMITTED);
        }

        private void take(ConsumerRecord<String, String> record) {
            Header id = record.headers().lastHeader("ce_id");
            if (id == null
                    || record.key() == null
                    || !new String(id.value(), StandardCharsets.UTF_8).equals(idsBegin + record.key())) {
                return;
            }
            keys.add(record.key());
            Subjects subjects = window.report().subjects();
            JsonNode row = tree(record);
            String subject = row.path(subjects.member()).asText("");
            if (!subject.isEmpty() && subjects.isIn(path -> text(row, path)) && window.asksAbout(subject)) {
                found.add(subject);
            }
        }

        private JsonNode tree(ConsumerRecord<String, String> record) {
            try {
                return ExactJson.MAPPER.readTree(record.value());
            } catch (JsonProcessingException | IllegalArgumentException notJson) {
                throw new KafkaException("a record of topic " + parent.topic() + " is not JSON");
            }
        }

        /** The value of a member, by its path; null if the row does not have it. */
        private static String text(JsonNode row, String path) {
            JsonNode value = row.at("/" + path.replace('.', '/'));
            return value.isValueNode() && !value.isNull() ? value.asText() : null;
        }
    }
}
