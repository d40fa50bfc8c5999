package io.zoomhosts.zoom;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Reads a {@code Retry-After} header. HTTP allows seconds or an RFC 1123 date; Zoom sends an ISO-8601 instant. */
final class RetryAfter {

    private RetryAfter() {}

    /**
     * The instant of the next permitted request.
     *
     * @param header the header's value: seconds, an RFC 1123 date, or an ISO-8601 date and time (UTC if it has no offset);
     *     may be null
     * @return the instant; empty if the header is missing or has another format
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

    /** The start of the next day in UTC, when Zoom's daily limits reset. */
    static Instant nextDay(Instant now) {
        return now.atOffset(ZoneOffset.UTC)
                .truncatedTo(ChronoUnit.DAYS)
                .plusDays(1)
                .toInstant();
    }
}
