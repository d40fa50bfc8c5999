package io.zoomhosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.zoomhosts.broker.KafkaBroker;
import io.zoomhosts.broker.WithKafka;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Health, metrics and info: what is served, and to whom. */
@ExtendWith(WithKafka.class)
class ManagementIT {

    /** What Camel could serve beside that, and the doors that are usual elsewhere. */
    private static final List<String> SHUT = List.of(
            "/",
            "/observe/dev",
            "/observe/env",
            "/observe/heapdump",
            "/observe/jolokia",
            "/observe/loggers",
            "/observe/routes",
            "/observe/threaddump",
            "/q/dev",
            "/q/dev/properties",
            "/q/dev/variables",
            "/q/download/",
            "/q/health",
            "/q/info",
            "/q/jolokia",
            "/q/send/",
            "/q/upload/a",
            "/actuator",
            "/platform-http");

    @Test
    void should_serve_health_metrics_and_info_to_this_machine_and_nothing_else(KafkaBroker kafka) throws Exception {
        try (Rig rig = Rig.start(kafka)) {
            int port = Management.freePort();
            try (Launcher.Started service =
                    rig.launcher().set("MANAGEMENT_PORT", String.valueOf(port)).start()) {
                await().atMost(Duration.ofSeconds(120)).until(() -> Management.answers(port));

                assertThat(Management.OPEN).allSatisfy(path -> assertThat(
                                Management.get("127.0.0.1", port, path).statusCode())
                        .isEqualTo(200));
                assertThat(SHUT).allSatisfy(path -> assertThat(
                                Management.get("127.0.0.1", port, path).statusCode())
                        .isEqualTo(404));
                List<InetAddress> others = addressesOfThisMachine();
                assumeThat(others).as("addresses other than loopback").isNotEmpty();
                assertThat(others).allSatisfy(other -> assertThatExceptionOfType(ConnectException.class)
                        .isThrownBy(() -> new Socket(other, port).close()));
                assertThat(service.process().isAlive()).isTrue();
            }
        }
    }

    private static List<InetAddress> addressesOfThisMachine() throws SocketException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress())
                .toList();
    }
}
