package io.zoomhosts.demo;

import java.io.IOException;
import java.util.Map;

/** A Kafka broker that tests or the demo can use. */
public interface KafkaBroker extends AutoCloseable {

    /** Where it is: {@code host:port}, or several of them. */
    String bootstrapServers();

    /** What a client needs to be let in, as in its {@code client.properties}: nothing, as a rule. */
    default Map<String, String> client() {
        return Map.of();
    }

    @Override
    void close() throws IOException;
}
