package io.zoomhosts.kafka;

import io.zoomhosts.camel.Block;
import io.zoomhosts.failure.Failure;
import io.zoomhosts.failure.RunException;
import io.zoomhosts.run.Run;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeExtension;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A block that is one Kafka transaction: the bean {@code windowTransaction}. On entry it fences every other process that
 * works on the window, and begins a transaction. At the end it commits if the window is whole; otherwise it aborts and
 * throws. Every {@code to: kafka:…} inside, also in called routes and in splits, joins the transaction
 * ({@link WindowKafkaComponent}). Put the block directly into a {@code doTry}, so that a failed commit reaches the
 * {@code doCatch}.
 */
public final class WindowTransaction extends Block {

    private final Function<String, Producer<Object, Object>> producers;
    private final Map<Run, Open> open = new ConcurrentHashMap<>();

    /** @param producers makes a new producer for a transactional id */
    public WindowTransaction(Function<String, Producer<Object, Object>> producers) {
        this.producers = producers;
    }

    /** An open transaction, and whether it contains the run event. */
    static final class Open {

        private final Run run;
        private final Transaction transaction;
        private volatile boolean hasRunEvent;
        private volatile RunException refused;

        private Open(Run run, Transaction transaction) {
            this.run = run;
            this.transaction = transaction;
        }

        /** Sends a record within the transaction. */
        void send(ProducerRecord<Object, Object> record) throws InterruptedException {
            transaction.send(record);
            hasRunEvent |= run.key().equals(record.key())
                    && record.topic().equals(run.report().runsTopic());
        }

        /** Prevents the commit, because a step sent something that it must not send. */
        void refuse(RunException why) {
            refused = why;
        }
    }

    @Override
    protected Exit enter(Exchange exchange) {
        Run run = exchange.getVariable("run", Run.class);
        if (open.containsKey(run)) {
            throw new IllegalStateException("run " + run.id() + " already has a transaction");
        }
        open.put(run, new Open(run, Transaction.begin(producers.apply(TransactionalIds.of(run)))));
        return () -> end(exchange, run, open.remove(run));
    }

    private static void end(Exchange exchange, Run run, Open ending) {
        try (Transaction transaction = ending.transaction) {
            Throwable failed = failure(exchange, run, ending);
            if (failed == null) {
                transaction.commit();
                run.committed();
                return;
            }
            transaction.abort();
            fail(exchange, failed);
        } catch (Exception | Error e) {
            fail(exchange, e);
        }
    }

    /** The reason not to commit; null if the window is whole. */
    private static Throwable failure(Exchange exchange, Run run, Open ending) {
        if (exchange.getException() != null) {
            return exchange.getException();
        }
        if (ending.refused != null) {
            return ending.refused;
        }
        ExchangeExtension marks = exchange.getExchangeExtension();
        if (exchange.isRouteStop()
                || exchange.isRollbackOnly()
                || exchange.isRollbackOnlyLast()
                || marks.isErrorHandlerHandledSet() && marks.isErrorHandlerHandled()) {
            return new RunException(
                    Failure.ROUTE,
                    "a route ended the window early: look for a 'stop', a 'rollback' or a handled error");
        }
        try {
            run.checkWhole();
        } catch (RunException notWhole) {
            return notWhole;
        }
        return run.isDue() && !ending.hasRunEvent
                ? new RunException(Failure.ROUTE, "the run event was not sent: look for a route that swallows an error")
                : null;
    }

    /** Clears the marks first. With them, Camel would skip the doCatch, or end the route after it. */
    private static void fail(Exchange exchange, Throwable why) {
        exchange.setRouteStop(false);
        exchange.setRollbackOnly(false);
        exchange.setRollbackOnlyLast(false);
        exchange.getExchangeExtension().setErrorHandlerHandled(null);
        exchange.setException(why);
    }

    /** The open transaction of the exchange's run; null if there is none. */
    Open of(Exchange exchange) {
        Object run = exchange.getVariable("run");
        return run == null ? null : open.get(run);
    }

    @Override
    protected void stop() {
        open.values().forEach(ending -> ending.transaction.close());
    }
}
