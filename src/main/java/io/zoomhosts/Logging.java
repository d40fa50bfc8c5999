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

/** Format and levels of the log. {@code logback.xml} defines the destination and the layout of a line. */
final class Logging {

    private static final String FORMAT = "log.format";
    private static final String JSON = "json";

    /** The logger of messages to the user who runs the program. */
    private static final Logger USER = logger("io.zoomhosts.ZoomHosts");

    private Logging() {}

    /**
     * Sets the format of the log: {@code json}, or text for any other value. Resets all levels, so call it before setting
     * them.
     */
    static void write(String format) {
        boolean json = format != null && format.strip().equals(JSON);
        if (json == isJson()) {
            return;
        }
        LoggerContext context = USER.getLoggerContext();
        context.reset();
        context.putProperty(FORMAT, json ? JSON : "text");
        try {
            new ContextInitializer(context).autoConfig();
        } catch (JoranException e) {
            throw new ConfigurationException("the log configuration (logback.xml) is invalid: " + e.getMessage());
        }
    }

    static boolean isJson() {
        return JSON.equals(USER.getLoggerContext().getProperty(FORMAT));
    }

    /** Sets the levels of the service, which also logs what Camel does. */
    static void ofService(String own) {
        set("io.zoomhosts", Level.toLevel(own));
        set("org.apache.camel", Level.INFO);
    }

    /** Sets the levels of a command. Commands print their own output, so they log only warnings and errors. */
    static void ofCommand(String own) {
        Level level = Level.toLevel(own);
        set("io.zoomhosts", level == Level.INFO ? Level.WARN : level);
        set("io.zoomhosts.routes", level);
        set(USER.getName(), level);
        set(Logger.ROOT_LOGGER_NAME, Level.ERROR);
    }

    /**
     * Prints a message to the user. With a JSON log it becomes a line of the log, because a program then reads stderr.
     *
     * @param level of the line in a JSON log
     * @param stderr receives the message if the log is text
     */
    static void toUser(org.slf4j.event.Level level, String message, Consumer<String> stderr) {
        if (isJson()) {
            USER.atLevel(level).log(message);
        } else {
            stderr.accept(message);
        }
    }

    /**
     * Runs work without logging Camel's lines below WARN. A check of routes runs a second Camel context, which logs that it
     * stops and deletes its schedule: in the log that would look like the service stopping.
     */
    static <T> T withoutCamel(Supplier<T> work) {
        TurboFilter filter = new WithoutCamel(Thread.currentThread());
        LoggerContext context = USER.getLoggerContext();
        context.addTurboFilter(filter);
        try {
            return work.get();
        } finally {
            context.getTurboFilterList().remove(filter);
        }
    }

    /** Filters one thread only, so that lines of the service's Camel context are still logged. */
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
