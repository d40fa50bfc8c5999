package io.zoomhosts.sandbox;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Sends answers. */
final class Wire {
    private final Duration responseDelay;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicLong answers = new AtomicLong();

    /** @param responseDelay delay of each answer, unless the answer has its own */
    Wire(Duration responseDelay) {
        this.responseDelay = responseDelay;
    }

    /**
     * Sends the answer and ends the exchange.
     *
     * @throws IOException when the client has closed its connection
     */
    void send(HttpExchange exchange, SandboxAnswer answer) throws IOException {
        try {
            boolean closedMeanwhile =
                    closed.await(answer.heldBack().orElse(responseDelay).toNanos(), TimeUnit.NANOSECONDS);
            if (!closedMeanwhile && !answer.isReset()) {
                write(exchange, answer);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            exchange.close(); // without response headers this closes the connection
        }
    }

    /** Drops every delayed answer. */
    void close() {
        closed.countDown();
    }

    private void write(HttpExchange exchange, SandboxAnswer answer) throws IOException {
        var headers = exchange.getResponseHeaders();
        // Zoom's gateway adds these headers to every answer; they must never reach a Kafka record.
        headers.set("Set-Cookie", "_zm_sandbox=crumb-" + answers.incrementAndGet() + "; Path=/; Secure; HttpOnly");
        headers.set("X-Zm-Trackingid", "v=2.0;clid=sandbox;rid=WEB_" + answers.get());
        headers.set("Cache-Control", "no-cache, no-store, must-revalidate");
        answer.headers().forEach(headers::set);
        byte[] body = answer.body();
        int sent = Math.min(answer.bytesSent().orElse(body.length), body.length);
        int promised = answer.bytesSent().isPresent() ? Math.max(body.length, sent + 1) : body.length;
        exchange.sendResponseHeaders(answer.status(), promised == 0 ? -1 : promised);
        if (promised == 0) {
            return;
        }
        OutputStream out = exchange.getResponseBody();
        out.write(body, 0, sent);
        out.flush();
    }
}
