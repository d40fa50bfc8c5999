package io.zoomhosts.faults;

import static io.zoomhosts.faults.ZoomFault.complete;
import static io.zoomhosts.faults.ZoomFault.failed;
import static io.zoomhosts.faults.ZoomFault.page;
import static io.zoomhosts.faults.ZoomFault.pages;
import static io.zoomhosts.faults.ZoomFault.script;
import static io.zoomhosts.faults.ZoomFault.token;
import static io.zoomhosts.faults.ZoomFault.tokens;
import static io.zoomhosts.support.FaultyAnswers.edit;
import static io.zoomhosts.support.FaultyAnswers.expiresIn;
import static io.zoomhosts.support.FaultyAnswers.gzipped;
import static io.zoomhosts.support.FaultyAnswers.headers;
import static io.zoomhosts.support.FaultyAnswers.ownAnswer;
import static io.zoomhosts.support.FaultyAnswers.recoded;
import static io.zoomhosts.support.FaultyAnswers.refusedCredentials;
import static io.zoomhosts.support.FaultyAnswers.rejectedToken;
import static io.zoomhosts.support.FaultyAnswers.retryAfter;
import static io.zoomhosts.support.FaultyAnswers.tooMany;
import static io.zoomhosts.support.FaultyAnswers.without;

import io.zoomhosts.failure.Failure;
import io.zoomhosts.report.Window;
import io.zoomhosts.sandbox.Fault;
import io.zoomhosts.sandbox.SandboxAnswer;
import io.zoomhosts.sandbox.SandboxZoom;
import io.zoomhosts.sandbox.ZoomContract;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The table of Zoom's faults. The window with the fault has {@link #HOSTS} hosts on 3 pages: without a fault it takes 3
 * requests for pages, and all windows together take 1 for an access token.
 */
final class ZoomFaults {

    static final int HOSTS = 25;
    static final int PAGE_SIZE = 10;

    private static final Duration FOR_EVER = Duration.ofHours(1);

    private final URI otherServer;
    private final PageFaults pages;

    /**
     * @param window the one with the fault
     * @param other another server with the same account
     */
    ZoomFaults(Window window, SandboxZoom other) {
        this.otherServer = other.apiUrl();
        this.pages = new PageFaults(window, other.account().rows(window.variant(), window.from(), window.to()));
    }

    Stream<ZoomFault> all() {
        return Stream.of(limits(), outages(), connections(), bodies(), refusals(), accessTokens(), pages.all())
                .flatMap(part -> part);
    }

    /** Lasting faults: the answers to every request until the fault ends, by the failure that each window gets. */
    static Map<Failure, Fault> lasting() {
        return Map.of(
                Failure.ZOOM_UNAVAILABLE, (request, nth) -> Optional.of(SandboxAnswer.html(503)),
                Failure.NOT_PERMITTED, pages(1, Integer.MAX_VALUE, SandboxAnswer.error(400, 4711, "No scope.")),
                Failure.ACCESS_REFUSED, tokens(Integer.MAX_VALUE, refusedCredentials()));
    }

    /** The daily limit is reached from the second page on and ends soon. */
    static Fault dailyLimit() {
        return page(
                2,
                tooMany("Daily-limit")
                        .withHeader("Retry-After", Instant.now().plusSeconds(1).toString()));
    }

    private static Stream<ZoomFault> limits() {
        return Stream.of(
                complete("no fault", 3, tokens(0, SandboxAnswer.html(500))),
                complete("429 per second", 4, page(2, tooMany("QPS"))),
                complete("429 per second, Retry-After in seconds", 4, page(2, retryAfter("1"))),
                complete("429 per second, Retry-After in the past", 4, page(2, retryAfter("2020-05-31T00:00:00Z"))),
                complete(
                        "429 without a header",
                        4,
                        page(2, SandboxAnswer.error(429, 429, "You have reached the limit"))),
                complete("429 without a header or a body", 4, page(1, SandboxAnswer.json(429, ""))),
                complete("429 per second, 10 in a row", 13, pages(2, 11, tooMany("QPS"))),
                failed("429 per second, every time", Failure.RATE_LIMITED, 12, pages(2, 12, tooMany("QPS"))));
    }

