package io.zoomhosts.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zoomhosts.failure.Failure;
import io.zoomhosts.failure.RunException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The block that interrupts hook steps which do not return in time, on the calling thread. */
@Timeout(60)
class InTimeTest {

    private static final Duration LIMIT = Duration.ofMillis(300);

    private final CamelContext context = new DefaultCamelContext();
    private final ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor();
    private final Run run = OpenRuns.open(LIMIT);

    @AfterEach
    void stop() {
        context.stop();
        timers.shutdownNow();
    }

    @Test
    void interrupts_nothing_once_the_block_has_ended() throws Exception {
        Exchange done = pass(step -> {});

        await().until(() -> run.timeLeft().isNegative());
        // Wait until every scheduled task that is due has run.
        timers.submit(() -> {}).get();

        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        assertThat(done.getException()).isNull();
    }

    @Test
    void interrupts_a_step_again_that_keeps_waiting() throws Exception {
        AtomicInteger interrupts = new AtomicInteger();

        Exchange done = pass(step -> {
            while (interrupts.get() < 2) {
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    interrupts.incrementAndGet();
                }
            }
        });

        assertThat(interrupts).hasValue(2);
        assertOutOfTime(done);
    }

    @Test
    void leaves_no_interrupt_behind_after_the_block() throws Exception {
        Exchange done =
                pass(step -> await().pollInSameThread().pollDelay(Duration.ZERO).until(() -> Thread.currentThread()
                        .isInterrupted()));

        assertOutOfTime(done);
        assertThat(done.getExchangeExtension().isInterrupted()).isFalse();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void runs_no_step_when_no_time_is_left() throws Exception {
        AtomicInteger steps = new AtomicInteger();
        await().until(() -> run.timeLeft().isNegative());

        Exchange done = pass(step -> steps.incrementAndGet());

        assertOutOfTime(done);
        assertThat(steps).hasValue(0);
    }

    private static void assertOutOfTime(Exchange done) {
        assertThat(done.getException()).isInstanceOfSatisfying(RunException.class, why -> assertThat(why.failure())
                .isEqualTo(Failure.TRANSACTION_TIMEOUT));
    }

    private Exchange pass(Processor step) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("direct:hook").policy(new InTime(LIMIT, timers)).process(step);
            }
        });
        context.start();
        return context.createProducerTemplate().send("direct:hook", exchange -> exchange.setVariable("run", run));
    }
}
