package io.zoomhosts.observe;

import java.util.Map;
import java.util.Optional;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * A check of {@code /observe/health/ready}: down while a problem that a restart would not fix keeps complete runs from arriving.
 */
abstract class ReadinessCheck extends AbstractHealthCheck {

    ReadinessCheck(String id) {
        super("zoom-hosts", id);
    }

    /** What is wrong and what to do; empty if nothing is wrong. Must not contain personal data or secrets. */
    abstract Optional<String> trouble();

    /** What to know although the check is up. */
    Optional<String> note() {
        return Optional.empty();
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
