package io.zoomhosts.kafka;

import static io.zoomhosts.kafka.WindowRoutes.caught;
import static org.assertj.core.api.Assertions.assertThat;

import io.zoomhosts.failure.Failure;
import io.zoomhosts.failure.RunException;
import io.zoomhosts.run.Run;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.AfterEach;

/** A {@code windowTransaction} block with mock producers, and what must hold after a commit or an abort. */
abstract class WindowTransactionFixture {

    private static final Serializer<Object> BYTES = (topic, value) -> new byte[1];

    final MockProducer<Object, Object> producer = new MockProducer<>(true, null, BYTES, BYTES);
    final MockProducer<Object, Object> ordinary = new MockProducer<>(true, null, BYTES, BYTES);
    private final List<Producer<Object, Object>> unused = new ArrayList<>(List.of(producer));
    final WindowRoutes routes = new WindowRoutes(
            "zoom.hosts",
            transactionalId -> unused.isEmpty() ? new MockProducer<>(true, null, BYTES, BYTES) : unused.remove(0),
            properties -> ordinary);
    final Run run = routes.run;

    @AfterEach
    void stop() {
        routes.close();
    }

    final void assertCommitted(Exchange exchange) {
        assertThat(caught(exchange)).isNull();
        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getVariable("committed", boolean.class)).isTrue();
        assertThat(exchange.getVariable("wentOn", boolean.class)).isTrue();
        assertThat(producer.transactionCommitted()).isTrue();
    }

    /** Also asserts that the doCatch around the block ran and the route continued after it. */
    final void assertAborted(Exchange exchange) {
        assertThat(producer.transactionAborted()).isTrue();
        assertThat(producer.transactionCommitted()).isFalse();
        assertThat(producer.history()).isEmpty();
        assertThat(producer.closed()).isTrue();
        assertThat(caught(exchange)).isNotNull();
        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getVariable("committed")).isNull();
        assertThat(exchange.getVariable("wentOn", boolean.class)).isTrue();
    }

    static void assertEndedEarly(Exchange exchange) {
        assertFailedRoute(exchange, "a route ended the window early");
    }

    static void assertFailedRoute(Exchange exchange, String message) {
        assertThat(caught(exchange))
                .isInstanceOfSatisfying(
                        RunException.class, why -> assertThat(why.failure()).isEqualTo(Failure.ROUTE))
                .hasMessageContaining(message);
    }

    final List<String> topics() {
        return producer.history().stream().map(ProducerRecord::topic).toList();
    }
}
