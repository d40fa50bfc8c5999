package io.zoomhosts.observe;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.spi.FilterReply;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Repeated warnings of Kafka's clients are logged once a minute while a broker is unreachable. */
class OnceAMinuteTest {

    private static final String NAME = "org.apache.kafka.clients.NetworkClient";

    private final LoggerContext context = new LoggerContext();
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1);
    private final OnceAMinute filter = new OnceAMinute(nanos::get);

    @BeforeEach
    void filterOneLogger() {
        filter.setLogger(NAME);
    }

    @Test
    void drops_a_repeated_warning_within_a_minute() {
        assertThat(passes(
                        "[Producer clientId=a-1] Connection to node 1 (kafka/10.0.0.1:9092) could not be established."))
                .isTrue();
        after(Duration.ofSeconds(1));
        assertThat(passes(
                        "[Producer clientId=a-2] Connection to node 2 (kafka/10.0.0.2:9092) could not be established."))
                .isFalse();
        after(Duration.ofSeconds(58));
        assertThat(
                        passes(
                                "[AdminClient clientId=b] Connection to node 1 (kafka/10.0.0.1:9092) could not be established."))
                .isFalse();
    }

    @Test
    void passes_a_repeated_warning_after_a_minute() {
        assertThat(passes("[Producer clientId=a-1] gone")).isTrue();
        after(Duration.ofSeconds(60));
        assertThat(passes("[Producer clientId=a-1] gone")).isTrue();
        after(Duration.ofNanos(1));
        assertThat(passes("[Producer clientId=a-1] gone")).isFalse();
    }

    @Test
    void passes_other_warnings_other_levels_and_other_loggers() {
        assertThat(passes("gone")).isTrue();

        assertThat(passes("refused")).isTrue();
        assertThat(decide(NAME, Level.ERROR, "gone")).isEqualTo(FilterReply.NEUTRAL);
        assertThat(decide(NAME, Level.DEBUG, "gone")).isEqualTo(FilterReply.NEUTRAL);
        assertThat(decide("io.zoomhosts.run.Runs", Level.WARN, "gone")).isEqualTo(FilterReply.NEUTRAL);
    }

    private boolean passes(String line) {
        return decide(NAME, Level.WARN, line) == FilterReply.NEUTRAL;
    }

    private FilterReply decide(String logger, Level level, String line) {
        return filter.decide(new LoggingEvent("", context.getLogger(logger), level, line, null, null));
    }

    private void after(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
