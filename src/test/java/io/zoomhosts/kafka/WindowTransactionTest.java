package io.zoomhosts.kafka;

import static io.zoomhosts.kafka.WindowRoutes.WHOLE;
import static io.zoomhosts.kafka.WindowRoutes.attempt;
import static io.zoomhosts.kafka.WindowRoutes.caught;
import static io.zoomhosts.kafka.WindowRoutes.route;
import static org.assertj.core.api.Assertions.assertThat;

import io.zoomhosts.failure.Failure;
import io.zoomhosts.failure.RunException;
import io.zoomhosts.failure.UndecidedException;
import io.zoomhosts.run.CompleteRun;
import io.zoomhosts.run.Counts;
import io.zoomhosts.run.Run;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All or nothing: the block commits a whole window, and in every other case it aborts and throws. */
class WindowTransactionTest {

    private static final Serializer<Object> BYTES = (topic, value) -> new byte[1];

    private final MockProducer<Object, Object> producer = new MockProducer<>(true, null, BYTES, BYTES);
    private final MockProducer<Object, Object> ordinary = new MockProducer<>(true, null, BYTES, BYTES);
    private final List<Producer<Object, Object>> unused = new ArrayList<>(List.of(producer));
    private final WindowRoutes routes = new WindowRoutes(
            "zoom.hosts",
            transactionalId -> unused.isEmpty() ? new MockProducer<>(true, null, BYTES, BYTES) : unused.remove(0),
            properties -> ordinary);
    private final Run run = routes.run;

