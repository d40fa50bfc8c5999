package io.zoomhosts.observe;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * A check of {@code /observe/health/ready}: down while a problem that a restart would not fix keeps complete runs from arriving.
 */
abstract class ReadinessCheck extends AbstractHealthCheck {

    /** People read the answer. */
    static final int MANY = 10;

    ReadinessCheck(String id) {
        super("zoom-hosts", id);
    }

    /** What is wrong and what to do; empty if nothing is wrong. Must not contain personal data or secrets. */
    abstract Optional<String> trouble();

    /** What to know although the check is up. */
    Optional<String> note() {
        return Optional.empty();
    }

    /** The first sentences, and the number of the others; empty if there are none. */
    static Optional<String> first(List<String> sentences, String what) {
        if (sentences.isEmpty()) {
            return Optional.empty();
        }
        String said = String.join(". ", sentences.subList(0, Math.min(MANY, sentences.size())));
        return Optional.of(
                sentences.size() > MANY ? said + ". And " + (sentences.size() - MANY) + " more " + what : said);
    }

    @Override
    protected final void doCall(HealthCheckResultBuilder result, Map<String, Object> options) {
        Optional<String> trouble = trouble();
        if (trouble.isPresent()) {
            result.message(trouble.get()).down();
        } else {
            note().ifPresent(result::message);
            result.up();
        }
    }

    @Override
    public boolean isLiveness() {
        return false;
    }
}
