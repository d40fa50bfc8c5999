package io.zoomhosts.sandbox;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request for a report.
 *
 * @param subject what the path names: a user's id or email, a meeting's uuid or number; "" for a report of the account
 * @param parameters of the query
 * @param days that are served
 * @param meeting that the path names, if it names one
 * @param now time of the request
 */
record ReportRequest(
        String subject,
        Map<String, String> parameters,
        AskedDates.Days days,
        Optional<SandboxMeeting> meeting,
        Instant now) {
    private static final int DEFAULT_PAGE_SIZE = 30;
    private static final int LARGEST_PAGE_SIZE = 300;

    LocalDate from() {
        return days.from();
    }

    LocalDate to() {
        return days.to();
    }

    boolean covers(Instant time) {
        LocalDate day = Times.day(time);
        return !day.isBefore(from()) && !day.isAfter(to());
    }

    SandboxMeeting theMeeting() {
        return meeting.orElseThrow();
    }

    /** A parameter that is not empty. */
    Optional<String> text(String name) {
        return Optional.ofNullable(parameters.get(name)).filter(value -> !value.isEmpty());
    }

    /** A parameter with known values. Like Zoom, another value is ignored. */
    String choice(String name, String fallback, String... others) {
        return text(name).filter(List.of(others)::contains).orElse(fallback);
    }

    /** {@code page_size}. Like Zoom, a larger one is answered with 300 rows. */
    int pageSize() {
        return text("page_size")
                .filter(size -> size.matches("-?\\d{1,9}"))
                .map(size -> Math.max(1, Math.min(LARGEST_PAGE_SIZE, Integer.parseInt(size))))
                .orElse(DEFAULT_PAGE_SIZE);
    }
}
