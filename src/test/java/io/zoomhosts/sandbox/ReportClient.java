package io.zoomhosts.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A sandbox with a clock that stands still, and its client: what the tests of reports share. A field with
 * {@code @RegisterExtension} gives each test its own, and closes it.
 */
final class ReportClient implements AfterEachCallback, AutoCloseable {
    final SettableClock clock = new SettableClock("2026-11-23T12:00:00Z");
    final SandboxZoom zoom;
    private final SandboxClient client;

    ReportClient() {
        this(SandboxOptions.defaults());
    }

    ReportClient(SandboxOptions options) {
        try {
            zoom = SandboxZoom.start(options.withClock(clock).withRequestsPerSecond(100_000));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        client = new SandboxClient(zoom);
    }

    /** @param rawPath below {@code /report/}, percent-encoded */
    HttpResponse<String> get(String rawPath, Map<String, String> query) throws IOException, InterruptedException {
        return client.send(client.reportRequest(client.accessToken(), "/report/" + rawPath, query));
    }

    /** The answer with 200. */
    JsonNode page(String rawPath, Map<String, String> query) throws IOException, InterruptedException {
        HttpResponse<String> response = get(rawPath, query);
        if (response.statusCode() != 200) {
            throw new IOException(response.statusCode() + " " + response.body());
        }
        return SandboxClient.json(response);
    }

    /** The rows of all pages. */
    List<JsonNode> rows(String rawPath, String member, Map<String, String> query)
            throws IOException, InterruptedException {
        List<JsonNode> rows = new ArrayList<>();
        client.pages(client.accessToken(), "/report/" + rawPath, query)
                .forEach(page -> page.path(member).forEach(rows::add));
        return rows;
    }

    /** Status and code of an answer: {@code 404/3001}. */
    static String verdict(HttpResponse<String> response) throws IOException {
        return response.statusCode() + "/"
                + SandboxClient.json(response).path("code").asInt();
    }

    /** A value of all rows. */
    static List<String> texts(List<JsonNode> rows, String member) {
        return rows.stream().map(row -> row.path(member).asText()).toList();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        close();
    }

    @Override
    public void close() {
        zoom.close();
    }
}
