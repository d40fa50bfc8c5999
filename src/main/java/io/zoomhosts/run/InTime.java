package io.zoomhosts.run;

import io.zoomhosts.camel.Block;
import io.zoomhosts.failure.Causes;
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
 * A block around the steps of a hook, which may hang: the bean {@code inTime}. It interrupts the thread of the steps once they
 * take longer than the window's transaction may last. It repeats the interrupt every second until the block ends, because a
 * step may wait again. No interrupt happens after the block has ended. Kafka's transaction must not begin or end inside it.
 *
 * <p>Steps that continue on another thread are abandoned there. A step that cannot be interrupted blocks its window until it
 * returns.
 */
public final class InTime extends Block {

    private static final Logger LOG = LoggerFactory.getLogger(InTime.class);

    /** The hook that every row passes. That of a report reports its own failures. */
    public static final String EACH_ROW = "each-row";

    private static final Duration INTERRUPT_INTERVAL = Duration.ofSeconds(1);

    /** The number of interrupts without effect after which an error is logged. */
    private static final int INTERRUPTS_BEFORE_ERROR = 10;

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
                watch::interrupt, limit.toMillis(), INTERRUPT_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        return () -> {
            timer.cancel(false);
            if (watch.end()) {
                // Otherwise Camel would treat the exchange as interrupted by a shutdown.
                exchange.getExchangeExtension().setInterrupted(false);
                throw new RunException(
                        Failure.TRANSACTION_TIMEOUT,
                        "a step in routes/yours did not return in time and was interrupted. The limit is that of the"
                                + " window's Kafka transaction, "
                                + transactionTimeout.toSeconds()
                                + " s. Set a timeout on what the step calls, or raise kafka.transaction-timeout"
                                + " (KAFKA_TRANSACTION_TIMEOUT) and, if it is lower, the brokers'"
                                + " transaction.max.timeout.ms");
            }
            Exception failed = exchange.getException();
            if (failed != null
                    && run.isOpen()
                    && Causes.first(failed, HookException.class).isEmpty()) {
                exchange.setException(new HookException(EACH_ROW, failed));
            }
        };
    }

    /** Runs the steps synchronously, so that there is always a waiting thread to interrupt. */
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

    /** The thread of a block, from its start to its end. Thread-safe. */
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
                if (++interruptions == INTERRUPTS_BEFORE_ERROR) {
                    LOG.error(
                            "Run {}: a step in routes/yours does not return and cannot be interrupted. The run, and every"
                                    + " later collection, waits until it returns. Fix the step and restart zoom-hosts",
                            run.id());
                }
            }
        }

        /**
         * Ends the watch and clears the thread's interrupt status. Must be called by the watched thread.
         *
         * @return whether the thread was interrupted
         */
        private synchronized boolean end() {
            ended = true;
            if (interrupted) {
                Thread.interrupted();
            }
            return interrupted;
        }
    }
}
