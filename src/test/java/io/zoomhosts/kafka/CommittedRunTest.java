package io.zoomhosts.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.zoomhosts.account.AccountOwner;
import io.zoomhosts.report.HostReport;
import io.zoomhosts.run.DueWindow;
import io.zoomhosts.run.Outcome;
import io.zoomhosts.run.Run;
import io.zoomhosts.run.RunLimits;
import io.zoomhosts.run.RunTrace;
import io.zoomhosts.run.Runs;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.builder.ExchangeBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

/** A step that fails after the end of the transaction does not change how the run ended. */
class CommittedRunTest {

    private final Runs runs = new Runs(
            new RunLimits(3, false, Duration.ofSeconds(1), Duration.ofMinutes(15), Clock.systemUTC()),
            (report, since) -> Map.of(),
            List.of(),
            begun -> RunTrace.NONE,
            new KafkaDiagnosis(),
            AccountOwner.OF_ALL,
            () -> false);
    private final Run run = runs.open(new DueWindow(
            HostReport.account("ACCOUNT"),
            HostReport.window("active", "2026-10-01", "2026-10-31"),
            Instant.parse("2026-11-01T02:30:00Z")));
    private final MockProducer<Object, Object> producer = new MockProducer<>(
            true, null, (topic, key) -> key.toString().getBytes(StandardCharsets.UTF_8), (topic, value) ->
                    (byte[]) value);

    @Test
    void failure_after_the_commit_does_not_fail_the_run() throws Exception {
        Exchange exchange = transact(producer);
        assertThat(exchange.getException()).isNull();
        assertThat(producer.transactionCommitted()).isTrue();

        runs.failed(run, new InterruptedException(), "window");

        assertThat(run.outcome()).isInstanceOf(Outcome.Undecided.class);
        assertThat(run.isAnnounced()).isFalse();
    }

    @Test
    void unanswered_commit_does_not_fail_the_run() throws Exception {
        producer.commitTransactionException = new TimeoutException("no answer");
        Exchange exchange = transact(producer);

        while (run.isOpen()) {
            runs.failed(run, exchange.getException(), "window");
        }

        assertThat(run.outcome()).isInstanceOf(Outcome.Undecided.class);
    }

    @Test
    void aborted_transaction_fails_the_run() throws Exception {
        producer.flushException = new IllegalStateException("no flush");
        Exchange exchange = transact(producer);
        assertThat(producer.transactionCommitted()).isFalse();

        runs.failed(run, exchange.getException(), "window");

        assertThat(run.outcome()).isInstanceOf(Outcome.Failed.class);
        assertThat(run.isAnnounced()).isTrue();
    }

    /** Collects a window without rows in one transaction. */
    private Exchange transact(Producer<Object, Object> with) throws Exception {
        WindowTransaction transaction = new WindowTransaction(id -> with);
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    errorHandler(noErrorHandler());
                    from("direct:window").policy(transaction).process(exchange -> {
                        runs.restart(run);
                        runs.claim(run);
                        runs.accept(
                                run, HostReport.ofZoom("{\"from\":\"2026-10-01\",\"to\":\"2026-10-31\",\"users\":[]}"));
                        runs.published(run, runs.rows(run).size(), 0);
                        runs.verify(run);
                        transaction
                                .of(exchange)
                                .send(new ProducerRecord<>(run.report().runsTopic(), run.key(), new byte[0]));
                    });
                }
            });
            context.start();
            Exchange exchange = ExchangeBuilder.anExchange(context).build();
            exchange.setVariable("run", run);
            return context.createProducerTemplate().send("direct:window", exchange);
        }
    }
}
