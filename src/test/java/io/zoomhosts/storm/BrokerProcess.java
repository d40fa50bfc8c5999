package io.zoomhosts.storm;

import io.zoomhosts.demo.EmbeddedKafka;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaRaftServer;

/** The process of one broker. It ends with the process that started it: when its stdin ends. */
final class BrokerProcess {

    private BrokerProcess() {}

    /** @param arguments data folder, id of the cluster, file of all properties */
    public static void main(String[] arguments) throws Exception {
        Properties properties = new Properties();
        try (InputStream file = Files.newInputStream(Path.of(arguments[2]))) {
            properties.load(file);
        }
        KafkaRaftServer server = EmbeddedKafka.run(Path.of(arguments[0]), arguments[1], properties);
        System.in.transferTo(OutputStream.nullOutputStream());
        server.shutdown();
        server.awaitShutdown();
        System.exit(0);
    }
}
