package io.zoomhosts.sandbox;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.OptionalInt;

/**
 * The {@code next_page_token}s of the reports. A token contains the next offset, the time of its issue, and a seal over both
 * and over the query, so nothing is stored. Each one needs percent-encoding: it contains {@code +}, {@code /}, {@code =}
 * and {@code &}.
 */
final class PageTokens {
    /** A token is valid for 15 minutes, according to Zoom's documentation of paging. */
    static final Duration LIFETIME = Duration.ofMinutes(15);

    private static final String AWKWARD = "b43+/&";
    private static final int BYTES = Long.BYTES + Integer.BYTES + Long.BYTES;

    private final long seed;

    PageTokens(long seed) {
        this.seed = seed;
    }

    /** @param query what a request with this token must repeat, in any fixed notation */
    String issue(int offset, String query, Instant now) {
        long issued = now.toEpochMilli();
        ByteBuffer bytes =
                ByteBuffer.allocate(BYTES).putLong(issued).putInt(offset).putLong(seal(offset, query, issued));
        return AWKWARD + Base64.getEncoder().encodeToString(bytes.array());
    }

    /** The next offset; empty if the token is unknown, belongs to another query, or has expired. */
    OptionalInt offset(String token, String query, Instant now) {
        if (!token.startsWith(AWKWARD)) {
            return OptionalInt.empty();
        }
        byte[] decoded;
        try {
            decoded = Base64.getDecoder().decode(token.substring(AWKWARD.length()));
        } catch (IllegalArgumentException notBase64) {
            return OptionalInt.empty();
        }
        if (decoded.length != BYTES) {
            return OptionalInt.empty();
        }
        ByteBuffer bytes = ByteBuffer.wrap(decoded);
        long issued = bytes.getLong();
        int offset = bytes.getInt();
        boolean ours = bytes.getLong() == seal(offset, query, issued);
        boolean alive = ours && now.isBefore(Instant.ofEpochMilli(issued).plus(LIFETIME));
        return alive ? OptionalInt.of(offset) : OptionalInt.empty();
    }

    private long seal(int offset, String query, long issued) {
        long seal = SeededRandom.mixed(SeededRandom.mixed(seed ^ issued) ^ offset);
        for (int i = 0; i < query.length(); i++) {
            seal = SeededRandom.mixed(seal ^ query.charAt(i));
        }
        return seal;
    }
}
