package io.zoomhosts.kafka;

import io.zoomhosts.report.Failure;
import io.zoomhosts.report.Run;
import io.zoomhosts.report.RunException;
import io.zoomhosts.report.Runs;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.apache.camel.Exchange;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The topics of a report, created where they are missing: the bean {@code topics}. */
public final class Topics {

    private static final Logger LOG = LoggerFactory.getLogger(Topics.class);

    private static final Duration RUNS_RETENTION = Duration.ofDays(366);

    private final KafkaClients clients;
    private final String topic;
    private final boolean create;
    private final int partitions;
    private final Set<String> known = ConcurrentHashMap.newKeySet();
    private boolean created;

    /**
     * @param topic of the events; {@code <topic>.runs} and {@code <topic>.dlq} go with it
     * @param create whether missing topics are created
     * @param partitions of a topic that is created
     */
    public Topics(KafkaClients clients, String topic, boolean create, int partitions) {
        this.clients = clients;
        this.topic = topic;
        this.create = create;
        this.partitions = partitions;
    }

    /**
     * Creates what is missing; what exists stays as it is. Once it has succeeded it does nothing any more, until a try of
     * a window fails.
     *
     * @throws KafkaUnavailableException if Kafka cannot be reached or refuses
     */
    public synchronized void create(Exchange exchange) throws InterruptedException {
        Run run = Runs.run(exchange);
        boolean again = run != null && run.isRetried();
        if (!create || created && !again) {
            return;
        }
        known.clear();
        try {
            Map<String, String> keptAYear =
                    Map.of(TopicConfig.RETENTION_MS_CONFIG, String.valueOf(RUNS_RETENTION.toMillis()));
            for (NewTopic wanted :
                    List.of(topic(topic), topic(topic + ".runs").configs(keptAYear), topic(topic + ".dlq"))) {
                createWhereMissing(wanted);
            }
            created = true;
        } catch (ExecutionException | KafkaException e) {
            throw KafkaUnavailableException.of(e);
        }
    }

    /**
     * Creates a topic that a user's step names, where it is missing. Once it is there it is not asked for any more, until a
     * try of a window fails.
     *
     * @throws KafkaUnavailableException if Kafka cannot be reached or refuses
     */
    void provide(String name) throws InterruptedException {
        if (!create || known.contains(name)) {
            return;
        }
        synchronized (this) {
            try {
                createWhereMissing(topic(name));
            } catch (ExecutionException | KafkaException e) {
                // A name that cannot be is told by whoever sends to it, and named.
                if (!(e.getCause() instanceof InvalidTopicException)) {
                    throw KafkaUnavailableException.of(e);
                }
            }
            known.add(name);
        }
    }

    /** Notes which topic the run publishes to: it could be deleted, and created anew, before the run ends. */
    public void identify(Exchange exchange) throws InterruptedException {
        Runs.run(exchange).publishesTo(id());
    }

    /** @throws RunException if the topic is no longer the one that the run began to publish to */
    public void verify(Exchange exchange) throws InterruptedException {
        Run run = Runs.run(exchange);
        if (!Objects.equals(run.topicId(), id())) {
            throw new RunException(
                    Failure.KAFKA,
                    "topic " + topic + " was created anew meanwhile, and hosts of this window may be gone");
        }
    }

    private String id() throws InterruptedException {
        try {
            return clients.topicId(topic);
        } catch (ExecutionException | KafkaException e) {
            throw KafkaUnavailableException.of(e);
        }
    }

    private NewTopic topic(String name) {
        return new NewTopic(name, Optional.of(partitions), Optional.empty());
    }

    /** Asked first: who may write to a topic may ask for it, but not always create one. */
    private void createWhereMissing(NewTopic wanted) throws ExecutionException, InterruptedException {
        if (clients.topicId(wanted.name()) == null) {
            create(wanted);
        }
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
}
