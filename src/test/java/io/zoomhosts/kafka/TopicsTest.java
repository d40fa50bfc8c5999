package io.zoomhosts.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.zoomhosts.broker.KafkaBroker;
import io.zoomhosts.broker.WithKafka;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsResult;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithKafka.class)
class TopicsTest {

    private final String topic = "hosts." + UUID.randomUUID();

    /** A run would else take the topic that it began with for another one than the topic that it ends with. */
    @Test
    void should_wait_until_brokers_know_the_topics_that_it_created(KafkaBroker kafka) throws Exception {
        CamelContext context = Brokers.context(kafka);
        AtomicInteger late = new AtomicInteger();
        try (KafkaClients clients = new KafkaClients(context, properties -> lateAdmin(properties, late))) {
            new Topics(clients, topic, true, 1).create(Brokers.exchange(context));

            assertThat(late).hasNegativeValue();
            assertThat(clients.topicId(topic + ".dlq")).isNotNull();
        }
    }

    /** Three times after each creation of a topic, the broker that is asked does not yet know it. */
    private static Admin lateAdmin(Properties properties, AtomicInteger late) {
        Admin admin = Admin.create(properties);
        return (Admin) Proxy.newProxyInstance(
                Admin.class.getClassLoader(), new Class<?>[] {Admin.class}, (proxy, method, arguments) -> {
                    Object result = method.invoke(admin, arguments);
                    if (method.getName().equals("createTopics")) {
                        late.set(3);
                    }
                    return result instanceof DescribeTopicsResult described && late.getAndDecrement() > 0
                            ? new Unknown(described)
                            : result;
                });
    }

    private static final class Unknown extends DescribeTopicsResult {

        private Unknown(DescribeTopicsResult known) {
            super(null, Map.of(known.topicNameValues().keySet().iterator().next(), unknown()));
        }

        private static KafkaFuture<TopicDescription> unknown() {
            return KafkaFuture.completedFuture(null).thenApply(nothing -> {
                throw new UnknownTopicOrPartitionException();
            });
        }
    }
}
