package io.zoomhosts.report;

import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTxnTimeoutException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/**
 * Why a run failed: {@code error.kind} of a run event. What a failed run has in common: nothing of it is visible in the
 * topic of the report, and a later fire collects its window again.
 */
public enum Failure {
    /** The credentials, or a fresh access token, were refused. */
    ACCESS_REFUSED(0),
    /** The app may not read the report: a scope or a role permission is missing. */
    NOT_PERMITTED(0),
    /** Zoom refuses the window. */
    BAD_WINDOW(0),
    /** Zoom answered well, but not with a report. */
    NO_REPORT(0),
    /** Any other answer that asking again does not change. */
    REFUSED(0),
    /** The account's requests of the day are used up. */
    DAILY_LIMIT(0),
    /** Zoom's limit of requests per second did not let a page through, however often it was asked for. */
    RATE_LIMITED(0),
    /** Zoom could not be reached, or did not answer properly, however often it was asked. */
    ZOOM_UNAVAILABLE(0),
    /** Zoom no longer knew the token of the next page. */
    PAGE_TOKEN_EXPIRED(3),
    /** Zoom reported on another window than the one that was asked for. */
    WINDOW_CHANGED(0),
    /** Distinct rows and rejects are not as many as Zoom says there are. */
    TOTALS_DIFFER(3),
    /** Zoom gave the same page token twice: paging would never end. */
    PAGE_TOKEN_REPEATED(0),
    /** More pages than {@code zoom.max-pages}. */
    TOO_MANY_PAGES(0),
    /** Kafka could not be reached, or did not take the records or the commit. */
    KAFKA(5),
    /** Kafka refuses: credentials, permissions, a record that is too large, a time-out that it does not allow. */
    KAFKA_REFUSED(0),
    /** Another process took the window: whose transaction is the newer one, goes on. */
    FENCED(10),
    /** The window took longer than its transaction may. */
    TRANSACTION_TIMEOUT(0),
    /** A step of a route failed. */
    ROUTE(0),
    /** The process is stopping. */
    STOPPED(0);

    private static final List<Class<? extends KafkaException>> FENCING =
            List.of(ProducerFencedException.class, InvalidProducerEpochException.class);

    /** What only a change on the side of Kafka, or of the settings, can help. */
    private static final List<Class<? extends KafkaException>> REFUSALS = List.of(
            AuthenticationException.class,
            AuthorizationException.class,
            RecordTooLargeException.class,
            InvalidTxnTimeoutException.class,
            UnsupportedVersionException.class,
            ConfigException.class);

    private final int retries;

    Failure(int retries) {
        this.retries = retries;
    }

    /** What an exception of a Kafka client comes down to. */
    public static Failure ofKafka(Throwable kafka) {
        if (FENCING.stream().anyMatch(kind -> kind.isInstance(kafka))) {
            return FENCED;
        }
        return REFUSALS.stream().anyMatch(kind -> kind.isInstance(kafka)) ? KAFKA_REFUSED : KAFKA;
    }

    /** How often the whole window is tried again, from its first page, before the run has failed. */
    int retries() {
        return retries;
    }

    /** The name in run events: {@code daily-limit}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
