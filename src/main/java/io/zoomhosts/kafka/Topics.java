package io.zoomhosts.kafka;

import io.zoomhosts.account.AccountReports;
import io.zoomhosts.failure.Failure;
import io.zoomhosts.failure.RunException;
import io.zoomhosts.report.Report;
import io.zoomhosts.run.Run;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Variable;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates and checks the topics of the reports: the bean {@code topics}. */
public final class Topics {

    private static final Logger LOG = LoggerFactory.getLogger(Topics.class);

    /** The retention that a topic of runs needs: the six months that Zoom reports on, plus a margin. */
    private static final Duration RUNS_NEEDED = Duration.ofDays(190);

    private final KafkaClients clients;
    private final AccountReports collected;
    private final boolean create;
    private final int partitions;
    private final Duration retention;
    private final Set<String> known = ConcurrentHashMap.newKeySet();
    private boolean retentionChecked;

    /**
     * @param create whether missing topics are created
     * @param partitions of a topic that is created
     * @param retention of a topic that is created; a warning is logged if an existing topic keeps records for less time
     */
    public Topics(KafkaClients clients, AccountReports collected, boolean create, int partitions, Duration retention) {
        this.clients = clients;
        this.collected = collected;
        this.create = create;
        this.partitions = partitions;
        this.retention = retention;
    }

    /**
     * Creates missing topics of the run's report, or, without a run, of all reports that are collected. Existing topics are
     * not changed. Topics known to exist are not checked again until an attempt at a window fails.
     *
     * @throws KafkaUnavailableException if Kafka cannot be reached or refuses
     */
    public synchronized void create(@Variable("run") Run run) throws InterruptedException {
        if (run != null && run.isRetried()) {
            known.clear();
        }
        List<Report> wanted = run == null ? collected.all() : List.of(run.report());
        try {
            createMissing(wanted.stream()
                    .flatMap(report -> Stream.of(report.topic(), report.runsTopic(), report.dlqTopic()))
                    .collect(Collectors.toCollection(LinkedHashSet::new)));
        } catch (ExecutionException | KafkaException e) {
            throw KafkaUnavailableException.of(e);
        }
    }

    /**
     * Creates a topic that a user's step names, if it is missing.
     *
     * @throws KafkaUnavailableException if Kafka cannot be reached or refuses
     */
    void provide(String name) throws InterruptedException {
        if (!create || known.contains(name)) {
            return;
        }
        synchronized (this) {
            try {
                createMissing(Set.of(name));
            } catch (ExecutionException | KafkaException e) {
                // The send to this topic reports the invalid name.
                if (!(e.getCause() instanceof InvalidTopicException)) {
                    throw KafkaUnavailableException.of(e);
                }
                known.add(name);
            }
        }
    }

    /**
     * Stores the id of the topic that the run publishes to, to notice if the topic is deleted and created again during the
     * run.
     */
    public void remember(@Variable("run") Run run) throws InterruptedException {
        run.publishesTo(id(run));
    }

    /** @throws RunException if the topic was deleted, or deleted and created again, since the run started to publish */
    public void checkStillThere(@Variable("run") Run run) throws InterruptedException {
        if (!Objects.equals(run.topicId(), id(run))) {
            throw new RunException(
                    Failure.KAFKA,
                    "topic " + run.report().topic()
                            + " was deleted or recreated during the run, so rows of this window may be lost. Find out what"
                            + " deletes it");
        }
    }

    private String id(Run run) throws InterruptedException {
        try {
            return clients.topicId(run.report().topic());
        } catch (ExecutionException | KafkaException e) {
            throw KafkaUnavailableException.of(e);
        }
    }

    private void createMissing(Set<String> names) throws ExecutionException, InterruptedException {
        if (!create || known.containsAll(names)) {
            return;
        }
        Map<String, String> settings = Map.of(TopicConfig.RETENTION_MS_CONFIG, String.valueOf(retention.toMillis()));
        clients.createMissing(
                names, name -> new NewTopic(name, Optional.of(partitions), Optional.empty()).configs(settings));
        known.addAll(names);
    }

    /**
     * Warns once about topics that keep records for too short a time. Without permission to read a topic's settings it does
     * nothing.
     */
    public synchronized void checkRetention() throws InterruptedException {
        if (retentionChecked) {
            return;
        }
        List<ConfigResource> topics = collected.all().stream()
                .flatMap(report -> Stream.of(report.topic(), report.runsTopic()))
                .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                .toList();
        for (Map.Entry<ConfigResource, KafkaFuture<Config>> asked :
                clients.admin().describeConfigs(topics).values().entrySet()) {
            try {
                checkRetention(
                        asked.getKey().name(),
                        Long.parseLong(asked.getValue()
                                .get()
                                .get(TopicConfig.RETENTION_MS_CONFIG)
                                .value()));
            } catch (ExecutionException | KafkaException notAllowed) {
                LOG.debug("Cannot read the retention of {}: {}", asked.getKey(), notAllowed.getMessage());
            }
        }
        retentionChecked = true;
    }

    private void checkRetention(String topic, long millis) {
        if (millis < 0) {
            return; // unlimited retention
        }
        Duration kept = Duration.ofMillis(millis);
        String said = kept.toDays() > 0 ? kept.toDays() + " days" : kept.toSeconds() + " s";
        boolean ofRuns =
                collected.all().stream().anyMatch(report -> report.runsTopic().equals(topic));
        if (ofRuns && kept.compareTo(RUNS_NEEDED) < 0) {
            LOG.warn(
                    "Topic {} keeps records for {}, but Zoom reports on six months. When the record of a run"
                            + " expires, zoom-hosts collects that window again needlessly. Raise retention.ms of the topic to {} or"
                            + " more",
                    topic,
                    said,
                    RUNS_NEEDED.toMillis());
        } else if (kept.compareTo(retention) < 0) {
            LOG.warn(
                    "Topic {} keeps records for {}, but zoom.topics.retention (ZOOM_TOPICS_RETENTION) is"
                            + " {} days, so records expire early. Raise retention.ms of the topic, or lower the"
                            + " setting",
                    topic,
                    said,
                    retention.toDays());
        }
    }
}
