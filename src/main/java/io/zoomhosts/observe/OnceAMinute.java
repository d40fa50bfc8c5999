package io.zoomhosts.observe;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.slf4j.Marker;

/**
 * Lets each warning of one logger through once a minute. Two lines that differ in numbers only, or in which Kafka client
 * they are about, count as the same: each of a dozen clients warns each second while a broker is away. For logback.xml.
 */
public final class OnceAMinute extends TurboFilter {

    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private final Map<String, Long> passedAt = new ConcurrentHashMap<>();
    private final LongSupplier nanos;
    private String logger = "";

    public OnceAMinute() {
        this(System::nanoTime);
    }

    OnceAMinute(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** The full name of the logger. */
    public void setLogger(String logger) {
        this.logger = logger;
    }

    @Override
    public FilterReply decide(
            Marker marker, Logger by, Level level, String format, Object[] arguments, Throwable thrown) {
        // Without a text, somebody asks whether to log at all.
        if (format == null || level != Level.WARN || !by.getName().equals(logger)) {
            return FilterReply.NEUTRAL;
        }
        String kind = format.replaceFirst("^\\[[^]]*] ", "").replaceAll("\\d+", "");
        long now = nanos.getAsLong();
        long passed = passedAt.merge(kind, now, (before, again) -> again - before < MINUTE ? before : again);
        return passed == now ? FilterReply.NEUTRAL : FilterReply.DENY;
    }
}
