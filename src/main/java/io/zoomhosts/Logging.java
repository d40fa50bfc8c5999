package io.zoomhosts;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/** Levels of the log; logback.xml says where it goes and what a line looks like. */
final class Logging {

    private Logging() {}

    /** The level of zoom-hosts' own loggers. */
    static void own(String level) {
        logger("io.zoomhosts").setLevel(Level.toLevel(level));
    }

    /** For commands that end by themselves: other loggers only speak of errors. */
    static void quiet() {
        logger(Logger.ROOT_LOGGER_NAME).setLevel(Level.ERROR);
        logger("org.apache.camel").setLevel(Level.ERROR);
    }

    private static Logger logger(String name) {
        return (Logger) LoggerFactory.getLogger(name);
    }
}
