package io.zoomhosts.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

/**
 * The answer to one request: a whole, edited, delayed or truncated HTTP answer, or a closed connection. Immutable.
 *
 * <p>What a test makes with {@link #json} is a fault. Tests that stand in for Zoom make their answers with
 * {@code ZoomContract.answer}, which accepts only what Zoom's contract allows.
 */
public final class SandboxAnswer {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String CONTENT_TYPE = "Content-Type";

    /** Where status, headers and body come from: here, the answer that the sandbox itself gives, or nowhere. */
    private enum Kind {
        WHOLE,
        OWN,
        RESET
    }

    private final Kind kind;
    private final int status;
    private final Map<String, String> headers;
    private final byte[] body;
    private final UnaryOperator<byte[]> edit;
    private final Duration heldBack;
    private final OptionalInt bytesSent;

    private SandboxAnswer(
            Kind kind,
            int status,
            Map<String, String> headers,
            byte[] body,
            UnaryOperator<byte[]> edit,
            Duration heldBack,
            OptionalInt bytesSent) {
        this.kind = kind;
        this.status = status;
        this.headers = headers;
        this.body = body;
        this.edit = edit;
        this.heldBack = heldBack;
        this.bytesSent = bytesSent;
    }

    private static SandboxAnswer of(int status, String contentType, byte[] body) {
        return new SandboxAnswer(
                Kind.WHOLE,
                status,
                Map.of(CONTENT_TYPE, contentType),
                body,
                UnaryOperator.identity(),
                Duration.ZERO,
                OptionalInt.empty());
    }

    private static SandboxAnswer own(UnaryOperator<byte[]> edit, Duration heldBack, OptionalInt bytesSent) {
        return new SandboxAnswer(Kind.OWN, 0, Map.of(), new byte[0], edit, heldBack, bytesSent);
    }

    /**
     * A JSON answer with the given body, valid JSON or not. In a test it is a fault. The sandbox also makes its own answers
     * with it, which {@code SandboxZoomContractTest} checks.
     */
    public static SandboxAnswer json(int status, String body) {
        return of(status, "application/json;charset=UTF-8", body.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * An error in the form of Zoom's API.
     *
     * @param status HTTP status
     * @param code Zoom's error code, which differs from the HTTP status
     * @param message Zoom's message
     */
    public static SandboxAnswer error(int status, int code, String message) {
        return json(status, "{\"code\":" + code + ",\"message\":" + quoted(message) + "}");
    }

    /** An HTML page, such as a gateway sends instead of the API's answer. */
    public static SandboxAnswer html(int status) {
        String page = "<!DOCTYPE html><html><head><title>Zoom</title></head><body>" + status + "</body></html>";
        return of(status, "text/html;charset=UTF-8", page.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The sandbox's own answer, truncated: {@code Content-Length} promises the whole body, but the connection is closed after
     * some bytes of it.
     *
     * @param bytesSent bytes of the body to send, 0 or more; at least one byte is always missing
     */
    public static SandboxAnswer cutOff(int bytesSent) {
        return own(UnaryOperator.identity(), Duration.ZERO, OptionalInt.of(bytesSent));
    }

    /**
     * The sandbox's own answer with another body; {@code Content-Length} is right for it.
     *
     * @param edit turns the sandbox's own body into the body to send
     */
    public static SandboxAnswer edited(UnaryOperator<byte[]> edit) {
        return own(edit, Duration.ZERO, OptionalInt.empty());
    }

    /** The sandbox's own answer after a delay in real time; closing the sandbox drops it at once. */
    public static SandboxAnswer stalled(Duration heldBack) {
        return own(UnaryOperator.identity(), heldBack, OptionalInt.empty());
    }

    /**
     * No answer: the connection is closed. A client may retry automatically on a connection that it has used before. For
     * connections that break elsewhere, and for real resets, use {@link FaultyTcpProxy}.
     */
    public static SandboxAnswer reset() {
        return new SandboxAnswer(
                Kind.RESET, 0, Map.of(), new byte[0], UnaryOperator.identity(), Duration.ZERO, OptionalInt.empty());
    }

    /** The same answer with this header, which replaces one of the same spelling. */
    public SandboxAnswer withHeader(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new SandboxAnswer(kind, status, Map.copyOf(more), body, edit, heldBack, bytesSent);
    }

    /** The same answer with a delay in real time before its first byte. */
    public SandboxAnswer heldBackFor(Duration duration) {
        return new SandboxAnswer(kind, status, headers, body, edit, duration, bytesSent);
    }

    boolean isReset() {
        return kind == Kind.RESET;
    }

    boolean needsOwnAnswer() {
        return kind == Kind.OWN;
    }

    /** Applies the delay, edit and truncation of this answer to the sandbox's own answer. */
    SandboxAnswer over(SandboxAnswer own) {
        Map<String, String> all = new LinkedHashMap<>(own.headers);
        all.putAll(headers);
        return new SandboxAnswer(
                Kind.WHOLE,
                own.status,
                Map.copyOf(all),
                edit.apply(own.body),
                UnaryOperator.identity(),
                heldBack,
                bytesSent);
    }

    int status() {
        return status;
    }

    Map<String, String> headers() {
        return headers;
    }

    byte[] body() {
        return body;
    }

    Optional<Duration> heldBack() {
        return heldBack.isZero() ? Optional.empty() : Optional.of(heldBack);
    }

    OptionalInt bytesSent() {
        return bytesSent;
    }

    static String quoted(String text) {
        try {
            return JSON.writeValueAsString(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a text that cannot be JSON", e);
        }
    }
}
