package io.zoomhosts.sandbox;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * A TCP line between a client and a server on this machine. It passes everything on until it is told how to spoil the
 * next answer, whatever connection that comes on; the ones after it are whole again. Thread-safe.
 */
public final class FaultyTcpProxy implements AutoCloseable {

    private enum Ending {
        RESET,
        CLOSED,
        SILENT,
        TRICKLES
    }

    /**
     * @param passed bytes of the server's answer that still reach the client, status line and headers counted
     * @param instead what the client gets in place of the rest
     * @param ending what becomes of the connection then
     */
    private record Break(int passed, byte[] instead, Ending ending) {}

    /** Between two bytes of what trickles. */
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final InetSocketAddress server;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "broken-line");
        thread.setDaemon(true);
        return thread;
    });
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicReference<Break> next = new AtomicReference<>();
    private volatile ServerSocket clients;
    private volatile CompletableFuture<Void> accepting;

    private FaultyTcpProxy(InetSocketAddress server) {
        this.server = server;
    }

    /** A line to the host and port of that address, on a free port of 127.0.0.1. */
    public static FaultyTcpProxy to(URI address) throws IOException {
        FaultyTcpProxy line = new FaultyTcpProxy(new InetSocketAddress(address.getHost(), address.getPort()));
        line.listen(0);
        return line;
    }

    /** The same address by way of this line. */
    public String over(URI address) {
        return address.getScheme() + "://127.0.0.1:" + clients.getLocalPort() + address.getPath();
    }

    /** Lets that many bytes of the next answer pass, then resets the connection (TCP RST). */
    public void resetAfter(int bytes) {
        next.set(new Break(bytes, new byte[0], Ending.RESET));
    }

    /** Lets that many bytes of the next answer pass, then closes the connection. */
    public void closeAfter(int bytes) {
        next.set(new Break(bytes, new byte[0], Ending.CLOSED));
    }

    /** Lets that many bytes of the next answer pass, then none any more; the connection stays open. */
    public void silentAfter(int bytes) {
        next.set(new Break(bytes, new byte[0], Ending.SILENT));
    }

    /** Lets that many bytes of the next answer pass, then the rest of the connection byte by byte, 20 in a second. */
    public void trickleAfter(int bytes) {
        next.set(new Break(bytes, new byte[0], Ending.TRICKLES));
    }

    /** Says this in place of the next answer, status line and headers included, 20 bytes in a second. */
    public void trickle(String answer) {
        next.set(new Break(0, answer.getBytes(StandardCharsets.UTF_8), Ending.TRICKLES));
    }

    /** Says this in place of the next answer, status line and headers included, then closes the connection. */
    public void say(String answer) {
        next.set(new Break(0, answer.getBytes(StandardCharsets.UTF_8), Ending.CLOSED));
    }

    /** Takes no connections any more and ends those that there are, until {@link #up}. */
    public void down() throws IOException {
        clients.close();
        accepting.join(); // a thread that still accepts keeps the port open
        sockets.forEach(FaultyTcpProxy::end);
    }

    /** Listens again, on the port it had. */
    public void up() throws IOException {
        listen(clients.getLocalPort());
    }

    @Override
    public void close() throws IOException {
        down();
        threads.shutdownNow();
    }

    private void listen(int port) throws IOException {
        ServerSocket listening = new ServerSocket();
        listening.setReuseAddress(true);
        listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        clients = listening;
        accepting = CompletableFuture.runAsync(() -> accept(listening), threads);
    }

    private void accept(ServerSocket listening) {
        try {
            while (true) {
                Socket client = listening.accept();
                Socket upstream = new Socket();
                sockets.add(client);
                sockets.add(upstream);
                upstream.connect(server);
                client.setTcpNoDelay(true);
                upstream.setTcpNoDelay(true);
                threads.execute(() -> questions(client, upstream));
                threads.execute(() -> answers(client, upstream));
            }
        } catch (IOException down) {
            end(listening);
        }
    }

    private void questions(Socket client, Socket upstream) {
        try {
            client.getInputStream().transferTo(upstream.getOutputStream());
        } catch (IOException gone) {
            // ended below, as after the last question
        }
        end(upstream);
        end(client);
    }

    private void answers(Socket client, Socket upstream) {
        try {
            InputStream in = upstream.getInputStream();
            OutputStream out = client.getOutputStream();
            byte[] buffer = new byte[8192];
            Break spoilt = null;
            int left = 0;
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (spoilt == null) {
                    spoilt = next.getAndSet(null);
                    left = spoilt == null ? 0 : spoilt.passed();
                }
                int passed = spoilt == null ? read : Math.min(left, read);
                out.write(buffer, 0, passed);
                left -= passed;
                if (spoilt != null && left <= 0) {
                    if (spoilt.ending() == Ending.TRICKLES) {
                        trickle(new ByteArrayInputStream(spoilt.instead()), out);
                        trickle(new ByteArrayInputStream(buffer, passed, read - passed), out);
                        trickle(in, out);
                        break;
                    }
                    out.write(spoilt.instead());
                    if (spoilt.ending() == Ending.SILENT) {
                        return;
                    }
                    client.setSoLinger(spoilt.ending() == Ending.RESET, 0);
                    break;
                }
            }
        } catch (IOException gone) {
            // ended below, as after the last answer
        }
        end(client);
        end(upstream);
    }

    private static void trickle(InputStream in, OutputStream out) throws IOException {
        for (int next = in.read(); next >= 0; next = in.read()) {
            out.write(next);
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private static void end(AutoCloseable connection) {
        try {
            connection.close();
        } catch (Exception alreadyGone) {
            // nothing is left to be ended
        }
    }
}
