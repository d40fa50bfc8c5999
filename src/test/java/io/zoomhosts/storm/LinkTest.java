package io.zoomhosts.storm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zoomhosts.sandbox.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A link passes, holds back, delays and closes. */
@Timeout(30)
class LinkTest {

    private ServerSocket server;
    private Link link;
    private Socket client;
    private Socket served;

    @BeforeEach
    void connect() throws Exception {
        server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        link = Link.start(Ports.free(), server.getLocalPort());
        client = new Socket(InetAddress.getLoopbackAddress(), link.port());
        served = server.accept();
    }

    @AfterEach
    void close() throws Exception {
        link.close();
        client.close();
        served.close();
        server.close();
    }

    @Test
    void passes_in_both_directions() throws Exception {
        send(client, 7);
        assertThat(served.getInputStream().read()).isEqualTo(7);
        send(served, 8);
        assertThat(client.getInputStream().read()).isEqualTo(8);
    }

    @Test
    void holds_back_while_it_is_cut_and_passes_everything_later() throws Exception {
        link.cut();
        send(client, 7);
        served.setSoTimeout(300);
        assertThatThrownBy(() -> served.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);

        link.heal();

        assertThat(served.getInputStream().read()).isEqualTo(7);
    }

    @Test
    void delays_while_it_is_slow() throws Exception {
        link.slow(Duration.ofMillis(300));
        long start = System.nanoTime();

        send(client, 7);

        assertThat(served.getInputStream().read()).isEqualTo(7);
        assertThat(System.nanoTime() - start)
                .isGreaterThan(Duration.ofMillis(290).toNanos());
    }

    @Test
    void closes_all_connections_and_accepts_new_ones() throws Exception {
        link.reset();
        assertThat(client.getInputStream().read()).isEqualTo(-1);

        try (Socket next = new Socket(InetAddress.getLoopbackAddress(), link.port());
                Socket other = server.accept()) {
            send(next, 7);
            assertThat(other.getInputStream().read()).isEqualTo(7);
        }
    }

    private static void send(Socket socket, int value) throws IOException {
        socket.getOutputStream().write(value);
        socket.getOutputStream().flush();
    }
}
