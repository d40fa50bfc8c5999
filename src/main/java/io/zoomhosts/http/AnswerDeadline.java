package io.zoomhosts.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;
import org.apache.hc.core5.util.Timeout;

/**
 * Applies an endpoint's response timeout to the whole answer, from the request to the last byte. HttpClient itself applies
 * it only to each pause between bytes, so a server that sends a byte now and then could keep it waiting forever. At the
 * timeout the request is cancelled, which closes its connection.
 *
 * <p>It uses the JDK's shared timer thread. A complete answer removes its own timeout from it.
 */
final class AnswerDeadline implements ExecChainHandler {

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        Timeout timeout = scope.clientContext.getRequestConfigOrDefault().getResponseTimeout();
        if (!Timeout.defaultsToDisabled(timeout).isEnabled()
                || !(scope.originalRequest instanceof Cancellable cancellable)) {
            return chain.proceed(request, scope);
        }
        Timer timer = new Timer(timeout, cancellable);
        ClassicHttpResponse response;
        try {
            response = chain.proceed(request, scope);
        } catch (IOException e) {
            throw timer.stop(e);
        } catch (HttpException | RuntimeException e) {
            timer.stop();
            throw e;
        }
        HttpEntity entity = response.getEntity();
        if (entity == null || !entity.isStreaming()) {
            timer.stop();
        } else {
            response.setEntity(new TimedEntity(entity, timer));
        }
        return response;
    }

    /** Measures the time since the request. Thread-safe. */
    private static final class Timer {

        private final Timeout timeout;
        private final CompletableFuture<Void> stopped;

        private Timer(Timeout timeout, Cancellable request) {
            this.timeout = timeout;
            stopped = new CompletableFuture<Void>().orTimeout(timeout.toMilliseconds(), TimeUnit.MILLISECONDS);
            stopped.whenComplete((done, late) -> {
                if (late != null) {
                    // Do not block the timer thread that the whole JVM shares.
                    CompletableFuture.runAsync(request::cancel);
                }
            });
        }

        private void stop() {
            stopped.complete(null);
        }

        /** Stops the timer, and returns why the answer is incomplete: the given exception, or the timeout. */
        private IOException stop(IOException broken) {
            stop();
            return isLate() || isSilence(broken) ? new LateAnswerException(timeout, broken) : broken;
        }

        /** Whether HttpClient noticed the same timeout first. */
        private static boolean isSilence(IOException broken) {
            return broken instanceof SocketTimeoutException && !(broken instanceof ConnectTimeoutException);
        }

        private boolean isLate() {
            return stopped.isCompletedExceptionally();
        }
    }

    /** An answer's body. Its end stops the timer. */
    private static final class TimedEntity extends HttpEntityWrapper {

        private final Timer timer;

        private TimedEntity(HttpEntity entity, Timer timer) {
            super(entity);
            this.timer = timer;
        }

        @Override
        public InputStream getContent() throws IOException {
            try {
                return new TimedStream(super.getContent(), timer);
            } catch (IOException e) {
                throw timer.stop(e);
            }
        }

        @Override
        public void close() throws IOException {
            try {
                super.close();
            } finally {
                timer.stop();
            }
        }
    }

    private static final class TimedStream extends FilterInputStream {

        private final Timer timer;

        private TimedStream(InputStream in, Timer timer) {
            super(in);
            this.timer = timer;
        }

        @Override
        public int read() throws IOException {
            try {
                return checked(super.read());
            } catch (IOException e) {
                throw timer.stop(e);
            }
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            try {
                return checked(super.read(bytes, offset, length));
            } catch (IOException e) {
                throw timer.stop(e);
            }
        }

        /** If a body has no declared length, closing its connection looks like the end of the body. */
        private int checked(int read) throws IOException {
            if (read < 0) {
                timer.stop();
                if (timer.isLate()) {
                    throw new IOException("closed");
                }
            }
            return read;
        }

        /** Reads the rest of the body, so that the connection can be reused. */
        @Override
        public void close() throws IOException {
            try {
                super.close();
            } catch (IOException e) {
                throw timer.stop(e);
            } finally {
                timer.stop();
            }
        }
    }
}
