package io.zoomhosts.kafka;

import static io.zoomhosts.kafka.WindowRoutes.WHOLE;
import static io.zoomhosts.kafka.WindowRoutes.attempt;
import static io.zoomhosts.kafka.WindowRoutes.caught;
import static io.zoomhosts.kafka.WindowRoutes.route;
import static org.assertj.core.api.Assertions.assertThat;

import org.apache.camel.Exchange;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All or nothing: the block aborts and throws unless the window is whole, whatever its steps do. */
class WindowTransactionAbortTest extends WindowTransactionFixture {

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
        assertFailedRoute(exchange, "a route ended the window before it was verified");
    }

    @Test
    void aborts_when_the_run_event_is_missing() throws Exception {
        routes.start(attempt("""
                - process:
                    ref: publish
                - process:
                    ref: verify
                """));

        Exchange exchange = routes.collect();

        assertAborted(exchange);
        assertFailedRoute(exchange, "the run event was not sent");
    }

    @ParameterizedTest
    @ValueSource(strings = {"zoom.hosts", "zoom.hosts.runs"})
    void does_not_mistake_another_record_for_the_run_event(String topic) throws Exception {
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
        assertFailedRoute(exchange, "the run event was not sent");
    }

    /** Guards against a hook that swallows Kafka's refusal of its record. */
    @Test
    void aborts_when_a_route_swallows_kafkas_refusal_of_a_record() throws Exception {
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

    /** Throws an error instead of an exception. */
    public static final class Overflowing {
        public void fail() {
            throw new StackOverflowError();
        }
    }
}
