package io.zoomhosts;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.classic.util.ContextInitializer;
import ch.qos.logback.core.joran.spi.JoranException;
import ch.qos.logback.core.spi.FilterReply;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

/** Format and levels of the log; logback.xml says where it goes and what a line looks like. */
final class Logging {

    private static final String FORMAT = "log.format";
    private static final String JSON = "json";

    /** Of what is told to whoever runs the program. */
    private static final Logger TOLD = logger("io.zoomhosts.ZoomHosts");

    private Logging() {}

    /** Has the log written in that format; whatever is not {@code json} is text. To be called before levels are set. */
    static void write(String format) {
        boolean json = format != null && format.strip().equals(JSON);
        if (json == isJson()) {
            return;
        }
        LoggerContext context = TOLD.getLoggerContext();
        context.reset();
        context.putProperty(FORMAT, json ? JSON : "text");
        try {
            new ContextInitializer(context).autoConfig();
        } catch (JoranException e) {
            throw new ConfigurationException("the configuration of the log cannot be used: " + e.getMessage());
        }
    }

    static boolean isJson() {
        return JSON.equals(TOLD.getLoggerContext().getProperty(FORMAT));
    }

    /** The service: what Camel does is told too. */
    static void ofService(String own) {
        set("io.zoomhosts", Level.toLevel(own));
        set("org.apache.camel", Level.INFO);
    }

    /** A command that ends by itself and tells of itself in its own way: only what goes wrong is logged. */
    static void ofCommand(String own) {
        Level level = Level.toLevel(own);
        set("io.zoomhosts", level == Level.INFO ? Level.WARN : level);
        set("io.zoomhosts.routes", level);
        set(TOLD.getName(), level);
        set(Logger.ROOT_LOGGER_NAME, Level.ERROR);
    }

    /**
     * Says something on stderr to whoever runs the program.
     *
     * @param level of its line in the log, which it is where the log is JSON: stderr is read by a program then
     * @param stderr takes it as it is otherwise
     */
    static void tell(org.slf4j.event.Level level, String message, Consumer<String> stderr) {
        if (isJson()) {
            TOLD.atLevel(level).log(message);
        } else {
            stderr.accept(message);
        }
    }

    /**
     * Does something without Camel's lines about it, apart from warnings. Routes are checked in a Camel of their own, and that
     * one says that it stops, that it deletes the schedule, and so on: it reads as if the service did.
     */
    static <T> T withoutCamel(Supplier<T> work) {
        TurboFilter filter = new WithoutCamel(Thread.currentThread());
        LoggerContext context = TOLD.getLoggerContext();
        context.addTurboFilter(filter);
        try {
            return work.get();
        } finally {
            context.getTurboFilterList().remove(filter);
        }
    }

    /** Of one thread: what the service's own Camel says meanwhile is logged. */
    private static final class WithoutCamel extends TurboFilter {

        private final Thread thread;

        private WithoutCamel(Thread thread) {
            this.thread = thread;
        }

        @Override
        public FilterReply decide(
                Marker marker, Logger logger, Level level, String format, Object[] arguments, Throwable thrown) {
            boolean dropped = Thread.currentThread() == thread
                    && logger.getName().startsWith("org.apache.camel.")
                    && !level.isGreaterOrEqual(Level.WARN);
            return dropped ? FilterReply.DENY : FilterReply.NEUTRAL;
        }
    }

    private static void set(String logger, Level level) {
        logger(logger).setLevel(level);
    }

    private static Logger logger(String name) {
        return (Logger) LoggerFactory.getLogger(name);
    }
}
