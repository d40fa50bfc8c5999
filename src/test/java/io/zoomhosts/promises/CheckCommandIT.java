package io.zoomhosts.promises;

import static org.assertj.core.api.Assertions.assertThat;

import io.zoomhosts.support.DayReport;
import io.zoomhosts.support.Launcher;
import io.zoomhosts.support.RoutesCopy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code bin/zoom-hosts check} reports settings, routes and reports that cannot be used, without Zoom and Kafka. */
class CheckCommandIT {

    @RegisterExtension
    final RoutesCopy routes = new RoutesCopy();

    private final Launcher launcher = new Launcher()
            .set("ZOOM_ACCOUNT_ID", "none")
            .set("ZOOM_CLIENT_ID", "none")
            .set("ZOOM_CLIENT_SECRET", "none");

    @BeforeEach
    void copyRoutes() throws Exception {
        launcher.set("ROUTES_LOCATION", "file:" + routes.folder());
    }

    @Test
    void exit_status_0_for_the_shipped_distribution() throws Exception {
        Launcher.Ended ended = launcher.unset("ROUTES_LOCATION").run("check");

        assertThat(ended.exitStatus()).as(ended.stderr()).isZero();
        assertThat(ended.stderr())
                .isEqualTo("The routes in file:" + Launcher.HOME.resolve("routes") + " can be used\n");
    }

    @Test
    void reports_lists_every_declared_report_without_zoom_and_kafka() throws Exception {
        DayReport.declare(routes.folder(), "guests", "");

        Launcher.Ended ended = launcher.set("KAFKA_BROKERS", "localhost:1").run("reports");

        assertThat(ended.exitStatus()).as(ended.stderr()).isZero();
        assertThat(ended.stdoutLines().get(0).split(" +"))
                .containsExactly("NAME", "PATH", "TOPIC", "SCOPE", "COLLECTED");
        assertThat(ended.stdoutLines())
                .anyMatch(line -> line.matches("hosts +/report/users +zoom\\.hosts +report:read:list_users:admin +yes"))
                .anyMatch(line ->
                        line.matches("guests +/report/guests +zoom\\.hosts\\.guests +report:read:guests:admin +no"));
    }

    @Test
    void exit_status_2_names_the_line_of_a_broken_route() throws Exception {
        routes.eachHost("- nonsense: {}\n");

        Launcher.Ended ended = launcher.run("check");

        assertThat(ended.exitStatus()).isEqualTo(2);
        assertThat(ended.stderr())
                .isEqualTo("yours/each-host.camel.yaml:" + lineOf("nonsense")
                        + ": Unknown node id: nonsense\nThe routes in file:" + routes.folder() + " cannot be used\n");
    }

    /** A user who mounts all routes into a newer image would run an older engine without noticing. */
    @Test
    void reports_an_engine_of_another_version() throws Exception {
        Path engine = routes.path("engine/2-window.camel.yaml");
        Files.writeString(engine, Files.readString(engine).replaceFirst("description: .*", "description: another"));
        Files.move(routes.path("engine/errors.camel.yaml"), routes.path("engine/on-errors.camel.yaml"));

        Launcher.Ended ended = launcher.run("check");

        assertThat(ended.exitStatus()).as(ended.stderr()).isZero();
        assertThat(ended.stderr())
                .contains(
                        "from another version): engine/2-window.camel.yaml, engine/on-errors.camel.yaml.",
                        "can be used");
    }

    @Test
    void reports_missing_credentials_and_broken_routes_together() throws Exception {
        routes.eachHost("- nonsense: {}\n");

        Launcher.Ended ended = launcher.unset("ZOOM_CLIENT_SECRET").run("check");

        assertThat(ended.exitStatus()).isEqualTo(2);
        assertThat(ended.stderr().lines())
                .satisfiesExactly(
                        setting -> assertThat(setting).startsWith("zoom.client-secret (ZOOM_CLIENT_SECRET) is not set"),
                        route ->
                                assertThat(route).startsWith("yours/each-host.camel.yaml:" + lineOf("nonsense") + ": "),
                        end -> assertThat(end).endsWith("cannot be used"));
    }

    @Test
    void reports_that_routes_are_not_checked_when_a_setting_is_invalid() throws Exception {
        Launcher.Ended ended = launcher.set("ZOOM_PAGE_SIZE", "many").run("check");

        assertThat(ended.exitStatus()).isEqualTo(2);
        assertThat(ended.stderr())
                .startsWith("zoom.page-size (ZOOM_PAGE_SIZE) must be a whole number")
                .endsWith("The routes were not checked: fix the configuration first\n");
    }

    private int lineOf(String text) throws IOException {
        List<String> lines = Files.readAllLines(routes.path("yours/each-host.camel.yaml"));
        return 1
                + lines.indexOf(lines.stream()
                        .filter(line -> line.contains(text))
                        .findFirst()
                        .orElseThrow());
    }
}
