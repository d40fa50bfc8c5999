package io.zoomhosts;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/** Levels of the log; logback.xml says where it goes and what a line looks like. */
final class Logging {

    private Logging() {}

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
        set(Logger.ROOT_LOGGER_NAME, Level.ERROR);
    }

    private static void set(String logger, Level level) {
        ((Logger) LoggerFactory.getLogger(logger)).setLevel(level);
    }
}
