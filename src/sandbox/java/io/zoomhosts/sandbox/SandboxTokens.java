package io.zoomhosts.sandbox;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/** The access tokens that were issued, each valid for {@link #LIFETIME}. Thread-safe. */
final class SandboxTokens {
    /** Zoom's {@code expires_in}: a second less than an hour. */
    static final Duration LIFETIME = Duration.ofSeconds(3599);

    private final boolean newOneKillsOlder;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Instant> expiries = new HashMap<>();

    SandboxTokens(boolean newOneKillsOlder) {
        this.newOneKillsOlder = newOneKillsOlder;
    }

    synchronized String issue(Instant now) {
        if (newOneKillsOlder) {
            expiries.clear();
        }
        expiries.values().removeIf(expiry -> !now.isBefore(expiry));
        byte[] bytes = new byte[48];
        random.nextBytes(bytes);
        String token = "sandbox." + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        expiries.put(token, now.plus(LIFETIME));
        return token;
    }

    synchronized boolean isAlive(String token, Instant now) {
        Instant expiry = expiries.get(token);
        return expiry != null && now.isBefore(expiry);
    }
}