    private static Stream<ZoomFault> outages() {
        return Stream.of(
                complete("500 with HTML", 4, page(1, SandboxAnswer.html(500))),
                complete("500 with a JSON error", 4, page(2, SandboxAnswer.error(500, 500, "Internal error"))),
                complete("500 with code 300", 4, page(2, SandboxAnswer.error(500, 300, "Internal error"))),
                complete("502 with HTML", 4, page(2, SandboxAnswer.html(502))),
                complete("503 with HTML", 4, page(3, SandboxAnswer.html(503))),
                complete("503, 5 in a row", 8, pages(2, 6, SandboxAnswer.html(503))),
                failed("503, every time", Failure.ZOOM_UNAVAILABLE, 7, pages(2, 7, SandboxAnswer.html(503))),
                complete("408", 4, page(2, SandboxAnswer.html(408))));
    }

    private static Stream<ZoomFault> connections() {
        return Stream.of(
                complete("closed without an answer", 4, page(2, SandboxAnswer.reset())),
                complete("reset before the status line", 4, page(2, proxy -> proxy.resetAfter(0))),
                complete("reset in the headers", 4, page(2, proxy -> proxy.resetAfter(40))),
                complete("reset in the body", 4, page(2, proxy -> proxy.resetAfter(1500))),
                complete("closed in the headers", 4, page(2, proxy -> proxy.closeAfter(40))),
                complete("closed in the body", 4, page(2, SandboxAnswer.cutOff(1000))),
                complete("closed before the body", 4, page(1, SandboxAnswer.cutOff(0))),
                complete("an invalid status line", 4, page(2, proxy -> proxy.answerWith("HTTP/9 banana\r\n\r\n"))),
                complete(
                        "a chunk that does not come",
                        4,
                        page(2, proxy -> proxy.answerWith(headers("Transfer-Encoding: chunked") + "9\r\n{\"users\":"))),
                complete(
                        "a body of unknown length, cut off",
                        4,
                        page(
                                2,
                                proxy ->
                                        proxy.answerWith(headers("Connection: close") + "{\"users\":[{\"id\":\"a\"}"))),
                slow(complete("no answer within the timeout", 4, page(2, SandboxAnswer.stalled(FOR_EVER)))),
                slow(complete("silent in the headers", 4, page(2, proxy -> proxy.silentAfter(40)))),
                slow(complete("silent in the body", 4, page(2, proxy -> proxy.silentAfter(1500)))),
                slow(complete("headers that trickle", 4, page(2, proxy -> proxy.trickleAfter(40)))),
                slow(complete("a body that trickles", 4, page(2, proxy -> proxy.trickleAfter(1500)))),
                slow(failed(
                        "bodies that trickle, every time",
                        Failure.ZOOM_UNAVAILABLE,
                        7,
                        pages(2, 7, proxy -> proxy.trickleAfter(1500)))),
                failed(
                                "a body that trickles for longer than the transaction may last",
                                Failure.TRANSACTION_TIMEOUT,
                                2,
                                pages(2, 2, proxy -> proxy.trickleAfter(1500)))
                        .set("zoom.response-timeout", "20000")
                        .set("kafka.transaction-timeout", "8000"));
    }

