package io.zoomhosts.promises;

import static org.assertj.core.api.Assertions.assertThat;

import io.zoomhosts.support.Launcher;
import io.zoomhosts.support.RoutesCopy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bin/zoom-hosts check}: neither Zoom nor Kafka is there. */
class CheckCommandIT {

    @TempDir
    private Path folder;

    private final Launcher launcher = new Launcher()
            .set("ZOOM_ACCOUNT_ID", "none")
            .set("ZOOM_CLIENT_ID", "none")
            .set("ZOOM_CLIENT_SECRET", "none");

    @BeforeEach
    void copyRoutes() throws Exception {
        RoutesCopy.copyTo(folder);
        launcher.set("ROUTES_LOCATION", "file:" + folder);
    }

    @Test
    void exits_with_0_for_the_distribution_as_it_is() throws Exception {
        Launcher.Ended ended = launcher.unset("ROUTES_LOCATION").run("check");

        assertThat(ended.exitStatus()).as(ended.stderr()).isZero();
        assertThat(ended.stderr())
                .isEqualTo("The routes in file:" + Launcher.HOME.resolve("routes") + " can be used\n");
    }

    @Test
    void exits_with_2_and_names_the_line_of_a_broken_route() throws Exception {
        RoutesCopy.eachHost(folder, "- nonsense: {}\n");

        Launcher.Ended ended = launcher.run("check");

        assertThat(ended.exitStatus()).isEqualTo(2);
        assertThat(ended.stderr())
                .isEqualTo("yours/each-host.camel.yaml:" + lineOf("nonsense")
                        + ": Unknown node id: nonsense\nThe routes in file:" + folder + " cannot be used\n");
    }

    /** Whoever mounts all routes into a newer image would run an older engine, and not know. */
    @Test
    void says_that_the_engine_is_of_another_version() throws Exception {
        Path engine = folder.resolve("engine/2-window.camel.yaml");
        Files.writeString(engine, Files.readString(engine).replaceFirst("description: .*", "description: another"));
        Files.move(folder.resolve("engine/errors.camel.yaml"), folder.resolve("engine/on-errors.camel.yaml"));

        Launcher.Ended ended = launcher.run("check");

        assertThat(ended.exitStatus()).as(ended.stderr()).isZero();
        assertThat(ended.stderr())
                .contains(
                        "of another version: engine/2-window.camel.yaml, engine/on-errors.camel.yaml.", "can be used");
    }

    @Test
    void names_settings_and_routes_at_once_where_credentials_are_missing() throws Exception {
        RoutesCopy.eachHost(folder, "- nonsense: {}\n");

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
    void says_that_routes_are_not_checked_where_another_setting_is_wrong() throws Exception {
        Launcher.Ended ended = launcher.set("ZOOM_PAGE_SIZE", "many").run("check");

        assertThat(ended.exitStatus()).isEqualTo(2);
        assertThat(ended.stderr())
                .startsWith("zoom.page-size (ZOOM_PAGE_SIZE) must be a whole number")
                .endsWith("The routes were not checked: the configuration has to be usable first\n");
    }

    private int lineOf(String text) throws IOException {
        List<String> lines = Files.readAllLines(folder.resolve("yours/each-host.camel.yaml"));
        return 1
                + lines.indexOf(lines.stream()
                        .filter(line -> line.contains(text))
                        .findFirst()
                        .orElseThrow());
    }
}
