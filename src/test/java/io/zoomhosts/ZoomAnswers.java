package io.zoomhosts;

import io.zoomhosts.sandbox.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPOutputStream;

/** Answers of Zoom that are not as they should be. */
final class ZoomAnswers {

    private ZoomAnswers() {}

    static Answer tooMany(String limit) {
        return Answer.error(429, 429, "Too many requests").withHeader("X-RateLimit-Type", limit);
    }

    static Answer retryAfter(String when) {
        return tooMany("QPS").withHeader("Retry-After", when);
    }

    static Answer refusedCredentials() {
        return Answer.ofZoom(
                400,
                "/oauth/token",
                "{\"reason\":\"Invalid client_id or client_secret\",\"error\":\"invalid_client\"}");
    }

    static Answer dead() {
        return Answer.error(401, 124, "Access token is expired.");
    }

    static Answer own() {
        return edit(body -> body);
    }

    static Answer expiresIn(String value) {
        return edit(body -> body.replaceFirst("\"expires_in\":\\d+", "\"expires_in\":" + value));
    }

    static String headers(String header) {
        return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n" + header + "\r\n\r\n";
    }

    /** The sandbox's own answer, with another text. */
    static Answer edit(UnaryOperator<String> edit) {
        return Answer.edited(
                body -> edit.apply(new String(body, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8));
    }

    static byte[] recoded(byte[] body, Charset charset) {
        return new String(body, StandardCharsets.UTF_8).getBytes(charset);
    }

    static UnaryOperator<String> without(String... members) {
        return body -> body.replaceAll("\"(" + String.join("|", members) + ")\":(\"[^\"]*\"|\\d+),?", "");
    }

    static Answer gzipped(UnaryOperator<byte[]> edit) {
        return Answer.edited(body -> edit.apply(gzip(body))).withHeader("Content-Encoding", "gzip");
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
