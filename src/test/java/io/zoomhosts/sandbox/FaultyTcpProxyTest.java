package io.zoomhosts.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The proxy forwards everything except the answer that it is set to break. */
@Timeout(60)
class FaultyTcpProxyTest {

    private ServerSocket server;
    private FaultyTcpProxy proxy;

    /** A server that answers each byte with ten bytes. */
    @BeforeEach
    void start() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        CompletableFuture.runAsync(() -> {
            try {
                while (true) {
                    Socket client = server.accept();
                    CompletableFuture.runAsync(() -> answer(client));
                }
            } catch (IOException closed) {
                // the test is over
            }
        });
        proxy = FaultyTcpProxy.to(URI.create("http://127.0.0.1:" + server.getLocalPort()));
    }

    private static void answer(Socket client) {
        try (client) {
            while (client.getInputStream().read() >= 0) {
                client.getOutputStream().write("0123456789".getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException gone) {
            // the proxy broke the connection
        }
    }

    @AfterEach
    void close() throws IOException {
        proxy.close();
        server.close();
    }

    @Test
    void forwards_everything() throws IOException {
        try (Socket client = connect()) {
            assertThat(ask(client, 10)).isEqualTo("0123456789");
            assertThat(ask(client, 10)).isEqualTo("0123456789");
        }
    }

    @Test
    void resets_the_connection_in_the_middle_of_an_answer() throws IOException {
        try (Socket client = connect()) {
            ask(client, 10);
            proxy.resetAfter(4);

            assertThat(ask(client, 4)).isEqualTo("0123");
            assertThatExceptionOfType(SocketException.class)
                    .isThrownBy(() -> client.getInputStream().read())
                    .withMessageContaining("reset");
        }
        try (Socket next = connect()) {
            assertThat(ask(next, 10)).isEqualTo("0123456789");
        }
    }

    @Test
    void closes_the_connection_before_an_answer() throws IOException {
        try (Socket client = connect()) {
            proxy.closeAfter(0);

            assertThat(ask(client, 10)).isEmpty();
        }
    }

    @Test
    void goes_silent_in_the_middle_of_an_answer() throws IOException {
        try (Socket client = connect()) {
            proxy.silentAfter(4);
            client.setSoTimeout(200);

            assertThat(ask(client, 4)).isEqualTo("0123");
            assertThatExceptionOfType(SocketTimeoutException.class)
                    .isThrownBy(() -> client.getInputStream().read());
        }
    }

    @Test
    void sends_another_answer() throws IOException {
        try (Socket client = connect()) {
            proxy.answerWith("banana");

            assertThat(ask(client, 10)).isEqualTo("banana");
        }
    }

    @Test
    void is_unreachable_until_it_is_up_again() throws IOException {
        Socket before = connect();
        ask(before, 10);

        proxy.down();

        assertThatExceptionOfType(ConnectException.class).isThrownBy(this::connect);
        assertThat(ended(before)).isTrue();

        proxy.up();

        try (Socket client = connect()) {
            assertThat(ask(client, 10)).isEqualTo("0123456789");
        }
    }

    private static boolean ended(Socket socket) {
        try (socket) {
            return socket.getInputStream().read() < 0;
        } catch (IOException reset) {
            return true;
        }
    }

    private Socket connect() throws IOException {
        URI address = URI.create(proxy.through(URI.create("http://127.0.0.1:1/v2")));
        return new Socket(address.getHost(), address.getPort());
    }

    /** Sends one byte and returns up to {@code bytes} bytes of the answer. */
    private static String ask(Socket client, int bytes) throws IOException {
        client.getOutputStream().write('?');
        return new String(client.getInputStream().readNBytes(bytes), StandardCharsets.UTF_8);
    }
}
