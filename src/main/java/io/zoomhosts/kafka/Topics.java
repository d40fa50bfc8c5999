package io.zoomhosts.kafka;

import io.zoomhosts.failure.Failure;
import io.zoomhosts.failure.RunException;
import io.zoomhosts.report.Report;
import io.zoomhosts.report.Reports;
import io.zoomhosts.run.Run;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.camel.Variable;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The topics of the reports, created where they are missing: the bean {@code topics}. */
public final class Topics {

    private static final Logger LOG = LoggerFactory.getLogger(Topics.class);

    /** Zoom reports on six months; and a little. */
    private static final Duration RUNS_NEEDED = Duration.ofDays(190);

    private final KafkaClients clients;
    private final Reports reports;
    private final boolean create;
    private final int partitions;
    private final Duration retention;
    private final Set<String> known = ConcurrentHashMap.newKeySet();
    private boolean retentionChecked;

    /**
     * @param create whether missing topics are created
     * @param partitions of a topic that is created
     * @param retention of a topic that is created; an existing topic that forgets earlier is named in the log
     */
    public Topics(KafkaClients clients, Reports reports, boolean create, int partitions, Duration retention) {
        this.clients = clients;
        this.reports = reports;
        this.create = create;
        this.partitions = partitions;
        this.retention = retention;
    }

    /**
     * Creates what is missing: topics of the run's report, or without a run those of all reports that are collected. What
     * exists stays as it is. Once it has succeeded it does nothing any more, until an attempt at a window fails.
     *
     * @throws KafkaUnavailableException if Kafka cannot be reached or refuses
     */
    public synchronized void create(@Variable("run") Run run) throws InterruptedException {
        if (run != null && run.isRetried()) {
            known.clear();
        }
        List<Report> wanted = run == null ? reports.collected() : List.of(run.report());
        try {
            for (Report report : wanted) {
                for (String topic : List.of(report.topic(), report.runsTopic(), report.dlqTopic())) {
                    createWhereMissing(topic);
                }
            }
        } catch (ExecutionException | KafkaException e) {
            throw KafkaUnavailableException.of(e);
        }
    }

    /**
     * Creates a topic that a user's step names, where it is missing.
     *
     * @throws KafkaUnavailableException if Kafka cannot be reached or refuses
     */
    void provide(String name) throws InterruptedException {
        if (!create || known.contains(name)) {
            return;
        }
        synchronized (this) {
            try {
                createWhereMissing(name);
            } catch (ExecutionException | KafkaException e) {
                // A name that cannot be is told by whoever sends to it, and named.
                if (!(e.getCause() instanceof InvalidTopicException)) {
                    throw KafkaUnavailableException.of(e);
                }
                known.add(name);
            }
        }
    }

    /** Notes which topic the run publishes to: it could be deleted, and created anew, before the run ends. */
    public void remember(@Variable("run") Run run) throws InterruptedException {
        run.publishesTo(id(run));
    }

    /** @throws RunException if the topic is no longer the one that the run began to publish to */
    public void checkStillThere(@Variable("run") Run run) throws InterruptedException {
        if (!Objects.equals(run.topicId(), id(run))) {
            throw new RunException(
                    Failure.KAFKA,
                    "topic " + run.report().topic()
                            + " was deleted and created anew meanwhile, and rows of this window may be gone");
        }
    }

    private String id(Run run) throws InterruptedException {
        try {
            return clients.topicId(run.report().topic());
        } catch (ExecutionException | KafkaException e) {
            throw KafkaUnavailableException.of(e);
        }
    }

    /** Asked first: who may write to a topic may ask for it, but not always create one. */
    private void createWhereMissing(String name) throws ExecutionException, InterruptedException {
        if (!create || known.contains(name)) {
            return;
        }
        if (clients.topicId(name) == null) {
            create(new NewTopic(name, Optional.of(partitions), Optional.empty())
                    .configs(Map.of(TopicConfig.RETENTION_MS_CONFIG, String.valueOf(retention.toMillis()))));
        }
        known.add(name);
    }

    private void create(NewTopic topic) throws ExecutionException, InterruptedException {
        try {
            clients.admin().createTopics(List.of(topic)).all().get();
            // The controller has it; brokers hear of it later, and until then they say that there is no such topic.
            clients.await(() -> clients.topicId(topic.name()) != null);
            LOG.info("Topic {} created", topic.name());
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }

    /** Says once that a topic forgets earlier than it should. Who may not ask for a topic's settings goes without. */
    public synchronized void checkRetention() throws InterruptedException {
        if (retentionChecked) {
            return;
        }
        List<ConfigResource> topics = reports.collected().stream()
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
                LOG.debug("Retention of {} is not known: {}", asked.getKey(), notAllowed.getMessage());
            }
        }
        retentionChecked = true;
    }

    private void checkRetention(String topic, long millis) {
        if (millis < 0) {
            return; // for ever
        }
        Duration kept = Duration.ofMillis(millis);
        String said = kept.toDays() > 0 ? kept.toDays() + " days" : kept.toSeconds() + " s";
        boolean ofRuns = reports.collected().stream()
                .anyMatch(report -> report.runsTopic().equals(topic));
        if (ofRuns && kept.compareTo(RUNS_NEEDED) < 0) {
            LOG.warn(
                    "Topic {} keeps records for {}, and Zoom reports on six months. A window whose run is gone from the topic is"
                            + " collected again, without need. Raise retention.ms of the topic to {} or more",
                    topic,
                    said,
                    RUNS_NEEDED.toMillis());
        } else if (kept.compareTo(retention) < 0) {
            LOG.warn(
                    "Topic {} keeps records for {}, but zoom.topics.retention (ZOOM_TOPICS_RETENTION) asks for {} days. Raise"
                            + " retention.ms of the topic",
                    topic,
                    said,
                    retention.toDays());
        }
    }
}
