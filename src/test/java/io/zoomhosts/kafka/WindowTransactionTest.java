package io.zoomhosts.kafka;

import static io.zoomhosts.kafka.WindowRoutes.WHOLE;
import static io.zoomhosts.kafka.WindowRoutes.attempt;
import static io.zoomhosts.kafka.WindowRoutes.caught;
import static io.zoomhosts.kafka.WindowRoutes.route;
import static org.assertj.core.api.Assertions.assertThat;

import io.zoomhosts.failure.UndecidedException;
import io.zoomhosts.run.CompleteRun;
import io.zoomhosts.run.Counts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.junit.jupiter.api.Test;

/** All or nothing: the block commits a whole window, with everything that its steps sent. */
class WindowTransactionTest extends WindowTransactionFixture {

    @Test
    void commits_a_whole_window() throws Exception {
        routes.start(attempt(WHOLE));

        Exchange exchange = routes.collect();

        assertCommitted(exchange);
        assertThat(routes.transactionalIds).containsExactly(TransactionalIds.of(run));
        assertThat(topics()).containsExactly("zoom.hosts", "zoom.hosts.runs");
        assertThat(producer.closed()).isTrue();
    }

    @Test
    void commits_nothing_before_its_last_step() throws Exception {
        List<Object> committed = new ArrayList<>();
        routes.bind("look", exchange -> committed.add(producer.transactionCommitted()));
        routes.start(attempt(WHOLE, """
                - process:
                    ref: look
                """));

        Exchange exchange = routes.collect();

        assertCommitted(exchange);
        assertThat(committed).containsExactly(false);
    }

    @Test
    void commits_records_of_called_routes_and_splits() throws Exception {
        routes.start(attempt("""
                - setBody:
                    simple: "${list(a,b)}"
                - split:
                    simple: "${body}"
                    steps:
                      - to:
                          uri: direct:each
                - setBody:
                    constant: "{}"
                """, WHOLE) + route("each", """
                - to:
                    uri: kafka:mine
                """));

        Exchange exchange = routes.collect();

        assertCommitted(exchange);
        assertThat(topics()).containsExactly("mine", "mine", "zoom.hosts", "zoom.hosts.runs");
        assertThat(ordinary.history()).isEmpty();
    }

    /** A step in each-host filters a row like this. */
    @Test
    void commits_when_a_stop_filters_a_row_of_a_split() throws Exception {
        routes.start(attempt("""
                - setBody:
                    simple: "${list(a,b)}"
                - split:
                    simple: "${body}"
                    steps:
                      - stop: {}
                - setBody:
                    constant: "{}"
                """, WHOLE));

        Exchange exchange = routes.collect();

        assertCommitted(exchange);
    }

    /** The ledger has a complete run of the window, so there is nothing to publish. */
    @Test
    void commits_nothing_for_a_window_that_is_already_complete() throws Exception {
        routes.hostRuns.publish(run);
        Counts counts = run.counts();
        routes.hostRuns.ledger.put(
                run.key(), new CompleteRun("other", Instant.parse("2026-11-01T02:31:00Z"), true, counts));
        routes.start(attempt("""
                - process:
                    ref: claim
                """));

        Exchange exchange = routes.collect();

        assertCommitted(exchange);
        assertThat(producer.history()).isEmpty();
    }

    @Test
    void refuses_a_second_block_for_the_same_run() throws Exception {
        routes.start(attempt("""
                - policy:
                    ref: windowTransaction
                    steps:
                      - setVariable:
                          name: inside
                          constant: true
                """));

        Exchange exchange = routes.collect();

        assertAborted(exchange);
        assertThat(caught(exchange)).isInstanceOf(IllegalStateException.class).hasMessageContaining("already");
        assertThat(exchange.getVariable("inside")).isNull();
        assertThat(routes.transactionalIds).hasSize(1);
    }

    @Test
    void runs_no_step_when_it_cannot_begin() throws Exception {
        producer.initTransactionException = new ProducerFencedException("another process");
        routes.start(attempt(WHOLE));

        Exchange exchange = routes.collect();

        assertThat(caught(exchange)).isSameAs(producer.initTransactionException);
        assertThat(exchange.getVariable("wentOn", boolean.class)).isTrue();
        assertThat(run.counts().pages()).isZero();
        assertThat(producer.closed()).isTrue();
    }

    @Test
    void each_attempt_has_its_own_transaction() throws Exception {
        routes.start(attempt("- stop: {}"));
        routes.collect();

        Exchange second = routes.collect();

        assertEndedEarly(second);
        assertThat(routes.transactionalIds).containsExactly(TransactionalIds.of(run), TransactionalIds.of(run));
    }

    @Test
    void sends_without_a_transaction_after_the_block() throws Exception {
        routes.start(attempt(WHOLE) + """
                - route:
                    from:
                      uri: direct:both
                      steps:
                        - to:
                            uri: direct:window
                        - setBody:
                            constant: after
                        - to:
                            uri: kafka:mine
                """);

        Exchange exchange = routes.send("direct:both");

        assertCommitted(exchange);
        assertThat(ordinary.history()).singleElement().satisfies(record -> assertThat(record.topic())
                .isEqualTo("mine"));
        assertThat(topics()).containsExactly("zoom.hosts", "zoom.hosts.runs");
    }

    @Test
    void passes_a_failed_commit_to_doCatch() throws Exception {
        producer.commitTransactionException = new KafkaException("not answered");
        routes.start(attempt(WHOLE));

        Exchange exchange = routes.collect();

        assertThat(caught(exchange))
                .isInstanceOf(UndecidedException.class)
                .hasCause(producer.commitTransactionException);
        assertThat(exchange.getVariable("committed")).isNull();
        assertThat(exchange.getVariable("wentOn", boolean.class)).isTrue();
        assertThat(producer.closed()).isTrue();
    }

    @Test
    void closes_an_open_transaction_when_its_route_stops() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        routes.bind("wait", exchange -> {
            inside.countDown();
            stopped.await(30, TimeUnit.SECONDS);
        });
        routes.start(attempt("""
                - process:
                    ref: wait
                """, WHOLE));
        routes.context().getShutdownStrategy().setTimeUnit(TimeUnit.MILLISECONDS);
        routes.context().getShutdownStrategy().setTimeout(100);
        CompletableFuture<Exchange> collecting = CompletableFuture.supplyAsync(routes::collect);
        assertThat(inside.await(30, TimeUnit.SECONDS)).isTrue();

        routes.context().getRouteController().stopRoute("window");

        assertThat(producer.closed()).isTrue();
        stopped.countDown();
        assertThat(collecting).succeedsWithin(Duration.ofSeconds(30));
        assertThat(producer.transactionCommitted()).isFalse();
        assertThat(producer.history()).isEmpty();
    }
}
