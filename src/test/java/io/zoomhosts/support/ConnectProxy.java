package io.zoomhosts.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An HTTP CONNECT proxy, as companies have them: the only way to a server whose name does not resolve. */
public final class ConnectProxy implements AutoCloseable {

    private final ServerSocket clients = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final InetSocketAddress server;
    private final String authorization;
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile int refusal;

    /**
     * @param server the server that every name leads to
     * @param user required {@code user:password}; null for none
     */
    public ConnectProxy(URI server, String user) throws IOException {
        this.server = new InetSocketAddress(server.getHost(), server.getPort());
        this.authorization = user == null
                ? null
                : "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
        threads.execute(this::accept);
    }

    public int port() {
        return clients.getLocalPort();
    }

    /** Request lines of the requests that were let through. */
    public List<String> asked() {
        return asked;
    }

    /** From now on answers every request with this status. */
    public void refuse(int status) {
        refusal = status;
    }

    private void accept() {
        try {
            while (true) {
                Socket client = clients.accept();
                sockets.add(client);
                threads.execute(() -> serve(client));
            }
        } catch (IOException closed) {
            // the test is over
        }
    }

    private void serve(Socket client) {
        try (client;
                Socket upstream = new Socket()) {
            for (String head = head(client.getInputStream()); !head.isEmpty(); head = head(client.getInputStream())) {
                if (authorization != null && !head.contains("Proxy-Authorization: " + authorization + "\r\n")) {
                    say(client, "407 No", "Proxy-Authenticate: Basic realm=\"out\"\r\n");
                } else if (refusal != 0) {
                    say(client, refusal + " No", "");
                } else {
                    asked.add(head.lines().findFirst().orElseThrow());
                    sockets.add(upstream);
                    upstream.connect(server);
                    boolean tunnel = head.startsWith("CONNECT ");
                    if (tunnel) {
                        client.getOutputStream().write("HTTP/1.1 200 Yes\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                    } else {
                        upstream.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
                    }
                    threads.execute(() -> pump(upstream, client));
                    pump(client, upstream);
                    return;
                }
            }
        } catch (IOException gone) {
            // the client closed its connection
        }
    }

    private static void say(Socket client, String status, String header) throws IOException {
        String answer = "HTTP/1.1 " + status + "\r\n" + header + "Content-Length: 2\r\n\r\nno";
        client.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
    }

    /** A request up to its empty line; empty at the end of the connection. */
    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        for (int next = in.read(); next >= 0; next = in.read()) {
            head.append((char) next);
            if (head.length() > 3 && head.substring(head.length() - 4).equals("\r\n\r\n")) {
                return head.toString();
            }
        }
        return "";
    }

    private static void pump(Socket from, Socket to) {
        try (to) {
            OutputStream out = to.getOutputStream();
            from.getInputStream().transferTo(out);
        } catch (IOException gone) {
            // the other side closed it
        }
    }

    @Override
    public void close() throws IOException {
        clients.close();
        for (Socket socket : sockets) {
            socket.close();
        }
        threads.shutdownNow();
    }
}
