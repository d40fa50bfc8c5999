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
 * Limits each warning of one logger to once a minute; used in {@code logback.xml}. Lines that differ only in numbers or in the
 * name of the Kafka client count as the same warning: while a broker is down, each of a dozen clients warns every second.
 * Thread-safe.
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

    /** Sets the full name of the logger to limit. */
    public void setLogger(String logger) {
        this.logger = logger;
    }

    @Override
    public FilterReply decide(
            Marker marker, Logger by, Level level, String format, Object[] arguments, Throwable thrown) {
        // The format is null if the caller only asks whether the level is enabled.
        if (format == null || level != Level.WARN || !by.getName().equals(logger)) {
            return FilterReply.NEUTRAL;
        }
        String kind = format.replaceFirst("^\\[[^]]*] ", "").replaceAll("\\d+", "");
        long now = nanos.getAsLong();
        long passed = passedAt.merge(kind, now, (before, again) -> again - before < MINUTE ? before : again);
        return passed == now ? FilterReply.NEUTRAL : FilterReply.DENY;
    }
}
