package io.zoomhosts.kafka;

import io.zoomhosts.demo.KafkaBroker;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.component.kafka.KafkaComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.StringSerializer;

/** Kafka clients and contexts of the tests themselves. */
final class Brokers {

    private Brokers() {}

    /** A context whose Kafka component is connected to the broker. */
    static CamelContext context(KafkaBroker kafka) {
        CamelContext context = new DefaultCamelContext();
        context.getComponent("kafka", KafkaComponent.class).getConfiguration().setBrokers(kafka.bootstrapServers());
        return context;
    }

    static Exchange exchange(CamelContext context) {
        return new DefaultExchange(context);
    }

    /** A producer of another process with that transactional id and an open transaction. */
    static KafkaProducer<String, String> begin(KafkaBroker kafka, String transactionalId) {
        KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        kafka.bootstrapServers(),
                        ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                        transactionalId),
                new StringSerializer(),
                new StringSerializer());
        producer.initTransactions();
        producer.beginTransaction();
        return producer;
    }
}
