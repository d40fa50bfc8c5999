package io.zoomhosts.support;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.cli.ConnectStandalone;
import org.apache.kafka.connect.runtime.Connect;
import org.apache.kafka.connect.runtime.Herder;
import org.apache.kafka.connect.runtime.rest.entities.ConnectorInfo;
import org.apache.kafka.connect.runtime.rest.entities.ConnectorStateInfo;
import org.apache.kafka.connect.util.FutureCallback;

/** A worker of Kafka Connect in this JVM. Its connectors are on the class path. */
public final class ConnectWorker implements AutoCloseable {

    private final Connect<?> worker;

    private ConnectWorker(Connect<?> worker) {
        this.worker = worker;
    }

    /**
     * @param folder for the worker's own files
     * @param settings further settings of the worker
     */
    public static ConnectWorker start(String bootstrapServers, Path folder, Map<String, String> settings) {
        Map<String, String> properties = new HashMap<>(settings);
        properties.put("bootstrap.servers", bootstrapServers);
        properties.put("offset.storage.file.filename", folder.resolve("offsets").toString());
        properties.put("listeners", "http://127.0.0.1:0");
        properties.put("key.converter", "org.apache.kafka.connect.storage.StringConverter");
        properties.put("value.converter", "org.apache.kafka.connect.storage.StringConverter");
        properties.put("plugin.discovery", "service_load");
        return new ConnectWorker(new ConnectStandalone().startConnect(properties));
    }

    /** Creates a connector from the configuration that a user sends to {@code PUT /connectors/<name>/config}. */
    public void create(Map<String, String> configuration) throws Exception {
        FutureCallback<Herder.Created<ConnectorInfo>> created = new FutureCallback<>();
        worker.herder().putConnectorConfig(configuration.get("name"), configuration, false, created);
        created.get(1, TimeUnit.MINUTES);
    }

    /** Why tasks of a connector failed; empty if all are well. */
    public List<String> failures(String connector) {
        return worker.herder().connectorStatus(connector).tasks().stream()
                .map(ConnectorStateInfo.TaskState::trace)
                .filter(Objects::nonNull)
                .toList();
    }

    @Override
    public void close() {
        worker.stop();
        worker.awaitStop();
    }
}
