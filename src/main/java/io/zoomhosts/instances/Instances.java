package io.zoomhosts.instances;

import io.zoomhosts.failure.Causes;
import io.zoomhosts.kafka.KafkaClients;
import io.zoomhosts.kafka.KafkaUnavailableException;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Which instances share the accounts, as the brokers know it. Instances that work alone are not among them. */
public final class Instances {

    private final KafkaClients clients;
    private final String topic;
    private final String group;

    public Instances(KafkaClients clients, String topic, String group) {
        this.clients = clients;
        this.topic = topic;
        this.group = group;
    }

    /**
     * An instance.
     *
     * @param clientId names host and process
     * @param host the address that the brokers see
     */
    public record Instance(String clientId, String host, Parts parts) {}

    /**
     * What the brokers answered.
     *
     * @param problem why no instance is known; empty if some are
     */
    public record Answer(List<Instance> instances, Optional<String> problem) {

        /** The instance that works on an account; empty if none is known, for example during a rebalance. */
        public Optional<Instance> of(String accountId) {
            return instances.stream()
                    .filter(instance -> instance.parts().contains(accountId))
                    .findFirst();
        }

        private static Answer none(String problem) {
            return new Answer(List.of(), Optional.of(problem));
        }
    }

    /** Asks the brokers. Does not throw if they cannot be reached or refuse. */
    public Answer ask(Duration patience) {
        int millis = Math.toIntExact(patience.toMillis());
        try {
            Map<String, TopicDescription> topics = KafkaClients.ask(() -> clients.admin()
                    .describeTopics(List.of(topic), new DescribeTopicsOptions().timeoutMs(millis))
                    .allTopicNames()
                    .get());
            int of = topics.get(topic).partitions().size();
            Collection<MemberDescription> members = KafkaClients.ask(() -> clients.admin()
                            .describeConsumerGroups(
                                    List.of(group), new DescribeConsumerGroupsOptions().timeoutMs(millis))
                            .all()
                            .get())
                    .get(group)
                    .members();
            List<Instance> instances = members.stream()
                    .map(member -> instance(member, of))
                    .sorted(Comparator.comparing(Instance::clientId))
                    .toList();
            return instances.isEmpty() ? nobody() : new Answer(instances, Optional.empty());
        } catch (KafkaUnavailableException e) {
            boolean unknown = Causes.first(e, GroupIdNotFoundException.class).isPresent()
                    || Causes.first(e, UnknownTopicOrPartitionException.class).isPresent();
            return unknown ? nobody() : Answer.none(e.getMessage());
        }
    }

    private Answer nobody() {
        return Answer.none("no instance is a member of group " + group);
    }

    private Instance instance(MemberDescription member, int of) {
        Set<Integer> numbers = member.assignment().topicPartitions().stream()
                .filter(partition -> partition.topic().equals(topic))
                .map(TopicPartition::partition)
                .filter(number -> number < of) // the topic may be another one by now
                .collect(Collectors.toSet());
        return new Instance(member.clientId(), member.host().replaceFirst("^/", ""), new Parts(numbers, of));
    }
}
