package io.zoomhosts.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.zoomhosts.failure.Failure;
import io.zoomhosts.failure.RunException;
import java.util.Optional;
import org.apache.camel.CamelExchangeException;
import org.apache.camel.CamelExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The failure and the message of a run, without messages of other libraries, which may quote data. */
class FailureReasonTest {

    private final RunException known = new RunException(Failure.NOT_PERMITTED, "a scope is missing");

    /** Camel would name the engine's route that called the hook. */
    @ParameterizedTest
    @ValueSource(strings = {"each-row", "each-host"})
    void names_the_hook_of_a_step_that_failed(String hook) {
        Exception thrown =
                new HookException(hook, new CamelExecutionException("", null, new IllegalStateException("data")));

        FailureReason reasons = new FailureReason(any -> Optional.empty());

        assertThat(reasons.of(thrown, "window"))
                .hasMessage("a step of " + hook + ", or of a route that it calls, failed with IllegalStateException");
    }

    @Test
    void uses_the_reason_of_a_run_exception_among_the_causes() {
        FailureReason reasons = new FailureReason(thrown -> Optional.empty());

        assertThat(reasons.of(new CamelExecutionException("around it", null, known), "next-page"))
                .isSameAs(known);
    }

    @Test
    void uses_the_reason_of_kafka() {
        FailureReason reasons = new FailureReason(thrown -> Optional.of(known));

        assertThat(reasons.of(new IllegalStateException("of Kafka"), "window")).isSameAs(known);
    }

    @Test
    void names_route_and_class_and_never_the_message_of_others() {
        FailureReason reasons = new FailureReason(thrown -> Optional.empty());
        Exception caught = new IllegalStateException("password=hunter2");

        RunException reason = reasons.of(caught, "each-host");

        assertThat(reason).hasMessage("a step of route 'each-host' failed with IllegalStateException");
        assertThat(reason).hasCause(caught);
        assertThat(reason.failure()).isEqualTo(Failure.ROUTE);
    }

    @Test
    void unwraps_camels_exceptions() {
        Exception inner = new IllegalStateException("inner");

        assertThat(FailureReason.kind(new CamelExchangeException("outer", null, inner)))
                .isEqualTo("IllegalStateException");
        assertThat(FailureReason.kind(new CamelExchangeException("nothing inside", null)))
                .isEqualTo("CamelExchangeException");
        assertThat(FailureReason.kind(new IllegalArgumentException(inner))).isEqualTo("IllegalArgumentException");
    }
}
