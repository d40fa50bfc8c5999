package io.zoomhosts.support;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A collector of traces, which receives OTLP over HTTP. */
public final class TraceCollector implements AutoCloseable {

    private final HttpServer server;
    private final List<ExportTraceServiceRequest> requests = new CopyOnWriteArrayList<>();

    private volatile int status = 200;

    private TraceCollector(HttpServer server) {
        this.server = server;
    }

    public static TraceCollector start() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        TraceCollector collector = new TraceCollector(server);
        server.createContext("/v1/traces", collector::take);
        server.start();
        return collector;
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            requests.add(ExportTraceServiceRequest.parseFrom(exchange.getRequestBody()));
            exchange.sendResponseHeaders(status, -1);
        }
    }

    /** From now on answers with this status instead of 200. */
    public void answer(int other) {
        status = other;
    }

    /** The value of {@code OTEL_EXPORTER_OTLP_ENDPOINT}. */
    public String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** The requests received so far. */
    public List<ExportTraceServiceRequest> requests() {
        return requests;
    }

    public List<Span> spans() {
        return requests.stream()
                .flatMap(request -> request.getResourceSpansList().stream())
                .flatMap(resource -> resource.getScopeSpansList().stream())
                .flatMap(scope -> scope.getSpansList().stream())
                .toList();
    }

    /** The root spans, one per window. */
    public List<Span> windows() {
        return spans().stream().filter(span -> span.getParentSpanId().isEmpty()).toList();
    }

    /** The spans below a window's root span. */
    public List<Span> in(Span window) {
        return spans().stream()
                .filter(span -> span.getParentSpanId().equals(window.getSpanId()))
                .toList();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
