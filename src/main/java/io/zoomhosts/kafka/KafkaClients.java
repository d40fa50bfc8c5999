package io.zoomhosts.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.camel.CamelContext;
import org.apache.camel.component.kafka.KafkaComponent;
import org.apache.camel.component.kafka.KafkaConfiguration;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Gives the clients that are not Camel's own (admin, ledger) the settings of {@code camel.component.kafka.*}. */
final class KafkaClients {

    /** How long a request of theirs may take. */
    static final Duration PATIENCE = Duration.ofSeconds(20);

    private KafkaClients() {}

    /** Brokers and security settings, ready for an admin client or, with deserialisers, a consumer. */
    static Properties properties(CamelContext context) {
        KafkaConfiguration configuration =
                context.getComponent("kafka", KafkaComponent.class).getConfiguration();
        Properties properties = configuration.createConsumerProperties();
        properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, configuration.getBrokers());
        properties.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
        properties.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
        return properties;
    }

    /** A topic's id: another one once the topic was deleted and created anew; null where there is no such topic. */
    static String topicId(Admin admin, String topic) throws ExecutionException, InterruptedException {
        try {
            return admin.describeTopics(List.of(topic))
                    .topicNameValues()
                    .get(topic)
                    .get()
                    .topicId()
                    .toString();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return null;
            }
            throw e;
        }
    }
}
