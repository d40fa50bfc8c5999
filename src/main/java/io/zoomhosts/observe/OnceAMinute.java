package io.zoomhosts.observe;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Limits each warning of one logger to once a minute; used in {@code logback.xml}. Lines that differ only in numbers or in the
 * name of the Kafka client count as the same warning: while a broker is down, each of a dozen clients warns every second.
 * Thread-safe.
 *
 * <p>It belongs to an appender. As a turbo filter it would be asked for each line of each library whose level is switched off,
 * several times for each row.
 */
public final class OnceAMinute extends Filter<ILoggingEvent> {

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
    public FilterReply decide(ILoggingEvent line) {
        if (line.getLevel() != Level.WARN || !line.getLoggerName().equals(logger)) {
            return FilterReply.NEUTRAL;
        }
        String kind = line.getMessage().replaceFirst("^\\[[^]]*] ", "").replaceAll("\\d+", "");
        long now = nanos.getAsLong();
        long passed = passedAt.merge(kind, now, (before, again) -> again - before < MINUTE ? before : again);
        return passed == now ? FilterReply.NEUTRAL : FilterReply.DENY;
    }
}
