package io.zoomhosts.observe;

import io.zoomhosts.kafka.KafkaClients;
import io.zoomhosts.kafka.KafkaUnavailableException;
import java.time.Duration;
import java.util.Optional;

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
    Optional<String> trouble() {
        try {
            clients.checkReachable(PATIENCE);
            return Optional.empty();
        } catch (KafkaUnavailableException e) {
            return Optional.of(e.getMessage());
        }
    }
}
