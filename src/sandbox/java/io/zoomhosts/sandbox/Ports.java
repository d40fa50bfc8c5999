package io.zoomhosts.sandbox;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports of servers on this machine that stop and start again. */
public final class Ports {

    private Ports() {}

    /**
     * A free port below 32768. Linux gives ports from 32768 upwards to clients, and to servers that ask for any port, so none of them
     * takes it while its server is down.
     */
    public static int free() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
            try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return free.getLocalPort();
            } catch (IOException taken) {
                // try the next one
            }
        }
    }
}
