package io.zoomhosts.licences;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.impl.VertxWrapper;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What Camel's HTTP server has no settings for: limits for clients that are many or slow, and security headers on every answer.
 * Vert.x itself limits the address to 4096 bytes and the headers to 8192. Thread-safe.
 */
public final class PageServer implements AutoCloseable {

    /** Fewer than Vert.x has threads for routes (20), so that health answers while these are taken. */
    private static final int REQUESTS_AT_ONCE = 16;

    private static final int CONNECTIONS = 200;

    /** A connection without a byte in this time is closed. */
    private static final int IDLE_SECONDS = 60;

    private static final String HEALTH = "/observe/";

    private static final Map<String, String> SECURITY_HEADERS = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; form-action 'self';"
                    + " base-uri 'none'; frame-ancestors 'none'",
            "X-Content-Type-Options",
            "nosniff",
            "Referrer-Policy",
            "no-referrer",
            "Cache-Control",
            "no-store",
            "Cross-Origin-Resource-Policy",
            "same-origin");

    private final Semaphore requests = new Semaphore(REQUESTS_AT_ONCE);
    private final AtomicInteger connections = new AtomicInteger();
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setUseDaemonThread(true));

    /** The Vert.x for Camel's server, which looks for one among the beans. */
    public Vertx vertx() {
        return new VertxWrapper((VertxInternal) vertx) {
            @Override
            public HttpServer createHttpServer(HttpServerOptions options) {
                return super.createHttpServer(options.setIdleTimeout(IDLE_SECONDS)
                                .setIdleTimeoutUnit(TimeUnit.SECONDS)
                                .setHttp2ClearTextEnabled(false))
                        .connectionHandler(PageServer.this::limit);
            }
        };
    }

    private void limit(HttpConnection connection) {
        connection.closeHandler(closed -> connections.decrementAndGet());
        if (connections.incrementAndGet() > CONNECTIONS) {
            connection.close();
        }
    }

    /** Makes every request of a server pass this object first. */
    public void guard(Router router) {
        router.route().order(Integer.MIN_VALUE).handler(this::pass);
    }

    private void pass(RoutingContext routing) {
        HttpMethod method = routing.request().method();
        HttpServerResponse response = routing.response();
        SECURITY_HEADERS.forEach(response::putHeader);
        if (!method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD)) {
            // Its body is not read.
            response.setStatusCode(405)
                    .putHeader(HttpHeaders.ALLOW, "GET, HEAD")
                    .putHeader(HttpHeaders.CONNECTION, "close");
            end(response, "This page only answers GET and HEAD.");
        } else if (routing.normalizedPath().startsWith(HEALTH)) {
            routing.next();
        } else if (requests.tryAcquire()) {
            AtomicBoolean over = new AtomicBoolean();
            routing.addEndHandler(ended -> {
                if (over.compareAndSet(false, true)) {
                    requests.release();
                }
            });
            routing.next();
        } else {
            response.setStatusCode(503).putHeader(HttpHeaders.RETRY_AFTER, "5");
            end(response, "Too many requests at the same time. Try again in a few seconds.");
        }
    }

    private static void end(HttpServerResponse response, String words) {
        response.putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
                .end(words + "\n");
    }

    @Override
    public void close() {
        vertx.close();
    }
}
