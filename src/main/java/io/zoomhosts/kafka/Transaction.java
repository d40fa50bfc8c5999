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
 * One Kafka transaction, with its own producer. A producer that was fenced, or whose commit failed, cannot be used again.
 * Initialising a new producer claims the transactional id: from then on no other process can commit a transaction with this
 * id, and the outcome of an earlier transaction is decided.
 *
 * <p>Sends do not wait for acknowledgements; the commit waits for all of them. Several threads may call {@link #send}, and
 * any thread may call {@link #close}.
 */
final class Transaction implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Transaction.class);

    /** The timeout of a close. An open transaction is aborted anyway, and the process may be shutting down. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final int COMMIT_ATTEMPTS = 3;
    private static final String NOT_ACCEPTED = "Kafka did not accept a record";

    private final Producer<Object, Object> producer;
    private volatile KafkaException failure;

    private Transaction(Producer<Object, Object> producer) {
        this.producer = producer;
    }

    /**
     * Claims the producer's transactional id and begins a transaction.
     *
     * @param producer a new producer; it is closed with the transaction
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

    /** The client has no exception type for this rejection, so it is recognised by its message. */
    private static boolean refusedTimeout(RuntimeException thrown) {
        return String.valueOf(thrown.getMessage()).contains(Errors.INVALID_TRANSACTION_TIMEOUT.message());
    }

    /**
     * Sends a record without waiting for Kafka. A record that cannot be sent fails here, for example if its topic is still
     * missing after {@code max.block.ms}.
     *
     * @throws KafkaException if this record, or one before it, could not be sent
     */
    void send(ProducerRecord<Object, Object> record) throws InterruptedException {
        check();
        try {
            Future<?> done = producer.send(record, (metadata, refused) -> {
                if (refused != null) {
                    fail(NOT_ACCEPTED, refused);
                }
            });
            if (done.isDone()) {
                done.get();
            }
        } catch (ExecutionException e) {
            fail(NOT_ACCEPTED, e.getCause());
        } catch (RuntimeException e) {
            // A route may swallow this exception, so store it: it must prevent the commit.
            fail(NOT_ACCEPTED, e);
        }
        check();
    }

    /** Keeps the first failure only: it causes the later ones. */
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
     * Waits until Kafka has all records, then commits. After a timeout the commit is repeated, which is safe: it either
     * already happened or happens now.
     *
     * @throws KafkaException if the commit was not sent, because a record failed or the transaction is closed
     * @throws UndecidedException if the commit was sent but not confirmed
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

    /**
     * Aborts the transaction. If that fails, the transaction can no longer be committed either, and Kafka aborts it after
     * its timeout.
     */
    void abort() {
        try {
            producer.abortTransaction();
        } catch (RuntimeException e) {
            LOG.debug("Transaction not aborted: {}", e.getMessage());
        }
    }

    /**
     * Closes the producer. Kafka aborts a transaction that is still open. Throws nothing, because a committed transaction
     * stays committed.
     */
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
