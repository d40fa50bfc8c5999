package io.zoomhosts.zoom;

import com.fasterxml.jackson.databind.JsonNode;
import io.zoomhosts.report.DailyLimitException;
import io.zoomhosts.report.Failure;
import io.zoomhosts.report.Page;
import io.zoomhosts.report.Run;
import io.zoomhosts.report.RunException;
import io.zoomhosts.report.Runs;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.StringJoiner;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.camel.Exchange;

/** What a request for a page says, and what each answer to it means: the bean {@code pages}. */
public final class Pages {

    /** A longer wait is not sat out: the window is given up and collected after it. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

    /** A daily limit ends with the day; an instant that is further away is not believed. */
    private static final Duration LONGEST_PARKING = Duration.ofHours(25);

    /** A daily limit whose end is over, or about to be, is not asked about at once. */
    private static final Duration SHORTEST_PARKING = Duration.ofMinutes(1);

    private final AccessTokens tokens;
    private final Clock clock;
    private final RequestListener listener;

    public Pages(AccessTokens tokens, Clock clock, RequestListener listener) {
        this.tokens = tokens;
        this.clock = clock;
        this.listener = listener;
    }

    /**
     * The query of the next page, percent-encoded. All pages have the parameters of the first one; the page token, which
     * may contain {@code +}, {@code /}, {@code =} and {@code &}, comes last.
     */
    public String query(Exchange exchange) {
        Run run = Runs.run(exchange);
        return query(run.report().query(), run.nextPageToken());
    }

    static String query(String parameters, String pageToken) {
        StringJoiner query = new StringJoiner("&");
        for (String parameter : parameters.split("&")) {
            int equals = parameter.indexOf('=');
            if (equals > 0 && equals < parameter.length() - 1) {
                query.add(parameter.substring(0, equals + 1)
                        + encode(parameter.substring(equals + 1).strip()));
            }
        }
        if (pageToken != null) {
            query.add("next_page_token=" + encode(pageToken));
        }
        return query.toString();
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /**
     * The page in the answer.
     *
     * @throws RunException if the answer is not the page that was asked for; the table is in {@link #failure}
     */
    public Page read(Exchange exchange) {
        Answer answer = Answer.of(exchange);
        tellRemaining(answer);
        try {
            Page page = page(exchange, answer);
            listener.onAnswer(RequestListener.Endpoint.REPORT, "ok");
            return page;
        } catch (RunException e) {
            throw failed(e);
        }
    }

    private Page page(Exchange exchange, Answer answer) {
        Run run = Runs.run(exchange);
        if (answer.status() != 200) {
            RunException failure =
                    failure(answer, run.isOnFirstPage(), run.report().scope(), clock.instant());
            if (failure.failure() == Failure.ACCESS_REFUSED) {
                tokens.forget(exchange.getVariable("bearer", String.class));
            }
            throw failure;
        }
        try {
            return Page.read(answer.body(), run.report(), clock.instant());
        } catch (IOException notJson) {
            throw new ZoomException(
                    Failure.ZOOM_UNAVAILABLE, "Zoom answered 200, but not with one whole JSON object in UTF-8");
        }
    }

    private void tellRemaining(Answer answer) {
        String remaining = answer.header("X-RateLimit-Remaining");
        if (remaining != null && remaining.strip().matches("\\d{1,18}")) {
            String limit = answer.header("X-RateLimit-Type");
            listener.onRemaining(
                    limit == null ? "unnamed" : isDaily(limit) ? "daily" : "qps", Long.parseLong(remaining.strip()));
        }
    }

    /** Says that no answer came. */
    public void unreachable(Exchange exchange) {
        throw failed(noAnswer(exchange));
    }

    private RunException failed(RunException why) {
        listener.onAnswer(RequestListener.Endpoint.REPORT, why.failure().text());
        return why;
    }

    /** In words of our own: the message of a network exception may quote data. */
    static ZoomException noAnswer(Exchange exchange) {
        Exception failed = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        if (isForeign(failed)) {
            return new ZoomException(
                    Failure.REFUSED,
                    "who answers at Zoom's address has no certificate for it that Java trusts ("
                            + failed.getClass().getSimpleName()
                            + "). If a proxy opens TLS on the way, name a trust store with its certificate"
                            + " in JAVA_OPTS (-Djavax.net.ssl.trustStore)");
        }
        return new ZoomException(
                Failure.ZOOM_UNAVAILABLE,
                "Zoom could not be reached, or broke off (" + failed.getClass().getSimpleName()
                        + "). Are zoom.api-url and zoom.oauth-url (ZOOM_API_URL, ZOOM_OAUTH_URL) right?");
    }

    private static boolean isForeign(Throwable failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException || cause instanceof SSLPeerUnverifiedException) {
                return true;
            }
        }
        return false;
    }

    /** What an answer other than 200 means. Zoom's own {@code code} is in the body and is not the status. */
    static RunException failure(Answer answer, boolean firstPage, String scope, Instant now) {
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

    private static boolean isDaily(String limit) {
        return limit.toLowerCase(Locale.ROOT).contains("daily");
    }

    private static Instant parked(Instant until, Instant now) {
        Instant earliest = now.plus(SHORTEST_PARKING);
        Instant latest = now.plus(LONGEST_PARKING);
        return until.isBefore(earliest) ? earliest : until.isAfter(latest) ? latest : until;
    }
}
