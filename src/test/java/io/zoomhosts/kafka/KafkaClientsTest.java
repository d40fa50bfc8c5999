package io.zoomhosts.kafka;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Duration;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.component.kafka.KafkaComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Consumers accept the settings of a user, whatever the protocol of groups is. */
class KafkaClientsTest {

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer", "CONSUMER"})
    void creates_consumers_for_each_protocol_of_groups(String protocol) {
        try (KafkaClients clients = clients(Map.of("group.protocol", protocol, "session.timeout.ms", "20000"))) {
            assertThatCode(() -> clients.consumer().close()).doesNotThrowAnyException();
            assertThatCode(() -> clients.member("group", "client", Duration.ofSeconds(10))
                            .close(CloseOptions.timeout(Duration.ZERO)))
                    .doesNotThrowAnyException();
        }
    }

    private static KafkaClients clients(Map<String, String> settings) {
        CamelContext context = new DefaultCamelContext();
        KafkaComponent component = context.getComponent("kafka", KafkaComponent.class);
        component.getConfiguration().setBrokers("localhost:1");
        component.getConfiguration().getAdditionalProperties().putAll(settings);
        return new KafkaClients(context);
    }
}