    private static Stream<ZoomFault> bodies() {
        return Stream.of(
                complete("cut-off JSON", 4, page(2, edit(body -> body.substring(0, body.length() / 2)))),
                complete("rows that are not JSON", 6, page(2, edit(body -> body.replace("\"id\":", ",,\"id\":")))),
                complete("HTML with 200", 4, page(3, SandboxAnswer.html(200))),
                complete("an empty body with 200", 4, page(2, SandboxAnswer.json(200, ""))),
                complete("an array with 200", 4, page(2, SandboxAnswer.json(200, "[]"))),
                complete("null with 200", 4, page(2, SandboxAnswer.json(200, "null"))),
                complete("a page and more", 4, page(2, edit(body -> body + "{}"))),
                complete("UTF-16", 4, page(2, SandboxAnswer.edited(body -> recoded(body, StandardCharsets.UTF_16)))),
                complete(
                        "bytes that are not UTF-8",
                        4,
                        page(
                                2,
                                SandboxAnswer.edited(body -> recoded(
                                        new String(body, StandardCharsets.UTF_8)
                                                .replace("\"users\"", "\"x\":\"é\",\"users\"")
                                                .getBytes(StandardCharsets.UTF_8),
                                        StandardCharsets.ISO_8859_1)))),
                complete("a byte order mark", 3, pages(1, 3, edit(body -> "\uFEFF" + body))),
                complete(
                        "another charset in the header",
                        3,
                        pages(
                                1,
                                3,
                                edit(body -> body).withHeader("Content-Type", "application/json;charset=ISO-8859-1"))),
                complete("a gzip body", 3, pages(1, 3, gzipped(body -> body))),
                complete("a gzip body, cut off", 4, page(2, gzipped(body -> Arrays.copyOf(body, body.length / 2)))),
                complete(
                        "a gzip body that is none",
                        4,
                        page(2, edit(body -> body).withHeader("Content-Encoding", "gzip"))),
                complete(
                        "20 MB",
                        3,
                        page(2, edit(body -> "{\"filler\":\"" + "x".repeat(20_000_000) + "\"," + body.substring(1)))),
                complete(
                        "headers that would redirect records",
                        3,
                        pages(
                                1,
                                3,
                                edit(body -> body)
                                        .withHeader("kafka.OVERRIDE_TOPIC", "elsewhere")
                                        .withHeader("kafka.KEY", "injected")
                                        .withHeader("CamelKafkaOverrideTopic", "elsewhere")
                                        .withHeader("CamelKafkaKey", "injected")
                                        .withHeader("CamelHttpPath", "/elsewhere")
                                        .withHeader("CamelHttpUri", "http://elsewhere.invalid")
                                        .withHeader("Authorization", "Bearer injected")
                                        .withHeader("Set-Cookie", "injected=1"))));
    }

    private Stream<ZoomFault> refusals() {
        return Stream.of(
                failed(
                        "bad window (400)",
                        Failure.BAD_WINDOW,
                        1,
                        page(1, SandboxAnswer.error(400, 300, "Invalid: from"))),
                failed(
                        "bad window (300)",
                        Failure.BAD_WINDOW,
                        1,
                        page(1, SandboxAnswer.error(300, 300, "Invalid: from"))),
                failed("code 200", Failure.NOT_PERMITTED, 1, page(1, SandboxAnswer.error(400, 200, "No permission."))),
                failed("code 4700", Failure.NOT_PERMITTED, 1, page(1, SandboxAnswer.error(401, 4700, "No scope."))),
                failed("code 4711", Failure.NOT_PERMITTED, 2, page(2, SandboxAnswer.error(401, 4711, "No scope."))),
                failed("403", Failure.NOT_PERMITTED, 2, page(2, SandboxAnswer.error(403, 0, "Forbidden"))),
                complete("403 that is not from Zoom", 4, page(2, SandboxAnswer.html(403))),
                complete("404 that is not from Zoom", 4, page(2, SandboxAnswer.html(404))),
                failed(
                        "a parameter that Zoom does not take",
                        Failure.REFUSED,
                        1,
                        page(1, SandboxAnswer.json(400, """
                                {"code":300,"message":"Validation Failed.",
                                 "errors":[{"field":"page_size","message":"The value must be between 1 and 100."}]}"""))),
                failed("404", Failure.REFUSED, 1, page(1, SandboxAnswer.error(404, 404, "Not found"))),
                failed("400", Failure.REFUSED, 2, page(2, SandboxAnswer.error(400, 1010, "No such user"))),
                failed("204", Failure.REFUSED, 2, page(2, SandboxAnswer.json(204, ""))),
                failed("301 redirect", Failure.REFUSED, 1, page(1, redirect(301))),
                failed("302 redirect", Failure.REFUSED, 1, page(1, redirect(302))),
                failed("307 redirect", Failure.REFUSED, 2, page(2, redirect(307))),
                failed("308 redirect", Failure.REFUSED, 2, page(2, redirect(308))),
                complete("access token rejected between pages", 4, page(2, rejectedToken()))
                        .tokens(2),
                complete(
                                "access token rejected twice",
                                5,
                                script(
                                        SandboxAnswer.stalled(Duration.ZERO),
                                        rejectedToken(),
                                        ownAnswer(),
                                        rejectedToken()))
                        .tokens(3),
                complete("access token rejected 10 times in a row", 13, pages(2, 11, rejectedToken()))
                        .tokens(11),
                failed(
                                "access token rejected 11 times in a row",
                                Failure.ACCESS_REFUSED,
                                12,
                                pages(2, 12, rejectedToken()))
                        .tokens(12),
                failed(
                        "an error with 200",
                        Failure.NO_REPORT,
                        1,
                        page(1, SandboxAnswer.error(200, 1001, "No such user"))),
                failed("an error with 200, later", Failure.NO_REPORT, 2, page(2, SandboxAnswer.error(200, 124, "No"))),
                failed("no report", Failure.NO_REPORT, 1, page(1, SandboxAnswer.json(200, "{}"))));
    }

