package io.zoomhosts.sandbox;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/** The access tokens that were issued for an account, each valid for {@link #LIFETIME}. Thread-safe. */
final class SandboxTokens {
    /** Zoom's {@code expires_in}: a second less than an hour. */
    static final Duration LIFETIME = Duration.ofSeconds(3599);

    private static final String SANDBOX = "sandbox";

    private final int account;
    private final boolean newOneKillsOlder;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Instant> expiries = new HashMap<>();

    /** @param account number of the account, 0 for the first */
    SandboxTokens(int account, boolean newOneKillsOlder) {
        this.account = account;
        this.newOneKillsOlder = newOneKillsOlder;
    }

    /** The number of the account for which a token was issued, or -1 for a token that no sandbox issues. */
    static int accountOf(String token) {
        String[] parts = token.split("\\.");
        return parts.length == 3 && parts[0].equals(SANDBOX) && parts[1].matches("\\d{1,9}")
                ? Integer.parseInt(parts[1])
                : -1;
    }

    synchronized String issue(Instant now) {
        if (newOneKillsOlder) {
            expiries.clear();
        }
        expiries.values().removeIf(expiry -> !now.isBefore(expiry));
        byte[] bytes = new byte[48];
        random.nextBytes(bytes);
        String token = SANDBOX + "." + account + "."
                + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        expiries.put(token, now.plus(LIFETIME));
        return token;
    }

    synchronized boolean isAlive(String token, Instant now) {
        Instant expiry = expiries.get(token);
        return expiry != null && now.isBefore(expiry);
    }
}
