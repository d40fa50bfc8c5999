package io.zoomhosts.zoom;

import io.zoomhosts.account.AccessToken;
import io.zoomhosts.failure.Failure;
import io.zoomhosts.failure.RunException;
import io.zoomhosts.report.Page;
import io.zoomhosts.report.PageRequest;
import io.zoomhosts.run.Run;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.StringJoiner;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Variable;

/** Builds page requests and interprets their answers: the bean {@code pageRequests}. */
public final class PageRequests {

    /** Failures that can be those of one subject alone. */
    private static final Set<Failure> OF_SUBJECT = EnumSet.of(
            Failure.BAD_WINDOW,
            Failure.NO_REPORT,
            Failure.REFUSED,
            Failure.ZOOM_UNAVAILABLE,
            Failure.PAGE_TOKEN_EXPIRED);

    private final Clock clock;
    private final RequestListener listener;

    public PageRequests(Clock clock, RequestListener listener) {
        this.clock = clock;
        this.listener = listener;
    }

    /**
     * The path of a request, percent-encoded. Zoom decodes an id in it twice if it begins with a slash or contains two: encoded once,
     * the slashes would be lost. Source: Zoom's API reference.
     */
    public String path(@Variable("request") PageRequest request) {
        String path = request.report().path();
        String subject = request.subject();
        if (subject == null) {
            return path;
        }
        String encoded = encode(subject);
        return path.replaceFirst(
                "\\{\\w+}", subject.startsWith("/") || subject.contains("//") ? encode(encoded) : encoded);
    }

    /**
     * The query of a request, percent-encoded. All pages have the parameters of the first one; the page token, which may
     * contain {@code +}, {@code /}, {@code =} and {@code &}, comes last.
     */
    public String query(@Variable("request") PageRequest request) {
        Map<String, String> parameters = new LinkedHashMap<>(request.window().query());
        parameters.putAll(request.report().query());
        StringJoiner query = new StringJoiner("&");
        parameters.forEach((name, value) -> {
            if (!value.isBlank()) {
                query.add(name + "=" + encode(value.strip()));
            }
        });
        if (!request.isFirst()) {
            query.add("next_page_token=" + encode(request.pageToken()));
        }
        return query.toString();
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /**
     * Reads the page from the answer.
     *
     * @throws RunException if the answer is not a page; the reason comes from {@link FailedAnswers}
     */
    public Page read(@Variable("run") Run run, @Variable("request") PageRequest request, Exchange exchange) {
        Answer answer = Answer.of(exchange);
        reportRemaining(run, answer);
        try {
            Page page = page(run, request, answer, exchange);
            listener.onAnswer(run.account(), RequestListener.Endpoint.REPORT, "ok");
            return page;
        } catch (RunException e) {
            throw failed(run, about(request, e));
        }
    }

    /** Names the subject, unless every subject would get this answer. */
    private static RunException about(PageRequest request, RunException why) {
        if (request.subject() == null || !OF_SUBJECT.contains(why.failure())) {
            return why;
        }
        String message = "subject " + request.subject() + ": " + why.getMessage();
        return why instanceof ZoomException
                ? new ZoomException(why.failure(), message)
                : new RunException(why.failure(), message);
    }

    private Page page(Run run, PageRequest request, Answer answer, Exchange exchange) {
        if (request.subject() != null && request.isFirst() && FailedAnswers.isWithoutReport(answer)) {
            return Page.withoutReport(request, clock.instant());
        }
        if (answer.status() != 200) {
            RunException why = FailedAnswers.reason(answer, request.isFirst(), request.report(), clock.instant());
            throw refused(run, why, exchange.getVariable("bearer", String.class));
        }
        try {
            return Page.read(answer.body(), request, clock.instant());
        } catch (IOException notJson) {
            String said = "Zoom's address answered 200, but not with one complete JSON object in UTF-8";
            throw new ZoomException(
                    Failure.ZOOM_UNAVAILABLE, answer.isHtml() ? ZoomAdvice.NOT_FROM_ZOOM.on(said) : said);
        }
    }

    /** Discards the access token if a new one could change the answer. */
    private static RunException refused(Run run, RunException why, String bearer) {
        AccessToken token = run.account().accessToken();
        if (why.failure() == Failure.ACCESS_REFUSED) {
            token.forget(bearer);
        } else if (why.failure() == Failure.NOT_PERMITTED && !token.forgetOlder(bearer, run.triggeredAt())) {
            return new RunException(why.failure(), why.getMessage()); // not retried: the token is already new
        }
        return why;
    }

    private void reportRemaining(Run run, Answer answer) {
        OptionalLong remaining = number(answer.header("X-RateLimit-Remaining"));
        if (remaining.isPresent()) {
            String limit = answer.header("X-RateLimit-Type");
            boolean daily = limit != null && FailedAnswers.isDaily(limit);
            if (daily) {
                long ofDay = number(answer.header("X-RateLimit-Limit")).orElse(0);
                run.account().dailyRequests().left(remaining.getAsLong(), ofDay);
            }
            listener.onRemaining(
                    run.account(), limit == null ? "unnamed" : daily ? "daily" : "qps", remaining.getAsLong());
        }
    }

    private static OptionalLong number(String header) {
        return header != null && header.strip().matches("\\d{1,18}")
                ? OptionalLong.of(Long.parseLong(header.strip()))
                : OptionalLong.empty();
    }

    /** Throws the exception for a missing answer. */
    public void unreachable(@Variable("run") Run run, @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception caught) {
        throw failed(run, Answer.missing(caught));
    }

    private RunException failed(Run run, RunException why) {
        listener.onAnswer(
                run.account(), RequestListener.Endpoint.REPORT, why.failure().text());
        return why;
    }
}
