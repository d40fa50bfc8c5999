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
 * Camel's Kafka component, whose {@code to: kafka:…} joins the transaction of a window: the bean {@code kafka}. Inside the
 * block {@code windowTransaction} a send is part of its transaction, also where a user's step sends to a topic of his own;
 * producer options of that endpoint have no effect then. Outside it is Camel's own.
 *
 * <p>To a report's own topics only zoom-hosts sends, {@link PageRecords} and {@link RunRecord.Event}: what a step of a user's
 * sent there, inside of the block or outside, would pass for a row or a run.
 */
@Component("kafka") // Camel configures it by this name
public final class WindowKafkaComponent extends KafkaComponent {

    private final WindowTransaction transaction;
    private Map<String, Object> clientSettings = Map.of();
    private final Predicate<String> ownTopics;

    /** @param ownTopics whether a topic is one of a report's: of its rows, runs or rejects */
    public WindowKafkaComponent(WindowTransaction transaction, Predicate<String> ownTopics) {
        this.transaction = transaction;
        this.ownTopics = ownTopics;
    }

    /**
     * Settings of Kafka's clients, by Kafka's names, which are used as they are. In its own additional properties Camel looks
     * for placeholders when it starts.
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
        Map<String, Object> given = new HashMap<>(parameters); // those that are used are taken out
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

        /** A producer of its own is needed only by what is sent outside of a window. */
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
         * The transaction that the exchange belongs to; null outside of a window, and once its window is complete.
         *
         * @throws RunException if it belongs to an attempt that was given up: a step went on beside it; or if a step hid its run
         */
        private WindowTransaction.Open open(Exchange exchange) {
            WindowTransaction.Open open = transaction.of(exchange);
            if (exchange.getVariable(RowRecords.ROW) instanceof TakenRow row
                    && row.page().isGivenUp(open != null)) {
                throw new RunException(
                        Failure.ROUTE,
                        "a step sent to Kafka with 'to: kafka:' outside of its window's transaction, so nothing was sent: the"
                                + " window was given up meanwhile, or a step removed the variable run");
            }
            return open;
        }

        private void join(WindowTransaction.Open open, Exchange exchange) throws InterruptedException {
            try {
                send(open, exchange);
            } catch (RunException refused) {
                // A route may swallow this: the commit must know.
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

        /** Another cluster may have a topic of that name, where nothing joins: its records are the user's. */
        private void checkTopic(String topic, Exchange exchange) {
            boolean ours = transaction.of(exchange) != null
                    || Objects.equals(
                            configuration.getBrokers(),
                            WindowKafkaComponent.this.getConfiguration().getBrokers());
            if (ours && ownTopics.test(topic)) {
                throw new RunException(
                        Failure.ROUTE,
                        "a step sent to topic " + topic
                                + " with 'to: kafka:': only zoom-hosts itself sends there, or readers"
                                + " would take it for a row or a run. Send to another topic. To choose the topic of a row, set"
                                + " the variable topic");
            }
        }
    }
}
