package io.zoomhosts.kafka;

import io.zoomhosts.run.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.kafka.DefaultKafkaClientFactory;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The {@code windowTransaction} block in test routes, with one run. The exchange's variables {@code committed},
 * {@code caught} and {@code wentOn} show what the block and the route around it did.
 */
final class WindowRoutes implements AutoCloseable {

    /** A topic that is reserved for zoom-hosts. */
    static final String RESERVED = "zoom.reserved";

    /** The steps of a complete attempt. */
    static final String WHOLE = """
            - to:
                uri: kafka:zoom.hosts
            - process:
                ref: publish
            - process:
                ref: verify
            - bean:
                ref: runRecord
                method: write
            - toD:
                uri: "kafka:${variable.run.report.runsTopic}"
            """;

    /** As in 2-window: the block is directly inside a doTry, and the route continues after it. */
    private static final String WINDOW = """
            - route:
                id: window
                from:
                  uri: direct:window
                  steps:
                    - doTry:
                        steps:
                          - policy:
                              ref: windowTransaction
                              steps:
                                - to:
                                    uri: direct:attempt
                          - setVariable:
                              name: committed
                              constant: true
                        doCatch:
                          - exception:
                              - java.lang.Exception
                            steps:
                              - setVariable:
                                  name: caught
                                  exchangeProperty: CamelExceptionCaught
                    - setVariable:
                        name: wentOn
                        constant: true
            """;

    final HostRuns hostRuns;
    final Run run;

    /** Transactional ids in the order in which the transactions began. */
    final List<String> transactionalIds = new ArrayList<>();

    /** Properties of the producers that Camel started for sends outside the block. */
    final List<Properties> ordinary = new ArrayList<>();

    private final DefaultCamelContext context = new DefaultCamelContext();

    /**
     * @param topic topic of the run's rows
     * @param transactional makes producers of transactions
     * @param others makes the producers that Camel asks for
     */
    @SuppressWarnings({"rawtypes", "unchecked"})
    WindowRoutes(
            String topic,
            Function<String, Producer<Object, Object>> transactional,
            Function<Properties, Producer> others) {
        hostRuns = new HostRuns(topic);
        run = hostRuns.open();
        WindowTransaction transaction = new WindowTransaction(transactionalId -> {
            transactionalIds.add(transactionalId);
            return transactional.apply(transactionalId);
        });
        WindowKafkaComponent component = new WindowKafkaComponent(transaction, name -> name.equals(RESERVED));
        component.setKafkaClientFactory(new DefaultKafkaClientFactory() {
            @Override
            public Producer getProducer(Properties properties) {
                ordinary.add(properties);
                return others.apply(properties);
            }
        });
        component.getConfiguration().setBrokers("localhost:1");
        component.getConfiguration().setSynchronous(true);
        component.getConfiguration().setRecordMetadata(false);
        component.getConfiguration().setValueSerializer(ByteArraySerializer.class.getName());
        context.addComponent("kafka", component);
        context.getRegistry().bind("windowTransaction", transaction);
        context.getRegistry().bind("runRecord", new RunRecord());
        bind("publish", exchange -> hostRuns.publish(run));
        bind("verify", exchange -> hostRuns.runs.verify(run));
        bind("claim", exchange -> hostRuns.runs.claim(run));
    }

    CamelContext context() {
        return context;
    }

    /** The attempt, as in 2-window, without error handling. */
    static String attempt(String... steps) {
        return route("attempt", String.join("\n", steps));
    }

    static String route(String name, String steps) {
        return """
                - route:
                    id: %s
                    errorHandler:
                      noErrorHandler: {}
                    from:
                      uri: direct:%s
                      steps:
                """.formatted(name, name) + steps.indent(8);
    }

    void bind(String name, Processor processor) {
        context.getRegistry().bind(name, processor);
    }

    /** @param routes {@code attempt} and the routes that it calls */
    void start(String routes) throws Exception {
        context.getShutdownStrategy().setTimeout(5);
        load("window", WINDOW);
        load("attempt", routes);
        context.start();
    }

    private void load(String name, String yaml) throws Exception {
        Resource resource = ResourceHelper.fromString(name + ".camel.yaml", yaml);
        PluginHelper.getRoutesLoader(context).loadRoutes(resource);
    }

    /** Collects the window. */
    Exchange collect() {
        return send("direct:window");
    }

    /** Sends an exchange of the run. */
    Exchange send(String uri) {
        Exchange exchange = new DefaultExchange(context);
        exchange.setVariable("run", run);
        exchange.getMessage().setBody("{}");
        return context.createProducerTemplate().send(uri, exchange);
    }

    static Exception caught(Exchange exchange) {
        return exchange.getVariable("caught", Exception.class);
    }

    @Override
    public void close() {
        context.stop();
    }
}
