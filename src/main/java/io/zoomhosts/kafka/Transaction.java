package io.zoomhosts.kafka;

import io.zoomhosts.failure.UndecidedException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidTxnTimeoutException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.protocol.Errors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Kafka transaction, with a producer of its own. A producer that was fenced, or whose commit failed, is of no use any
 * more; and only a new one takes its transactional id: from there on nobody else can commit a transaction of that id, and
 * whether an earlier one was committed is decided.
 *
 * <p>Records are sent without waiting for their acknowledgement: the commit waits for all of them. {@link #send} may be
 * called by several threads, {@link #close} by any.
 */
final class Transaction implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Transaction.class);

    /** For a close: what is still open then is aborted anyway, and the process may be stopping. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final int COMMIT_ATTEMPTS = 3;
    private static final String NOT_TAKEN = "Kafka did not take a record";

    private final Producer<Object, Object> producer;
    private volatile KafkaException failure;

    private Transaction(Producer<Object, Object> producer) {
        this.producer = producer;
    }

    /**
     * Takes the transactional id of the producer, and begins.
     *
     * @param producer that was not used before; it is closed with the transaction
     */
    static Transaction begin(Producer<Object, Object> producer) {
        Transaction transaction = new Transaction(producer);
        try {
            producer.initTransactions();
            producer.beginTransaction();
            return transaction;
        } catch (RuntimeException e) {
            transaction.close();
            throw refusedTimeout(e) ? new InvalidTxnTimeoutException(e.getMessage()) : e;
        }
    }

    /** Of all that a broker may refuse here, this is what the client does not give a type of its own. */
    private static boolean refusedTimeout(RuntimeException thrown) {
        return String.valueOf(thrown.getMessage()).contains(Errors.INVALID_TRANSACTION_TIMEOUT.message());
    }

    /**
     * Hands over a record. What cannot be sent fails at once: its topic is gone, say, and {@code max.block.ms} were waited
     * for.
     *
     * @throws KafkaException if this record, or one before it, could not be sent
     */
    void send(ProducerRecord<Object, Object> record) throws InterruptedException {
        check();
        try {
            Future<?> done = producer.send(record, (metadata, refused) -> {
                if (refused != null) {
                    fail(NOT_TAKEN, refused);
                }
            });
            if (done.isDone()) {
                done.get();
            }
        } catch (ExecutionException e) {
            fail(NOT_TAKEN, e.getCause());
        } catch (RuntimeException e) {
            // A route may swallow this: the commit must know.
            fail(NOT_TAKEN, e);
        }
        check();
    }

    /** The first failure is the reason: it makes others follow. */
    private synchronized void fail(String what, Throwable cause) {
        if (failure == null) {
            failure = new KafkaException(what, cause);
        }
    }

    private void check() {
        if (failure != null) {
            throw failure;
        }
    }

    /**
     * Waits until Kafka has all records, then commits. An answer that was late may be asked for again: the commit has
     * happened, or happens now.
     *
     * @throws KafkaException if Kafka was not asked to commit: it did not take one of the records, or the transaction is
     *     closed
     * @throws UndecidedException if Kafka was asked, and did not say that it is committed
     */
    void commit() {
        check();
        producer.flush();
        check();
        for (int attempt = 1; ; attempt++) {
            try {
                producer.commitTransaction();
                return;
            } catch (TimeoutException e) {
                if (attempt == COMMIT_ATTEMPTS) {
                    throw new UndecidedException(e);
                }
            } catch (RuntimeException e) {
                throw new UndecidedException(e);
            }
        }
    }

    /** One that cannot be aborted can no longer be committed either, and Kafka aborts it after its time-out. */
    void abort() {
        try {
            producer.abortTransaction();
        } catch (RuntimeException e) {
            LOG.debug("Not aborted: {}", e.getMessage());
        }
    }

    /** A transaction that is still open is aborted by Kafka. Nothing is thrown: a committed one stays committed. */
    @Override
    public void close() {
        fail("the transaction was closed before it was committed", null);
        try {
            producer.close(PATIENCE);
        } catch (RuntimeException e) {
            LOG.debug("Producer not closed: {}", e.getMessage());
        }
    }
}
