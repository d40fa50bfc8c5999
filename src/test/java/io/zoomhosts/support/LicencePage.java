package io.zoomhosts.support;

import static org.awaitility.Awaitility.await;

import io.zoomhosts.sandbox.Ports;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A running {@code bin/zoom-hosts licences}; closing it kills the process. */
public record LicencePage(Launcher.Started process, int port) implements AutoCloseable {

    public static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    /** Starts it on a free port of loopback and waits until it answers. */
    public static LicencePage start(Launcher launcher) throws IOException {
        int port = Ports.free();
        LicencePage page = new LicencePage(
                launcher.set("LICENCES_PORT", String.valueOf(port)).start("licences"), port);
        await().atMost(PATIENCE).until(() -> page.status("/observe/health/live") == 200);
        return page;
    }

    /** Waits until the answer is complete. */
    public LicencePage ready() {
        await().atMost(PATIENCE).until(() -> status("/observe/health/ready") == 200);
        return this;
    }

    private int status(String path) throws IOException, InterruptedException {
        if (!process.process().isAlive()) {
            throw new IllegalStateException("has ended:\n" + process.output());
        }
        return status(port, path);
    }

    /** The status with which a port of loopback answers a request; 0 if nobody listens. */
    public static int status(int port, String path) throws IOException, InterruptedException {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                    .build();
            return CLIENT.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (ConnectException notYet) {
            return 0;
        }
    }

    /** @param headers names and values */
    public HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        return send("GET", path, "", headers);
    }

    public HttpResponse<String> send(String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Sends bytes as they are, for what clients normalise, and returns everything until the server closes or pauses. */
    public String raw(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(3000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            try {
                socket.getInputStream().transferTo(answer);
            } catch (SocketTimeoutException kept) {
                // The server keeps the connection for another request.
            }
            return answer.toString(StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
