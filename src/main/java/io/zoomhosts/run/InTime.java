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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A block around the steps of a hook, which may never return: the bean {@code inTime}. Its thread waits for them, and is
 * interrupted once they take longer than the window's transaction may. That is repeated until the block ends, as a step may
 * wait again; once it has ended, nothing is interrupted. Kafka's transaction neither begins nor ends inside of it.
 *
 * <p>A step that goes on on another thread is left behind there. One that waits for something that cannot be interrupted
 * is still waited for.
 */
public final class InTime extends Block {

    private static final Logger LOG = LoggerFactory.getLogger(InTime.class);

    private static final Duration AGAIN = Duration.ofSeconds(1);

    /** So many interruptions that had no effect. */
    private static final int SAID_AFTER = 10;

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
        Watch watch = new Watch(run, Thread.currentThread());
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
            if (exchange.getException() != null && run.isOpen()) {
                exchange.setException(new HookException(exchange.getException()));
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

        private final Run run;
        private final Thread thread;
        private boolean ended;
        private boolean interrupted;
        private int interruptions;

        private Watch(Run run, Thread thread) {
            this.run = run;
            this.thread = thread;
        }

        private synchronized void interrupt() {
            if (!ended) {
                interrupted = true;
                thread.interrupt();
                if (++interruptions == SAID_AFTER) {
                    LOG.error(
                            "Run {}: a step in routes/yours does not return and cannot be interrupted. Its window, and the next"
                                    + " collection, wait for it. Correct the step and start zoom-hosts again",
                            run.id());
                }
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
