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
 * A block that is one Kafka transaction: the bean {@code windowTransaction}. It fences every other process that has the
 * window and begins a transaction; at its end it commits, if nothing of the window is missing; in every other case it aborts
 * and throws. {@code to: kafka:…} inside of it, in called routes and in splits too, is part of the transaction
 * ({@link WindowKafkaComponent}). Put it directly into a {@code doTry}: a commit that fails has to reach the {@code doCatch}.
 */
public final class WindowTransaction extends Block {

    private final Function<String, Producer<Object, Object>> producers;
    private final Map<Run, Open> open = new ConcurrentHashMap<>();

    /** @param producers makes a new producer for a transactional id */
    public WindowTransaction(Function<String, Producer<Object, Object>> producers) {
        this.producers = producers;
    }

    /** A transaction that has begun, and whether the event of its run is in it. */
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
            hasRunEvent |=
                    record.topic().equals(run.report().runsTopic()) && run.key().equals(record.key());
        }

        /** Takes note of what a step must not send: the transaction cannot be committed. */
        void refuse(RunException why) {
            refused = why;
        }
    }

    @Override
    protected Exit enter(Exchange exchange) {
        Run run = exchange.getVariable("run", Run.class);
        if (open.containsKey(run)) {
            throw new IllegalStateException("run " + run.id() + " has a transaction already");
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

    /** Why the transaction must not be committed; null where nothing of the window is missing. */
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
                    "a route ended the window early: was 'stop' or 'rollback' used, or an error handled?");
        }
        try {
            run.checkWhole();
        } catch (RunException notWhole) {
            return notWhole;
        }
        return run.isDue() && !ending.hasRunEvent
                ? new RunException(Failure.ROUTE, "the run's own event was not sent: did a route swallow an error?")
                : null;
    }

    /** The marks go first: with them Camel would skip the doCatch, or end the route after it. */
    private static void fail(Exchange exchange, Throwable why) {
        exchange.setRouteStop(false);
        exchange.setRollbackOnly(false);
        exchange.setRollbackOnlyLast(false);
        exchange.getExchangeExtension().setErrorHandlerHandled(null);
        exchange.setException(why);
    }

    /** The open transaction of the exchange's run; null where there is none. */
    Open of(Exchange exchange) {
        Object run = exchange.getVariable("run");
        return run == null ? null : open.get(run);
    }

    @Override
    protected void stop() {
        open.values().forEach(ending -> ending.transaction.close());
    }
}
