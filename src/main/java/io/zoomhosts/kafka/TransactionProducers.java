package io.zoomhosts.kafka;

import io.zoomhosts.report.NotCommittedException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.camel.component.kafka.DefaultKafkaClientFactory;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidTxnTimeoutException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.protocol.Errors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands Camel a Kafka producer for each transaction. Camel keeps one for ever; but a producer that was fenced, or whose
 * commit failed, is of no use any more, and every later window of the process would fail. And only a producer that is
 * new takes its transactional id: from there on nobody else can commit a transaction of that id, and whether an earlier
 * one was committed is decided.
 */
public final class TransactionProducers extends DefaultKafkaClientFactory {

    /** For a close: what is still open then is aborted anyway, and the process may be stopping. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final Logger LOG = LoggerFactory.getLogger(TransactionProducers.class);

    private static final Future<RecordMetadata> HANDED_OVER = CompletableFuture.completedFuture(null);

    private static final int COMMIT_ATTEMPTS = 3;

    @Override
    @SuppressWarnings("rawtypes")
    public Producer getProducer(Properties properties) {
        return properties.containsKey(ProducerConfig.TRANSACTIONAL_ID_CONFIG)
                ? (Producer) Proxy.newProxyInstance(
                        Producer.class.getClassLoader(), new Class<?>[] {Producer.class}, new Handler(properties))
                : super.getProducer(properties);
    }

    /**
     * One producer of Camel's: a Kafka producer per transaction. Used by one window at a time; only {@code close} may
     * come from another thread, and must not wait for it.
     */
    private final class Handler implements InvocationHandler {

        private final Properties properties;
        private volatile Producer<Object, Object> producer;
        private volatile Sending sending;

        private Handler(Properties properties) {
            this.properties = properties;
        }

        @Override
        public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
            switch (method.getName()) {
                case "initTransactions" -> {} // when the transaction begins
                case "beginTransaction" -> begin();
                case "commitTransaction" -> commit();
                case "abortTransaction" -> abort();
                case "close" -> close();
                case "send" -> {
                    return send(arguments[0]);
                }
                default -> {
                    return delegate(method, arguments);
                }
            }
            return null;
        }

        /** Camel would wait for every record's acknowledgement, page by page: the commit does that for all of them. */
        @SuppressWarnings("unchecked")
        private Future<RecordMetadata> send(Object record) throws InterruptedException {
            sending.add((ProducerRecord<Object, Object>) record);
            return HANDED_OVER;
        }

        private Object delegate(Method method, Object[] arguments) throws Throwable {
            Producer<?, ?> current = producer;
            if (current == null && method.getDeclaringClass() == Producer.class) {
                throw new IllegalStateException("no transaction has begun");
            }
            try {
                return method.invoke(current == null ? this : current, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }

        @SuppressWarnings("unchecked")
        private void begin() {
            close();
            producer = TransactionProducers.super.getProducer(properties);
            try {
                producer.initTransactions();
                producer.beginTransaction();
                sending = new Sending(producer, "kafka-send");
            } catch (RuntimeException e) {
                close();
                throw refusedTimeout(e) ? new InvalidTxnTimeoutException(e.getMessage()) : e;
            }
        }

        /** Of all that a broker may refuse here, this is what the client does not give a type of its own. */
        private static boolean refusedTimeout(RuntimeException thrown) {
            return String.valueOf(thrown.getMessage()).contains(Errors.INVALID_TRANSACTION_TIMEOUT.message());
        }

        /**
         * An answer that was late may be asked for again: the commit has happened, or happens now.
         *
         * @throws NotCommittedException if Kafka was not asked, because it did not take one of the records
         */
        private void commit() throws InterruptedException {
            try {
                sending.finish();
            } catch (NotCommittedException | InterruptedException e) {
                abort();
                throw e;
            }
            try {
                for (int attempt = 1; ; attempt++) {
                    try {
                        producer.commitTransaction();
                        return;
                    } catch (TimeoutException e) {
                        if (attempt == COMMIT_ATTEMPTS) {
                            throw e;
                        }
                    }
                }
            } finally {
                close();
            }
        }

        /** One that could not be aborted can no longer be committed either, and Kafka aborts it by and by. */
        private void abort() {
            try {
                sending.cancel();
                producer.abortTransaction();
            } catch (KafkaException e) {
                LOG.debug("Not aborted: {}", e.getMessage());
            } finally {
                close();
            }
        }

        private void close() {
            Producer<?, ?> current = producer;
            producer = null;
            if (sending != null) {
                sending.cancel();
            }
            if (current != null) {
                current.close(PATIENCE);
            }
        }
    }
}
