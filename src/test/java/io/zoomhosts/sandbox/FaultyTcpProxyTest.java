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

/** The line passes everything on but the answer that it was told to spoil. */
@Timeout(60)
class FaultyTcpProxyTest {

    private ServerSocket server;
    private FaultyTcpProxy line;

    /** A server that answers every byte with ten. */
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
        line = FaultyTcpProxy.to(URI.create("http://127.0.0.1:" + server.getLocalPort()));
    }

    private static void answer(Socket client) {
        try (client) {
            while (client.getInputStream().read() >= 0) {
                client.getOutputStream().write("0123456789".getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException gone) {
            // the line was broken
        }
    }

    @AfterEach
    void close() throws IOException {
        line.close();
        server.close();
    }

    @Test
    void should_pass_everything_on() throws IOException {
        try (Socket client = connect()) {
            assertThat(ask(client, 10)).isEqualTo("0123456789");
            assertThat(ask(client, 10)).isEqualTo("0123456789");
        }
    }

    @Test
    void should_reset_the_connection_in_the_middle_of_an_answer() throws IOException {
        try (Socket client = connect()) {
            ask(client, 10);
            line.resetAfter(4);

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
    void should_close_the_connection_before_an_answer() throws IOException {
        try (Socket client = connect()) {
            line.closeAfter(0);

            assertThat(ask(client, 10)).isEmpty();
        }
    }

    @Test
    void should_fall_silent_in_the_middle_of_an_answer() throws IOException {
        try (Socket client = connect()) {
            line.silentAfter(4);
            client.setSoTimeout(200);

            assertThat(ask(client, 4)).isEqualTo("0123");
            assertThatExceptionOfType(SocketTimeoutException.class)
                    .isThrownBy(() -> client.getInputStream().read());
        }
    }

    @Test
    void should_say_something_else() throws IOException {
        try (Socket client = connect()) {
            line.say("banana");

            assertThat(ask(client, 10)).isEqualTo("banana");
        }
    }

    @Test
    void should_be_out_of_reach_until_it_is_up_again() throws IOException {
        Socket before = connect();
        ask(before, 10);

        line.down();

        assertThatExceptionOfType(ConnectException.class).isThrownBy(this::connect);
        assertThat(ended(before)).isTrue();

        line.up();

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
        URI address = URI.create(line.over(URI.create("http://127.0.0.1:1/v2")));
        return new Socket(address.getHost(), address.getPort());
    }

    /** What comes back for one byte, up to that many bytes. */
    private static String ask(Socket client, int bytes) throws IOException {
        client.getOutputStream().write('?');
        return new String(client.getInputStream().readNBytes(bytes), StandardCharsets.UTF_8);
    }
}
