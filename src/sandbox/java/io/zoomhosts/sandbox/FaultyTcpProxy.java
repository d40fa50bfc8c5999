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
 * A TCP proxy between a client and a server on this machine. It forwards everything until it is set to break the next
 * answer, on whichever connection that arrives; later answers are whole again. Thread-safe.
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
     * @param instead what the client gets instead of the rest
     * @param ending what happens to the connection then
     */
    private record Break(int passed, byte[] instead, Ending ending) {}

    /** Pause between two bytes of an answer that trickles. */
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

    /** Starts a proxy to the host and port of an address, on a free port of 127.0.0.1, which nothing else takes while it is down. */
    public static FaultyTcpProxy to(URI address) throws IOException {
        FaultyTcpProxy line = new FaultyTcpProxy(new InetSocketAddress(address.getHost(), address.getPort()));
        line.listen(Ports.free());
        return line;
    }

    /** The same address through this proxy. */
    public String through(URI address) {
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

    /** Lets that many bytes of the next answer pass, then goes silent; the connection stays open. */
    public void silentAfter(int bytes) {
        next.set(new Break(bytes, new byte[0], Ending.SILENT));
    }

    /** Lets that many bytes of the next answer pass, then the rest of the connection at 20 bytes per second. */
    public void trickleAfter(int bytes) {
        next.set(new Break(bytes, new byte[0], Ending.TRICKLES));
    }

    /** Sends this instead of the next answer, status line and headers included, at 20 bytes per second. */
    public void trickle(String answer) {
        next.set(new Break(0, answer.getBytes(StandardCharsets.UTF_8), Ending.TRICKLES));
    }

    /** Sends this instead of the next answer, status line and headers included, then closes the connection. */
    public void answerWith(String answer) {
        next.set(new Break(0, answer.getBytes(StandardCharsets.UTF_8), Ending.CLOSED));
    }

    /** Closes all connections and refuses new ones until {@link #up}. */
    public void down() throws IOException {
        clients.close();
        accepting.join(); // a thread in accept() keeps the port open
        sockets.forEach(FaultyTcpProxy::end);
    }

    /** Listens again on the same port. */
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
            // closed below, as after the last request
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
            // closed below, as after the last answer
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
            // it is closed already
        }
    }
}
