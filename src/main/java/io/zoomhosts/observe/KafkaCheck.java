package io.zoomhosts.observe;

import io.zoomhosts.kafka.KafkaClients;
import io.zoomhosts.kafka.KafkaUnavailableException;
import java.time.Duration;
import java.util.Optional;

/** Asks Kafka at each call whether it is there. */
public final class KafkaCheck extends ReadinessCheck {

    /** Those who ask for the health of a process do not wait long themselves. */
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
