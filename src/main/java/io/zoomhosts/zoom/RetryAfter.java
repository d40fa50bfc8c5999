package io.zoomhosts.zoom;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Reads a {@code Retry-After} header. Zoom sends an ISO-8601 instant where HTTP has seconds or an RFC 1123 date. */
final class RetryAfter {

    private RetryAfter() {}

    /**
     * When to ask again.
     *
     * @param header the header's value: seconds, an RFC 1123 date, or an ISO-8601 date and time (UTC where it names no
     *     offset); may be null
     * @return the instant, or empty where the header is absent or none of these
     */
    static Optional<Instant> parse(String header, Instant now) {
        if (header == null || header.isBlank()) {
            return Optional.empty();
        }
        String value = header.strip();
        try {
            if (value.chars().allMatch(Character::isDigit)) {
                return Optional.of(now.plusSeconds(Long.parseLong(value)));
            }
            if (Character.isDigit(value.charAt(0))) {
                boolean zoned = value.endsWith("Z") || value.lastIndexOf('+') > 0 || value.lastIndexOf('-') > 7;
                return Optional.of(
                        OffsetDateTime.parse(zoned ? value : value + "Z").toInstant());
            }
            return Optional.of(ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException | ArithmeticException | NumberFormatException notADate) {
            return Optional.empty();
        }
    }

    /** The start of the next day in UTC: when Zoom's daily limits begin again. */
    static Instant nextDay(Instant now) {
        return now.atOffset(ZoneOffset.UTC)
                .truncatedTo(ChronoUnit.DAYS)
                .plusDays(1)
                .toInstant();
    }
}
