package io.zoomhosts.storm;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/**
 * A network link on loopback: a TCP proxy to a port, which can be cut or slowed down. While it is cut, connections stay open and
 * nothing passes, as when a switch fails; later everything arrives, as after TCP's retransmissions. Thread-safe.
 */
final class Link implements AutoCloseable {

    private static final Duration WHOLE = Duration.ZERO;

    private final int target;
    private final ServerSocket listening;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "link");
        thread.setDaemon(true);
        return thread;
    });
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private boolean cut;
    private Duration delay = WHOLE;

    private Link(ServerSocket listening, int target) {
        this.listening = listening;
        this.target = target;
    }

    /**
     * Starts a link.
     *
     * @param port where it listens
     * @param target port that it leads to; nothing needs to listen there yet
     */
    static Link start(int port, int target) throws IOException {
        Link link = new Link(new ServerSocket(port, 50, InetAddress.getLoopbackAddress()), target);
        link.threads.execute(link::accept);
        return link;
    }

    int port() {
        return listening.getLocalPort();
    }

    synchronized void cut() {
        cut = true;
    }

    /** Delays everything that passes, in each direction. */
    synchronized void slow(Duration by) {
        delay = by;
    }

    /** Lets everything pass again, at once. */
    synchronized void heal() {
        cut = false;
        delay = WHOLE;
        notifyAll();
    }

    /** Closes all connections; new ones are possible. */
    void reset() {
        sockets.forEach(this::end);
    }

    @Override
    public void close() {
        close(listening);
        reset();
        threads.shutdownNow();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listening.accept();
                threads.execute(() -> connect(client));
            }
        } catch (IOException closed) {
            // no more connections
        }
    }

    private void connect(Socket client) {
        Socket server = new Socket();
        sockets.add(client);
        sockets.add(server);
        try {
            pass();
            server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            threads.execute(() -> copy(client, server));
            copy(server, client);
        } catch (IOException | InterruptedException gone) {
            end(client);
        }
    }

    private void copy(Socket from, Socket to) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[16_384];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                pass();
                out.write(buffer, 0, read);
            }
        } catch (IOException | InterruptedException gone) {
            // closed below
        }
        end(from);
        end(to);
    }

    /** Waits until the link is not cut, and then for its delay. */
    private void pass() throws InterruptedException {
        long nanos;
        synchronized (this) {
            while (cut) {
                wait();
            }
            nanos = delay.toNanos();
        }
        LockSupport.parkNanos(nanos);
    }

    private void end(Socket socket) {
        sockets.remove(socket);
        close(socket);
    }

    private static void close(AutoCloseable connection) {
        try {
            connection.close();
        } catch (Exception alreadyGone) {
            // it is closed already
        }
    }
}
