package io.zoomhosts.support;

import io.zoomhosts.sandbox.SandboxAnswer;
import io.zoomhosts.sandbox.ZoomContract;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPOutputStream;

/** Faulty answers of Zoom. */
public final class FaultyAnswers {

    private FaultyAnswers() {}

    public static SandboxAnswer tooMany(String limit) {
        return SandboxAnswer.error(429, 429, "Too many requests").withHeader("X-RateLimit-Type", limit);
    }

    public static SandboxAnswer retryAfter(String when) {
        return tooMany("QPS").withHeader("Retry-After", when);
    }

    public static SandboxAnswer refusedCredentials() {
        return ZoomContract.answer(
                400,
                "/oauth/token",
                "{\"reason\":\"Invalid client_id or client_secret\",\"error\":\"invalid_client\"}");
    }

    public static SandboxAnswer rejectedToken() {
        return SandboxAnswer.error(401, 124, "Access token is expired.");
    }

    public static SandboxAnswer ownAnswer() {
        return edit(body -> body);
    }

    public static SandboxAnswer expiresIn(String value) {
        return edit(body -> body.replaceFirst("\"expires_in\":\\d+", "\"expires_in\":" + value));
    }

    public static String headers(String header) {
        return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n" + header + "\r\n\r\n";
    }

    /** The sandbox's own answer, with another text. */
    public static SandboxAnswer edit(UnaryOperator<String> edit) {
        return SandboxAnswer.edited(
                body -> edit.apply(new String(body, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8));
    }

    public static byte[] recoded(byte[] body, Charset charset) {
        return new String(body, StandardCharsets.UTF_8).getBytes(charset);
    }

    public static UnaryOperator<String> without(String... members) {
        return body -> body.replaceAll("\"(" + String.join("|", members) + ")\":(\"[^\"]*\"|\\d+),?", "");
    }

    public static SandboxAnswer gzipped(UnaryOperator<byte[]> edit) {
        return SandboxAnswer.edited(body -> edit.apply(gzip(body))).withHeader("Content-Encoding", "gzip");
    }

    private static byte[] gzip(byte[] body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