    @AfterEach
    void stop() {
        routes.close();
    }

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
    void commits_what_called_routes_and_splits_send() throws Exception {
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

    /** How a step in each-host leaves a row out. */
    @Test
    void commits_when_a_stop_ends_only_a_part_of_a_split() throws Exception {
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

    /** The ledger said that the window is complete already: there is nothing to publish. */
    @Test
    void commits_an_empty_transaction_of_a_window_that_is_complete_already() throws Exception {
        routes.hostRuns.publish(run);
        Counts counts = run.counts();
        routes.hostRuns.ledger.put(run.key(), new CompleteRun("other", Instant.parse("2026-11-01T02:31:00Z"), counts));
        routes.start(attempt("""
                - process:
                    ref: claim
                """));

        Exchange exchange = routes.collect();

        assertCommitted(exchange);
        assertThat(producer.history()).isEmpty();
    }

    @Test
    void aborts_when_a_step_throws() throws Exception {
        IllegalStateException broken = new IllegalStateException("broken");
        routes.bind("fail", exchange -> {
            throw broken;
        });
        routes.start(attempt(WHOLE, """
                - process:
                    ref: fail
                """));

        Exchange exchange = routes.collect();

        assertAborted(exchange);
        assertThat(caught(exchange)).isSameAs(broken);
    }

    @Test
    void aborts_when_a_step_throws_an_error() throws Exception {
        routes.context().getRegistry().bind("overflowing", new Overflowing());
        routes.start(attempt(WHOLE, """
                - bean:
                    ref: overflowing
                """));

        Exchange exchange = routes.collect();

        assertAborted(exchange);
        assertThat(caught(exchange)).hasRootCauseInstanceOf(StackOverflowError.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "- stop: {}",
                "- rollback: {markRollbackOnly: true}",
                "- rollback: {markRollbackOnlyLast: true}",
            })
    void aborts_when_a_step_ends_the_route_early(String step) throws Exception {
        routes.start(attempt(WHOLE, step));

        Exchange exchange = routes.collect();

        assertAborted(exchange);
        assertEndedEarly(exchange);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "- stop: {}",
                "- rollback: {markRollbackOnly: true}",
                "- rollback: {markRollbackOnlyLast: true}",
            })
    void aborts_when_a_called_route_ends_early(String step) throws Exception {
        routes.start(attempt(WHOLE, """
                - to:
                    uri: direct:called
                """) + route("called", step));

        Exchange exchange = routes.collect();

        assertAborted(exchange);
        assertEndedEarly(exchange);
    }

    @Test
    void aborts_when_a_step_rolls_back() throws Exception {
        routes.start(attempt(WHOLE, "- rollback: {message: not this one}"));

        Exchange exchange = routes.collect();

        assertAborted(exchange);
        assertThat(caught(exchange)).hasMessageContaining("not this one");
    }

    @Test
    void aborts_when_a_stop_ends_a_split() throws Exception {
        routes.start(attempt(WHOLE, """
                - setBody:
                    simple: "${list(a,b)}"
                - split:
                    stopOnException: true
                    simple: "${body}"
                    steps:
                      - stop: {}
                """));

        Exchange exchange = routes.collect();

        assertAborted(exchange);
        assertEndedEarly(exchange);
    }

    @Test
    void aborts_when_a_called_route_handles_an_error() throws Exception {
        routes.bind("fail", exchange -> {
            throw new IllegalStateException("broken");
        });
        routes.start("""
                - routeConfiguration:
                    id: swallow
                    onException:
                      - onException:
                          exception:
                            - java.lang.Exception
                          handled:
                            constant: true
                """ + attempt(WHOLE, """
                - to:
                    uri: direct:called
                """) + """
                - route:
                    id: called
                    routeConfigurationId: swallow
                    from:
                      uri: direct:called
                      steps:
                        - process:
                            ref: fail
                """);

        Exchange exchange = routes.collect();

        assertAborted(exchange);
        assertEndedEarly(exchange);
    }

    @Test
    void aborts_when_the_verdict_is_missing() throws Exception {
        routes.start(attempt("""
                - process:
                    ref: publish
                - setHeader:
                    name: kafka.KEY
                    simple: "${variable.run.key}"
                - to:
                    uri: kafka:zoom.hosts.runs
                """));

        Exchange exchange = routes.collect();

        assertAborted(exchange);
        assertFailedRoute(exchange, "a route ended the window before its verdict");
    }

    @Test
    void aborts_when_the_runs_event_is_missing() throws Exception {
        routes.start(attempt("""
                - process:
                    ref: publish
                - process:
                    ref: verify
                """));

        Exchange exchange = routes.collect();

        assertAborted(exchange);
        assertFailedRoute(exchange, "the run's own event was not sent");
    }

    @ParameterizedTest
    @ValueSource(strings = {"zoom.hosts", "zoom.hosts.runs"})
    void takes_no_other_record_for_the_runs_event(String topic) throws Exception {
        routes.start(attempt("""
                - process:
                    ref: publish
                - process:
                    ref: verify
                - setHeader:
                    name: kafka.KEY
                    simple: "%s"
                - to:
                    uri: kafka:%s
                """.formatted(topic.equals("zoom.hosts") ? "${variable.run.key}" : "other", topic)));

        Exchange exchange = routes.collect();

        assertAborted(exchange);
        assertFailedRoute(exchange, "the run's own event was not sent");
    }

    /** Guards against a user's step that swallows what Kafka said about its record. */
    @Test
    void aborts_when_a_route_swallows_that_kafka_refused_a_record() throws Exception {
        routes.bind("refuse", exchange -> producer.sendException = new RecordTooLargeException("too large"));
        routes.bind("accept", exchange -> producer.sendException = null);
        routes.start(attempt("""
                - process:
                    ref: refuse
                - doTry:
                    steps:
                      - to:
                          uri: kafka:mine
                    doCatch:
                      - exception:
                          - java.lang.Exception
                - process:
                    ref: accept
                - process:
                    ref: publish
                - process:
                    ref: verify
                """));

        Exchange exchange = routes.collect();

        assertAborted(exchange);
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
    void gives_the_next_attempt_a_transaction_of_its_own() throws Exception {
        routes.start(attempt("- stop: {}"));
        routes.collect();

        Exchange second = routes.collect();

        assertEndedEarly(second);
        assertThat(routes.transactionalIds).containsExactly(TransactionalIds.of(run), TransactionalIds.of(run));
    }

    @Test
    void sends_with_an_ordinary_producer_after_its_end() throws Exception {
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
    void hands_a_commit_that_failed_to_the_doCatch() throws Exception {
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
    void closes_what_is_open_when_its_route_stops() throws Exception {
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

    /** Has an error, where others have exceptions. */
    public static final class Overflowing {
        public void fail() {
            throw new StackOverflowError();
        }
    }

    private void assertCommitted(Exchange exchange) {
        assertThat(caught(exchange)).isNull();
        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getVariable("committed", boolean.class)).isTrue();
        assertThat(exchange.getVariable("wentOn", boolean.class)).isTrue();
        assertThat(producer.transactionCommitted()).isTrue();
    }

    /** The doCatch around the block has run, and the route went on after it. */
    private void assertAborted(Exchange exchange) {
        assertThat(producer.transactionAborted()).isTrue();
        assertThat(producer.transactionCommitted()).isFalse();
        assertThat(producer.history()).isEmpty();
        assertThat(producer.closed()).isTrue();
        assertThat(caught(exchange)).isNotNull();
        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getVariable("committed")).isNull();
        assertThat(exchange.getVariable("wentOn", boolean.class)).isTrue();
    }

    private static void assertEndedEarly(Exchange exchange) {
        assertFailedRoute(exchange, "a route ended the window early");
    }

    private static void assertFailedRoute(Exchange exchange, String message) {
        assertThat(caught(exchange))
                .isInstanceOfSatisfying(
                        RunException.class, why -> assertThat(why.failure()).isEqualTo(Failure.ROUTE))
                .hasMessageContaining(message);
    }

    private List<String> topics() {
        return producer.history().stream().map(ProducerRecord::topic).toList();
    }
}
