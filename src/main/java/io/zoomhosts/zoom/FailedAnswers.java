package io.zoomhosts.zoom;

import com.fasterxml.jackson.databind.JsonNode;
import io.zoomhosts.failure.DailyLimitException;
import io.zoomhosts.failure.Failure;
import io.zoomhosts.failure.RunException;
import io.zoomhosts.report.Report;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;

/** Interprets answers other than 200 to a page request. Sources: Zoom's error tables, and what clients observed. */
final class FailedAnswers {

    /** The run does not wait longer than this: it fails, and a later trigger collects the window. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

    /** A daily limit ends with the day, so a later instant is not trusted. */
    private static final Duration LONGEST_PARKING = Duration.ofHours(25);

    /** The shortest pause after a daily limit, even if it ends sooner. */
    private static final Duration SHORTEST_PARKING = Duration.ofMinutes(1);

    /** The largest number of Zoom's validation errors in a message. */
    private static final int MOST_ERRORS = 5;

    private FailedAnswers() {}

    /**
     * Whether Zoom says that it has no report on a subject: the meeting was never held, is not over yet or is too old (3001,
     * 12702), or the user was deleted or is of another account (1001, 1010). That is an answer, unlike an error, and unlike a
     * report without rows.
     */
    static boolean isWithoutReport(Answer answer) {
        int code = answer.json().path("code").asInt();
        return answer.status() == 404 && (code == 3001 || code == 1001 || code == 1010)
                || answer.status() == 400 && (code == 12702 || code == 1010);
    }

    /**
     * The reason why the run cannot continue. Zoom's own {@code code} is in the body and differs from the HTTP status.
     *
     * @param report the report that was asked for
     */
    static RunException reason(Answer answer, boolean firstPage, Report report, Instant now) {
        JsonNode json = answer.json();
        int code = json.path("code").asInt();
        String said = said(answer);
        int status = answer.status();
        boolean fromZoom = answer.isFromZoom();
        if (status == 429) {
            return tooManyRequests(answer, json.path("message").asText(), now);
        }
        if (status >= 500 || status == 408) {
            return new ZoomException(Failure.ZOOM_UNAVAILABLE, said);
        }
        if (answer.isRedirect()) {
            return new ZoomException(Failure.REFUSED, ZoomAdvice.REDIRECT.on(said));
        }
        if (code == 4700 || code == 4711 || status == 400 && code == 200 || status == 403 && fromZoom) {
            return new ZoomException(
                    Failure.NOT_PERMITTED,
                    ZoomAdvice.SCOPE.on(said + ". The report needs the scope " + report.scope()));
        }
        Set<String> fields = new HashSet<>(json.path("errors").findValuesAsText("field"));
        if (status == 300 || status == 400 && (code == 300 || !fields.isEmpty())) {
            return badRequest(fields, said, firstPage, report);
        }
        if (status == 401 && (fromZoom || answer.body().length == 0)) {
            return new ZoomException(
                    Failure.ACCESS_REFUSED, ZoomAdvice.ACCESS_TOKEN.on(said + ": the access token was rejected"));
        }
        if (status >= 400 && !fromZoom) {
            return answer.notFromZoom("Zoom's address");
        }
        return new ZoomException(Failure.REFUSED, ZoomAdvice.ADDRESS.on(said));
    }

    /**
     * What Zoom rejects in a request: the page token, the subject, the window, or another parameter.
     *
     * @param fields the parameters that Zoom names; may be empty
     */
    private static RunException badRequest(Set<String> fields, String said, boolean firstPage, Report report) {
        if (fields.contains("next_page_token") || fields.isEmpty() && !firstPage) {
            return new ZoomException(Failure.PAGE_TOKEN_EXPIRED, said + ": the page token has expired");
        }
        if (fields.isEmpty() && !report.dated()) {
            return new ZoomException(Failure.REFUSED, ZoomAdvice.SUBJECT.on(said));
        }
        if (fields.isEmpty() || fields.contains("from") || fields.contains("to")) {
            return new ZoomException(Failure.BAD_WINDOW, ZoomAdvice.WINDOW.on(said));
        }
        return new ZoomException(Failure.REFUSED, ZoomAdvice.PARAMETER.on(said));
    }

    private static String said(Answer answer) {
        JsonNode json = answer.json();
        String said = "Zoom answered " + answer.status();
        if (json.hasNonNull("code")) {
            said += " with code " + json.path("code").asText();
        }
        if (json.hasNonNull("message")) {
            said += ": " + quoted(json.path("message"));
        }
        Iterator<JsonNode> errors = json.path("errors").iterator();
        for (int shown = 0; shown < MOST_ERRORS && errors.hasNext(); shown++) {
            JsonNode error = errors.next();
            said += "; "
                    + (error.isTextual()
                            ? quoted(error)
                            : quoted(error.path("field")) + ": " + quoted(error.path("message")));
        }
        return said;
    }

    private static String quoted(JsonNode text) {
        return RunException.quoted(text.asText()).replaceFirst("\\.+$", "");
    }

    /** A per-second limit passes quickly. A daily limit stops the collection until the instant that Zoom names. */
    private static RunException tooManyRequests(Answer answer, String message, Instant now) {
        Instant until = RetryAfter.parse(answer.header("Retry-After"), now).orElse(null);
        String limit = answer.header("X-RateLimit-Type");
        boolean daily = isDaily(limit == null ? message : limit);
        Duration wait = until == null || !until.isAfter(now) ? null : Duration.between(now, until);
        if (daily || wait != null && wait.compareTo(LONGEST_WAIT) > 0) {
            return new DailyLimitException(until == null ? RetryAfter.nextDay(now) : parked(until, now));
        }
        return new ZoomException(
                Failure.RATE_LIMITED,
                ZoomAdvice.REQUEST_RATE.on("Zoom answered 429: too many requests per second"),
                wait);
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
