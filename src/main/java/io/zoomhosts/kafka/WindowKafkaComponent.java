package io.zoomhosts.kafka;

import io.zoomhosts.failure.Failure;
import io.zoomhosts.failure.RunException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaComponent;
import org.apache.camel.component.kafka.KafkaConfiguration;
import org.apache.camel.component.kafka.KafkaEndpoint;
import org.apache.camel.component.kafka.KafkaProducer;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.util.KeyValueHolder;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Camel's Kafka component, extended so that {@code to: kafka:…} joins the transaction of a window: the bean {@code kafka}.
 * Inside the block {@code windowTransaction} every send joins its transaction, including sends of a user's steps to other
 * topics; producer options of the endpoint then have no effect. Outside the block it behaves like Camel's component.
 *
 * <p>Only zoom-hosts may send to a report's own topics ({@link PageRecords} and {@link RunRecord.Event}). Readers would
 * mistake anything that a user's step sends there, inside or outside the block, for a row or a run.
 */
@Component("kafka") // Camel applies camel.component.kafka.* by this name
public final class WindowKafkaComponent extends KafkaComponent {

    private final WindowTransaction transaction;
    private Map<String, Object> clientSettings = Map.of();
    private final Predicate<String> ownTopics;

    /** @param ownTopics whether a topic belongs to a report: its rows, runs or rejects */
    public WindowKafkaComponent(WindowTransaction transaction, Predicate<String> ownTopics) {
        this.transaction = transaction;
        this.ownTopics = ownTopics;
    }

    /**
     * Sets Kafka client settings, by Kafka's names. Their values are used literally, whereas Camel would resolve
     * placeholders in its own additional properties at startup.
     */
    public void setClientSettings(Map<String, Object> settings) {
        clientSettings = settings;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        getConfiguration().getAdditionalProperties().putAll(clientSettings);
    }

    @Override
    protected KafkaEndpoint createEndpoint(String uri, String topic, Map<String, Object> parameters) throws Exception {
        Map<String, Object> given = new HashMap<>(parameters); // super removes the parameters that it uses
        KafkaConfiguration configuration =
                super.createEndpoint(uri, topic, parameters).getConfiguration();
        KafkaEndpoint endpoint = new KafkaEndpoint(uri, this) {
            @Override
            protected KafkaProducer createProducer(KafkaEndpoint ofProducer) {
                return new JoiningProducer(ofProducer);
            }
        };
        endpoint.setConfiguration(configuration);
        setProperties(endpoint, given);
        return endpoint;
    }

    private final class JoiningProducer extends KafkaProducer {

        private final KafkaConfiguration configuration;
        private boolean started;

        private JoiningProducer(KafkaEndpoint endpoint) {
            super(endpoint);
            this.configuration = endpoint.getConfiguration();
        }

        /** Does nothing: the endpoint needs its own producer only for sends outside a window. */
        @Override
        protected void doStart() {
            // See startOwn.
        }

        private synchronized void startOwn() throws Exception {
            if (!started) {
                super.doStart();
                started = true;
            }
        }

        @Override
        public void process(Exchange exchange) throws Exception {
            WindowTransaction.Open open = open(exchange);
            if (open == null) {
                startOwn();
                super.process(exchange);
            } else {
                join(open, exchange);
            }
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            try {
                WindowTransaction.Open open = open(exchange);
                if (open == null) {
                    startOwn();
                    return super.process(exchange, callback);
                }
                join(open, exchange);
            } catch (Exception e) {
                exchange.setException(e);
            }
            callback.done(true);
            return true;
        }

        /**
         * The transaction of the exchange; null outside a window, and after its window is complete.
         *
         * @throws RunException if the exchange belongs to an attempt that was rolled back while a step continued, or if a
         *     step removed its run
         */
        private WindowTransaction.Open open(Exchange exchange) {
            WindowTransaction.Open open = transaction.of(exchange);
            if (exchange.getVariable(RowRecords.ROW) instanceof TakenRow row
                    && row.page().isGivenUp(open != null)) {
                throw new RunException(
                        Failure.ROUTE,
                        "a step sent to Kafka with 'to: kafka:' outside its window's transaction, so nothing"
                                + " was sent: the attempt was rolled back meanwhile, or a step removed the variable run");
            }
            return open;
        }

        private void join(WindowTransaction.Open open, Exchange exchange) throws InterruptedException {
            try {
                send(open, exchange);
            } catch (RunException refused) {
                // A route may swallow this exception, so store it: it must prevent the commit.
                open.refuse(refused);
                throw refused;
            }
        }

        private void send(WindowTransaction.Open open, Exchange exchange) throws InterruptedException {
            Object body = exchange.getMessage().getBody();
            if (body instanceof PageRecords page) {
                for (ProducerRecord<Object, Object> record : page.close()) {
                    open.send(record);
                }
                page.sent();
            } else if (configuration.isUseIterator() && (body instanceof Iterable || body instanceof Iterator)) {
                Iterator<KeyValueHolder<Object, ProducerRecord<Object, Object>>> records =
                        createRecordIterable(exchange, exchange.getMessage());
                while (records.hasNext()) {
                    open.send(records.next().getValue());
                }
            } else {
                open.send(createRecord(exchange, exchange.getMessage()));
            }
        }

        @Override
        protected ProducerRecord<Object, Object> createRecord(Exchange exchange, Message message) {
            if (!(message.getBody() instanceof RunRecord.Event event)) {
                ProducerRecord<Object, Object> record = super.createRecord(exchange, message);
                checkTopic(record.topic(), exchange);
                return record;
            }
            message.setBody(event.value());
            ProducerRecord<Object, Object> record = super.createRecord(exchange, message);
            message.setBody(event);
            if (!event.take(record)) {
                checkTopic(record.topic(), exchange);
            }
            return record;
        }

        @Override
        protected Iterator<KeyValueHolder<Object, ProducerRecord<Object, Object>>> createRecordIterable(
                Exchange exchange, Message message) {
            Iterator<KeyValueHolder<Object, ProducerRecord<Object, Object>>> records =
                    super.createRecordIterable(exchange, message);
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return records.hasNext();
                }

                @Override
                public KeyValueHolder<Object, ProducerRecord<Object, Object>> next() {
                    KeyValueHolder<Object, ProducerRecord<Object, Object>> next = records.next();
                    checkTopic(next.getValue().topic(), exchange);
                    return next;
                }
            };
        }

        /** A topic of the same name on another cluster is allowed outside a window: it belongs to the user. */
        private void checkTopic(String topic, Exchange exchange) {
            boolean ours = transaction.of(exchange) != null
                    || Objects.equals(
                            configuration.getBrokers(),
                            WindowKafkaComponent.this.getConfiguration().getBrokers());
            if (ours && ownTopics.test(topic)) {
                throw new RunException(
                        Failure.ROUTE,
                        "a step sent to topic " + topic
                                + " with 'to: kafka:': only zoom-hosts may send there, because readers would mistake the"
                                + " record for a row or a run. Send to another topic. To choose the topic of a row, set"
                                + " the variable topic");
            }
        }
    }
}
