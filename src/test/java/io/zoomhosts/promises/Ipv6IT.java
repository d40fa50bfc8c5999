package io.zoomhosts.promises;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.zoomhosts.demo.EmbeddedKafka;
import io.zoomhosts.demo.KafkaBroker;
import io.zoomhosts.sandbox.Ports;
import io.zoomhosts.support.Launcher;
import io.zoomhosts.support.ManagementClient;
import io.zoomhosts.support.Rig;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Zoom, Kafka, health and page on ::1, with no address of IPv4. */
class Ipv6IT {

    private static final String ADDRESS = "[::1]";
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @BeforeAll
    static void there_is_ipv6() throws Exception {
        assumeThat(NetworkInterface.getByInetAddress(InetAddress.getByName(ADDRESS)))
                .as("this machine has no IPv6")
                .isNotNull();
    }

    @Test
    void everything_works_over_ipv6_only(@TempDir Path database) throws Exception {
        int port = Ports.free();
        int controller = Ports.free();
        Map<String, String> listeners = Map.of(
                "listeners",
                EmbeddedKafka.CLIENTS + "://" + ADDRESS + ":" + port + ",CONTROLLER://" + ADDRESS + ":" + controller,
                "controller.quorum.voters",
                "1@" + ADDRESS + ":" + controller);
        try (EmbeddedKafka started = EmbeddedKafka.start(port, listeners);
                Rig rig = Rig.start(ipv6(started), Rig.options().withHost("::1"))) {
            assertThat(rig.zoom().apiUrl().getHost()).isEqualTo(ADDRESS);
            int management = Ports.free();
            try (Launcher.Started service = rig.launcher()
                    .set("MANAGEMENT_HOST", "::1")
                    .set("MANAGEMENT_PORT", String.valueOf(management))
                    .start()) {
                await().atMost(PATIENCE).until(() -> rig.missing().isEmpty());

                assertThat(ManagementClient.get(ADDRESS, management, "/observe/health/ready")
                                .statusCode())
                        .isEqualTo(200);
                service.process().destroy();
                service.end();
            }
            int page = Ports.free();
            try (Launcher.Started licences = rig.launcher()
                    .set("LICENCES_HOST", "::1")
                    .set("LICENCES_PORT", String.valueOf(page))
                    .set("LICENCES_FOLDER", database.toString())
                    .start("licences")) {
                await().atMost(PATIENCE).ignoreExceptions().until(() -> ManagementClient.get(ADDRESS, page, "/")
                        .body()
                        .contains("sandbox-account"));
                licences.process().destroy();
            }
        }
    }

    private static KafkaBroker ipv6(EmbeddedKafka kafka) {
        return new KafkaBroker() {
            @Override
            public String bootstrapServers() {
                return ADDRESS + ":" + kafka.port();
            }

            @Override
            public void close() {
                // the test closes the broker
            }
        };
    }
}
