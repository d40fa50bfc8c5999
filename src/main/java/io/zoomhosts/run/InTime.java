package io.zoomhosts.run;

import io.zoomhosts.camel.Block;
import io.zoomhosts.failure.Failure;
import io.zoomhosts.failure.RunException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.Exchange;

/**
 * A block around the steps of a hook, which may never return: the bean {@code inTime}. Its thread waits for them, and is
 * interrupted once they take longer than the window's transaction may. That is repeated until the block ends, as a step may
 * wait again; once it has ended, nothing is interrupted. Kafka's transaction neither begins nor ends inside of it.
 *
 * <p>A step that goes on on another thread is left behind there. One that waits for something that cannot be interrupted
 * is still waited for.
 */
public final class InTime extends Block {

    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final Duration transactionTimeout;
    private final ScheduledExecutorService timers;

    public InTime(Duration transactionTimeout, ScheduledExecutorService timers) {
        this.transactionTimeout = transactionTimeout;
        this.timers = timers;
    }

    @Override
    protected Exit enter(Exchange exchange) {
        Run run = exchange.getVariable("run", Run.class);
        if (run.isOpen()) {
            run.checkTime();
        }
        Duration limit = run.isOpen() ? run.timeLeft() : transactionTimeout;
        Watch watch = new Watch(Thread.currentThread());
        Future<?> timer = timers.scheduleWithFixedDelay(
                watch::interrupt, limit.toMillis(), AGAIN.toMillis(), TimeUnit.MILLISECONDS);
        return () -> {
            timer.cancel(false);
            if (watch.end()) {
                // Otherwise Camel would take the exchange for one of a process that stops.
                exchange.getExchangeExtension().setInterrupted(false);
                throw new RunException(
                        Failure.TRANSACTION_TIMEOUT,
                        "a step in routes/yours did not return in time and was interrupted: there are "
                                + transactionTimeout.toSeconds()
                                + " s, as for the window's Kafka transaction. Give what it calls a time-out, or raise"
                                + " kafka.transaction-timeout (KAFKA_TRANSACTION_TIMEOUT) and, where it is smaller,"
                                + " transaction.max.timeout.ms of the brokers");
            }
        };
    }

    /** Steps that go on on another thread are waited for: there is always one to be interrupted. */
    @Override
    protected boolean run(AsyncProcessor steps, Exchange exchange, AsyncCallback callback) {
        try {
            steps.process(exchange);
        } catch (Exception e) {
            exchange.setException(e);
        }
        callback.done(true);
        return true;
    }

    /** The thread of a block, from its begin to its end. Thread-safe. */
    private static final class Watch {

        private final Thread thread;
        private boolean ended;
        private boolean interrupted;

        private Watch(Thread thread) {
            this.thread = thread;
        }

        private synchronized void interrupt() {
            if (!ended) {
                interrupted = true;
                thread.interrupt();
            }
        }

        /** Whether the thread was interrupted; it is not any more. To be called by it. */
        private synchronized boolean end() {
            ended = true;
            if (interrupted) {
                Thread.interrupted();
            }
            return interrupted;
        }
    }
}
