package io.zoomhosts.observe;

import java.util.List;
import java.util.Map;
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

    /**
     * What a check found.
     *
     * @param message what is wrong and what to do, or what to know although the check is up; null for nothing. Must not contain personal
     *     data or secrets
     */
    record Finding(boolean isDown, String message) {

        static final Finding UP = new Finding(false, null);

        static Finding down(String message) {
            return new Finding(true, message);
        }

        static Finding up(String message) {
            return new Finding(false, message);
        }
    }

    abstract Finding look();

    /** The first sentences, and the number of the others; null if there are none. */
    static String first(List<String> sentences, String what) {
        if (sentences.isEmpty()) {
            return null;
        }
        String said = String.join(". ", sentences.subList(0, Math.min(MANY, sentences.size())));
        return sentences.size() > MANY ? said + ". And " + (sentences.size() - MANY) + " more " + what : said;
    }

    @Override
    protected final void doCall(HealthCheckResultBuilder result, Map<String, Object> options) {
        Finding found = look();
        if (found.message() != null) {
            result.message(found.message());
        }
        result.state(found.isDown() ? State.DOWN : State.UP);
    }

    @Override
    public boolean isLiveness() {
        return false;
    }
}
