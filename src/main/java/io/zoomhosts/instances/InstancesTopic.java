package io.zoomhosts.instances;

import io.zoomhosts.kafka.KafkaClients;
import io.zoomhosts.kafka.KafkaUnavailableException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;

/** The topic whose partitions the instances share. It has no records. */
final class InstancesTopic {

    /**
     * Partitions of a new topic. More do not spread accounts better. A topic that exists keeps its number: with another one, nearly
     * every account would move to another instance.
     */
    static final int PARTS = 256;

    private final KafkaClients clients;
    private final String name;
    private final boolean create;

    /** @param create whether to create the topic if it is missing */
    InstancesTopic(KafkaClients clients, String name, boolean create) {
        this.clients = clients;
        this.name = name;
        this.create = create;
    }

    String name() {
        return name;
    }

    /**
     * Creates the topic if it is missing.
     *
     * @return how many partitions it has
     * @throws NotAdmittedException if it is missing and is not to be created
     * @throws KafkaUnavailableException if Kafka cannot be reached or refuses
     */
    int provide() throws NotAdmittedException {
        OptionalInt partitions = partitions();
        if (partitions.isPresent()) {
            return partitions.getAsInt();
        }
        if (!create) {
            throw new NotAdmittedException(
                    "topic " + name + " is missing and zoom.topics.create (ZOOM_TOPICS_CREATE) is"
                            + " false. Create the topic with " + PARTS + " partitions");
        }
        KafkaClients.ask(() -> {
            clients.createMissing(Set.of(name), any -> new NewTopic(name, Optional.of(PARTS), Optional.empty()));
            return name;
        });
        return partitions().orElseThrow();
    }

    /**
     * How many partitions the topic has; empty if it does not exist.
     *
     * @throws KafkaUnavailableException if Kafka cannot be reached or refuses
     */
    private OptionalInt partitions() {
        TopicDescription topic = KafkaClients.ask(() -> clients.describe(name));
        return topic == null
                ? OptionalInt.empty()
                : OptionalInt.of(topic.partitions().size());
    }
}
