package io.zoomhosts.observe;

import io.zoomhosts.kafka.KafkaClients;
import io.zoomhosts.kafka.KafkaUnavailableException;
import java.time.Duration;

/** Down when Kafka is unreachable. Each call sends a request to Kafka. */
public final class KafkaCheck extends ReadinessCheck {

    /** Short, because health probes have short timeouts too. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final KafkaClients clients;

    public KafkaCheck(KafkaClients clients) {
        super("kafka");
        this.clients = clients;
    }

    @Override
    Finding look() {
        try {
            clients.checkReachable(PATIENCE);
            return Finding.UP;
        } catch (KafkaUnavailableException e) {
            return Finding.down(e.getMessage());
        }
    }
}
