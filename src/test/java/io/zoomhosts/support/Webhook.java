package io.zoomhosts.support;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A webhook on this machine that records what is posted. */
public final class Webhook implements AutoCloseable {

    public record Request(String method, String uri, Map<String, List<String>> headers, String body) {}

    private final HttpServer server;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private volatile boolean hangs;

    private Webhook(HttpServer server) {
        this.server = server;
    }

    public static Webhook start() {
        try {
            Webhook webhook =
                    new Webhook(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
            webhook.server.createContext("/", webhook::take);
            webhook.server.start();
            return webhook;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String url() {
        return "http://localhost:" + server.getAddress().getPort() + "/hook?key=a-b";
    }

    /** From now on accepts requests without answering. */
    public void hang() {
        hangs = true;
    }

    public List<Request> requests() {
        return requests;
    }

    public List<String> bodies() {
        return requests.stream().map(Request::body).toList();
    }

    private void take(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        requests.add(new Request(
                exchange.getRequestMethod(),
                exchange.getRequestURI().toString(),
                Map.copyOf(exchange.getRequestHeaders()),
                body));
        if (!hangs) {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
