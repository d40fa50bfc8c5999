package io.zoomhosts.instances;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidSessionTimeoutException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.junit.jupiter.api.Test;

/** Which failures another attempt does not change, and what to do. */
class NotAdmittedExceptionTest {

    @Test
    void names_the_broker_settings_that_limit_the_session() {
        assertThat(reason(new InvalidSessionTimeoutException("not in range")))
                .contains("KAFKA_SESSION_TIMEOUT", "group.min.session.timeout.ms", "group.max.session.timeout.ms");
    }

    @Test
    void says_that_the_brokers_are_too_old() {
        assertThat(reason(new KafkaException("wrapped", new UnsupportedVersionException("no such request"))))
                .contains("no such request", "KAFKA_CLIENT_GROUP_PROTOCOL", "upgrade the brokers");
    }

    @Test
    void says_which_permission_or_policy_is_in_the_way() {
        assertThat(reason(new TopicAuthorizationException("topic")))
                .contains("TopicAuthorizationException", "docs/kafka.md");
        assertThat(reason(new PolicyViolationException("at most 100 partitions")))
                .contains("at most 100 partitions");
    }

    @Test
    void another_attempt_may_succeed_after_anything_else() {
        assertThat(NotAdmittedException.in(new TimeoutException("no broker"))).isEmpty();
        assertThat(NotAdmittedException.in(new SaslAuthenticationException("password")))
                .isEmpty();
        assertThat(NotAdmittedException.in(new IllegalStateException())).isEmpty();
    }

    private static String reason(Exception thrown) {
        return NotAdmittedException.in(thrown).orElseThrow().getMessage();
    }
}