    private Stream<ZoomFault> accessTokens() {
        return Stream.of(
                complete("token: no expires_in", 3, tokens(1, edit(without("expires_in")))),
                complete("token: expires_in as text", 3, tokens(1, expiresIn("\"3599\""))),
                complete("token: expires_in that is not a number", 3, tokens(1, expiresIn("\"soon\""))),
                complete("token: expires_in 0", 3, tokens(1, expiresIn("0"))),
                complete("token: expires_in negative", 3, tokens(1, expiresIn("-1"))),
                complete("token: expires_in null", 3, tokens(1, expiresIn("null"))),
                failed("token: refused (400)", Failure.ACCESS_REFUSED, 0, tokens(1, refusedCredentials()))
                        .tokens(2),
                failed(
                                "token: refused (401)",
                                Failure.ACCESS_REFUSED,
                                0,
                                tokens(1, SandboxAnswer.error(401, 124, "No")))
                        .tokens(2),
                failed("token: 404", Failure.REFUSED, 0, tokens(1, SandboxAnswer.error(404, 404, "Not found")))
                        .tokens(2),
                complete("token: 401 that is not from Zoom", 3, tokens(1, SandboxAnswer.json(401, "")))
                        .tokens(2),
                complete("token: 403 that is not from Zoom", 3, tokens(1, SandboxAnswer.html(403)))
                        .tokens(2),
                complete("token: 404 that is not from Zoom", 3, tokens(1, SandboxAnswer.html(404)))
                        .tokens(2),
                failed("token: 302 redirect", Failure.REFUSED, 0, tokens(1, redirect(302)))
                        .tokens(2),
                failed("token: 307 redirect", Failure.REFUSED, 0, tokens(1, redirect(307)))
                        .tokens(2),
                complete("token: HTML with 200", 3, tokens(1, SandboxAnswer.html(200)))
                        .tokens(2),
                complete("token: {} with 200", 3, tokens(1, SandboxAnswer.json(200, "{}")))
                        .tokens(2),
                complete("token: 429", 3, tokens(1, SandboxAnswer.json(429, "{}")))
                        .tokens(2),
                complete("token: 500", 3, tokens(1, SandboxAnswer.html(500))).tokens(2),
                complete("token: 500, 5 in a row", 3, tokens(5, SandboxAnswer.html(500)))
                        .tokens(6),
                failed("token: 500, every time", Failure.ZOOM_UNAVAILABLE, 0, tokens(6, SandboxAnswer.html(500)))
                        .tokens(7),
                complete("token: closed without an answer", 3, tokens(1, SandboxAnswer.reset()))
                        .tokens(2),
                complete("token: reset", 3, token(proxy -> proxy.resetAfter(0))).tokens(2),
                complete("token: reset in the body", 3, token(proxy -> proxy.resetAfter(450)))
                        .tokens(2),
                slow(complete("token: no answer within the timeout", 3, tokens(1, SandboxAnswer.stalled(FOR_EVER)))
                        .tokens(2)),
                slow(complete("token: an answer that trickles", 3, token(proxy -> proxy.trickleAfter(100)))
                        .tokens(2)),
                complete(
                                "token: one that Zoom does not accept",
                                4,
                                tokens(
                                        1,
                                        ZoomContract.answer(
                                                "/oauth/token", "{\"access_token\":\"unknown\",\"expires_in\":3599}")))
                        .tokens(2));
    }

    private static ZoomFault slow(ZoomFault fault) {
        return fault.set("zoom.response-timeout", "1000");
    }

    private SandboxAnswer redirect(int status) {
        return SandboxAnswer.json(status, "{}").withHeader("Location", otherServer + "/report/users");
    }
}
