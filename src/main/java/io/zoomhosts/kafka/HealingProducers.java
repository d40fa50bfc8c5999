package io.zoomhosts.kafka;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Properties;
import org.apache.camel.component.kafka.DefaultKafkaClientFactory;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands Camel producers that outlive a failed transaction. A Kafka producer that was fenced, or whose commit failed, is
 * of no use any more, and Camel keeps it for ever: every later window of the process would fail. These make themselves
 * anew at the next {@code beginTransaction}; what was in the failed transaction is aborted by then, never replayed.
 */
public final class HealingProducers extends DefaultKafkaClientFactory {

    private static final Logger LOG = LoggerFactory.getLogger(HealingProducers.class);

    /** For a close: what is still open then is aborted anyway, and the process may be stopping. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final int COMMIT_ATTEMPTS = 3;

    @Override
    @SuppressWarnings("rawtypes")
    public Producer getProducer(Properties properties) {
        return (Producer) Proxy.newProxyInstance(
                Producer.class.getClassLoader(), new Class<?>[] {Producer.class}, new Healing(properties));
    }

    /**
     * One producer of Camel's: a Kafka producer, and after a failure the next. Used by one window at a time; only
     * {@code close} may come from another thread, and must not wait for it.
     */
    private final class Healing implements InvocationHandler {

        private final Properties properties;
        private volatile Producer<?, ?> producer;
        private volatile boolean broken;

        private Healing(Properties properties) {
            this.properties = properties;
            this.producer = create();
        }

        private Producer<?, ?> create() {
            return HealingProducers.super.getProducer(properties);
        }

        @Override
        public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
            switch (method.getName()) {
                case "close" -> {
                    broken = true;
                    producer.close(PATIENCE);
                    return null;
                }
                case "beginTransaction" -> heal();
                default -> {}
            }
            for (int attempt = 1; ; attempt++) {
                try {
                    return method.invoke(producer, arguments);
                } catch (InvocationTargetException e) {
                    // An answer that was late may be asked for again: the commit has happened, or happens now.
                    boolean again = e.getCause() instanceof TimeoutException
                            && method.getName().equals("commitTransaction")
                            && attempt < COMMIT_ATTEMPTS;
                    if (!again) {
                        broken |= e.getCause() instanceof KafkaException;
                        throw e.getCause();
                    }
                }
            }
        }

        private void heal() {
            if (!broken) {
                return;
            }
            producer.close(Duration.ZERO);
            LOG.info("Making a new Kafka producer after a failed transaction");
            producer = create();
            producer.initTransactions();
            broken = false;
        }
    }
}
