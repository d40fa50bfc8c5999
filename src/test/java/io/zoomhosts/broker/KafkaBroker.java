package io.zoomhosts.broker;

import java.io.IOException;

/** A Kafka broker that tests or the demo can use. */
public interface KafkaBroker extends AutoCloseable {

    /** Where it is: {@code host:port}, or several of them. */
    String bootstrapServers();

    @Override
    void close() throws IOException;
}
