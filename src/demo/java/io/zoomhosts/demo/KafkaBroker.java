package io.zoomhosts.demo;

import java.io.IOException;
import java.util.Map;

/** A Kafka broker that tests or the demo can use. */
public interface KafkaBroker extends AutoCloseable {

    /** Bootstrap servers: {@code host:port}, or a list of them. */
    String bootstrapServers();

    /** Settings that a client needs to connect, as in its {@code client.properties}; usually none. */
    default Map<String, String> client() {
        return Map.of();
    }

    @Override
    void close() throws IOException;
}
