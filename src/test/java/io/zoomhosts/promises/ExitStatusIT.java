package io.zoomhosts.promises;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.zoomhosts.ZoomHosts;
import io.zoomhosts.demo.KafkaBroker;
import io.zoomhosts.support.Launcher;
import io.zoomhosts.support.Rig;
import io.zoomhosts.support.RoutesCopy;
import io.zoomhosts.support.WithKafka;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Invalid input gives exit status 2 or 1 and one message that names what to set. */
@ExtendWith(WithKafka.class)
class ExitStatusIT {

    private static final LocalDate TODAY = LocalDate.now(ZoneOffset.UTC);

    private static final String[] COLLECT = {"collect", "--from", TODAY.toString(), "--to", TODAY.toString()};

    static Stream<Arguments> badArguments() {
        String today = TODAY.toString();
        return Stream.of(
                arguments("--type idle --from " + today + " --to " + today, "--type"),
                arguments("--from " + today + " --to " + TODAY.minusDays(1), "is after --to"),
                arguments("--from 2026-02-30 --to " + today, "--from"),
                arguments("--from " + today + " --to tomorrow", "--to"),
                arguments("--from " + TODAY.minusMonths(7) + " --to " + today, "6 months"),
                arguments("--from " + today + " --to " + TODAY.plusDays(2), "in the future"),
                arguments("--from " + today, "--to"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badArguments")
    void exit_status_2_for_invalid_arguments(String given, String named, KafkaBroker kafka) throws Exception {
        try (Rig rig = Rig.start(kafka)) {
            assertRefused(rig, rig.launcher().run(("collect " + given).split(" ")), named);
        }
    }

    static Stream<Arguments> badSettings() {
        return Stream.of(
                arguments("ZOOM_ACCOUNT_ID", ""),
                arguments("ZOOM_CLIENT_ID", ""),
                arguments("ZOOM_CLIENT_SECRET", ""),
                arguments("ZOOM_PAGE_SIZE", "0"),
                arguments("ZOOM_PAGE_SIZE", "301"),
                arguments("ZOOM_SCHEDULE", "now and then"),
                arguments("ZOOM_TIME_ZONE", "Mars/Olympus"),
                arguments("ZOOM_API_URL", "http://zoom.example/v2"),
                arguments("ROUTES_LOCATION", "file:/no/such/folder"));
    }

    @ParameterizedTest(name = "{0}={1}")
    @MethodSource("badSettings")
    void exit_status_2_for_invalid_settings(String variable, String value, KafkaBroker kafka) throws Exception {
        try (Rig rig = Rig.start(kafka)) {
            Launcher launcher = rig.launcher().set(variable, value);

            assertRefused(rig, launcher.run(), variable);
            assertRefused(rig, launcher.run(COLLECT), variable);
        }
    }

    @Test
    void exit_status_2_names_file_and_line_of_a_broken_route(KafkaBroker kafka, @TempDir Path folder) throws Exception {
        try (Rig rig = Rig.start(kafka)) {
            RoutesCopy.copyTo(folder);
            Path route = folder.resolve("engine/4-kafka.camel.yaml");
            String shipped = Files.readString(route);
            assertThat(shipped).containsOnlyOnce("method: rows");
            Files.writeString(route, shipped.replace("method: rows", "mehtod: rows"));

            Launcher.Ended ended =
                    rig.launcher().set("ROUTES_LOCATION", "file:" + folder).run();

            int line = (int) shipped.lines()
                            .takeWhile(each -> !each.contains("method: rows"))
                            .count()
                    + 1;
            assertRefused(rig, ended, "engine/4-kafka.camel.yaml:" + line + ": Unsupported field: mehtod");
        }
    }

    /** Guards against Camel's message, which quotes the value. */
    @Test
    void does_not_quote_the_value_of_an_unknown_kafka_setting(KafkaBroker kafka) throws Exception {
        try (Rig rig = Rig.start(kafka)) {
            Launcher.Ended ended = rig.launcher()
                    .set("CAMEL_COMPONENT_KAFKA_SSL_TRUSTSTORE_PASSWROD", "hunter2")
                    .run();

            assertRefused(rig, ended, "CAMEL_COMPONENT_KAFKA_SSL_TRUSTSTORE_PASSWROD is not an option");
            assertThat(ended.stderr()).doesNotContain("hunter2");
        }
    }

    @Test
    void names_the_setting_of_a_management_port_that_is_taken(KafkaBroker kafka) throws Exception {
        try (Rig rig = Rig.start(kafka);
                ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            Launcher.Ended ended = rig.launcher()
                    .set("MANAGEMENT_PORT", String.valueOf(taken.getLocalPort()))
                    .run();

            assertRefused(rig, ended, "MANAGEMENT_PORT");
        }
    }

    @Test
    void names_the_setting_of_a_broker_without_an_address(KafkaBroker kafka) throws Exception {
        try (Rig rig = Rig.start(kafka)) {
            Launcher.Ended ended =
                    rig.launcher().set("KAFKA_BROKERS", "kafka.invalid:9092").run(COLLECT);

            assertThat(ended.exitStatus()).isEqualTo(ZoomHosts.FAILED);
            assertThat(ended.stderr()).contains("KAFKA_BROKERS").doesNotContain("routes.location", "\tat ");
        }
    }

    @Test
    void runs_exits_with_2_for_invalid_settings(KafkaBroker kafka) throws Exception {
        try (Rig rig = Rig.start(kafka)) {
            for (String variable : List.of("ZOOM_HOSTS_TOPIC", "LOG_LEVEL", "LOG_FORMAT")) {
                assertRefused(rig, rig.launcher().set(variable, "no good").run("runs"), variable);
            }
            assertRefused(rig, rig.launcher().run("runs", "--every"), "--every");
            assertRefused(
                    rig,
                    rig.launcher().set("CAMEL_COMPONENT_KAFKA_TRUST", "all").run("runs"),
                    "CAMEL_COMPONENT_KAFKA_TRUST is not an option");
        }
    }

    @Test
    void runs_names_the_setting_of_an_unreachable_broker(KafkaBroker kafka) throws Exception {
        try (Rig rig = Rig.start(kafka)) {
            Launcher.Ended ended =
                    rig.launcher().set("KAFKA_BROKERS", "kafka.invalid:9092").run("runs");

            assertThat(ended.exitStatus()).isEqualTo(ZoomHosts.FAILED);
            assertThat(ended.stderr()).contains("KAFKA_BROKERS").hasLineCount(1);
            assertThat(ended.stdout()).isEmpty();
        }
    }

    @Test
    void names_the_setting_of_an_unreachable_broker(KafkaBroker kafka) throws Exception {
        try (Rig rig = Rig.start(kafka)) {
            Launcher.Ended ended =
                    rig.launcher().set("KAFKA_BROKERS", "127.0.0.1:1").run(COLLECT);

            assertThat(ended.exitStatus()).isEqualTo(ZoomHosts.FAILED);
            assertThat(ended.stderr()).contains("KAFKA_BROKERS").doesNotContain("\tat ");
        }
    }

    @Test
    void names_the_setting_of_an_unreachable_zoom(KafkaBroker kafka) throws Exception {
        try (Rig rig = Rig.start(kafka)) {
            Launcher.Ended ended = rig.launcher()
                    .set("ZOOM_OAUTH_URL", "http://127.0.0.1:1/oauth/token")
                    .run(COLLECT);

            assertThat(ended.exitStatus()).isEqualTo(ZoomHosts.FAILED);
            assertThat(ended.stderr()).contains("ZOOM_OAUTH_URL").doesNotContain("\tat ");
            assertThat(rig.runs().committed()).isEmpty();
        }
    }

    private static void assertRefused(Rig rig, Launcher.Ended ended, String named) throws IOException {
        assertThat(ended.exitStatus()).as(ended.stderr()).isEqualTo(ZoomHosts.UNUSABLE);
        assertThat(ended.stderr()).contains(named).doesNotContain("\tat ", "Exception");
        assertThat(ended.stdout()).isEmpty();
        assertThat(rig.hosts().committed()).isEmpty();
        assertThat(rig.runs().committed()).isEmpty();
    }
}
