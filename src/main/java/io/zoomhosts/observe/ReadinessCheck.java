package io.zoomhosts.observe;

import java.util.Map;
import java.util.Optional;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Something that keeps complete runs from arriving, but that a restart would not mend: {@code /observe/health/ready}. */
abstract class ReadinessCheck extends AbstractHealthCheck {

    ReadinessCheck(String id) {
        super("zoom-hosts", id);
    }

    /** What is wrong and what to do, in one sentence; empty where nothing is. Nothing personal or secret is in it. */
    abstract Optional<String> trouble();

    @Override
    protected final void doCall(HealthCheckResultBuilder result, Map<String, Object> options) {
        Optional<String> trouble = trouble();
        if (trouble.isPresent()) {
            result.message(trouble.get()).down();
        } else {
            result.up();
        }
    }

    @Override
    public boolean isLiveness() {
        return false;
    }
}
