package io.zoomhosts.zoom;

import com.fasterxml.jackson.databind.JsonNode;
import io.zoomhosts.failure.DailyLimitException;
import io.zoomhosts.failure.Failure;
import io.zoomhosts.failure.RunException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** What an answer other than 200 to a request for a page means. The facts are Zoom's error tables, and what clients saw. */
final class FailedAnswers {

    /** A longer wait is not sat out: the window is given up and collected after it. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

    /** A daily limit ends with the day; an instant that is further away is not believed. */
    private static final Duration LONGEST_PARKING = Duration.ofHours(25);

    /** A daily limit that ends now or soon is still left alone for a minute. */
    private static final Duration SHORTEST_PARKING = Duration.ofMinutes(1);

    private FailedAnswers() {}

    /**
     * Why the run cannot go on. Zoom's own {@code code} is in the body and is not the status.
     *
     * @param scope that the report needs
     */
    static RunException reason(Answer answer, boolean firstPage, String scope, Instant now) {
        JsonNode json = answer.json();
        int code = json.path("code").asInt();
        String said = said(answer, json);
        int status = answer.status();
        if (status == 429) {
            return tooManyRequests(answer, json.path("message").asText(), now);
        }
        if (status >= 500 || status == 408) {
            return new ZoomException(Failure.ZOOM_UNAVAILABLE, said);
        }
        if (status == 300 || status == 400 && code == 300) {
            return firstPage
                    ? new ZoomException(
                            Failure.BAD_WINDOW,
                            said + ". Zoom refuses the window: it reports on one month at most, six months back")
                    : new ZoomException(Failure.PAGE_TOKEN_EXPIRED, said + ": the page token is no longer valid");
        }
        if (code == 4700 || code == 4711 || status == 400 && code == 200 || status == 403) {
            return new ZoomException(
                    Failure.NOT_PERMITTED,
                    said + ". Add the scope " + scope + " to the Zoom app, and give its creator a role that may view"
                            + " usage reports");
        }
        if (status == 401) {
            return new ZoomException(Failure.ACCESS_REFUSED, said + ": the access token is not accepted");
        }
        if (status > 300 && status < 400) {
            return new ZoomException(
                    Failure.REFUSED,
                    said + ". Redirects are not followed: the access token goes to the host of zoom.api-url"
                            + " (ZOOM_API_URL) and nowhere else");
        }
        return new ZoomException(Failure.REFUSED, said + ". Is zoom.api-url (ZOOM_API_URL) right?");
    }

    private static String said(Answer answer, JsonNode json) {
        String said = "Zoom answered " + answer.status();
        if (json.hasNonNull("code")) {
            said += " with code " + json.path("code").asText();
        }
        return json.hasNonNull("message")
                ? said + ": "
                        + RunException.quoted(json.path("message").asText()).replaceFirst("\\.+$", "")
                : said;
    }

    /** Per-second limits pass by themselves; daily ones end the collection until Zoom's instant. */
    private static RunException tooManyRequests(Answer answer, String message, Instant now) {
        Instant until = RetryAfter.parse(answer.header("Retry-After"), now).orElse(null);
        String limit = answer.header("X-RateLimit-Type");
        boolean daily = isDaily(limit == null ? message : limit);
        Duration wait = until == null || !until.isAfter(now) ? null : Duration.between(now, until);
        if (daily || wait != null && wait.compareTo(LONGEST_WAIT) > 0) {
            return new DailyLimitException(until == null ? RetryAfter.nextDay(now) : parked(until, now));
        }
        return new ZoomException(Failure.RATE_LIMITED, "Zoom answered 429: too many requests per second", wait);
    }

    static boolean isDaily(String limit) {
        return limit.toLowerCase(Locale.ROOT).contains("daily");
    }

    private static Instant parked(Instant until, Instant now) {
        Instant earliest = now.plus(SHORTEST_PARKING);
        Instant latest = now.plus(LONGEST_PARKING);
        return until.isBefore(earliest) ? earliest : until.isAfter(latest) ? latest : until;
    }
}
