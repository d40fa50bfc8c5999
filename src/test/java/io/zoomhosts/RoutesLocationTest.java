package io.zoomhosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ROUTES_LOCATION} and {@code ROUTES_RELOAD}: where the routes are read from. */
class RoutesLocationTest {

    private final ShippedSettings settings = new ShippedSettings();

    @Test
    void reads_routes_from_a_folder(@TempDir Path folder) throws IOException {
        Files.createDirectory(folder.resolve("engine"));
        Files.createFile(folder.resolve("engine/start.camel.yaml"));

        assertThat(settings.set("routes.location", "file:" + folder).read().routes())
                .isEqualTo("file:" + folder);
        assertThat(settings.set("routes.location", "file:" + folder + "//")
                        .read()
                        .routes())
                .isEqualTo("file:" + folder);
    }

    @Test
    void rejects_a_folder_without_routes(@TempDir Path folder) throws IOException {
        Files.createFile(folder.resolve("routes.yaml"));
        Files.createDirectory(folder.resolve("routes"));
        Files.createFile(folder.resolve("routes").resolve("start.camel.yaml"));

        assertThat(settings.set("routes.location", "file:" + folder).problems())
                .isEqualTo(
                        "routes.location (ROUTES_LOCATION) must be a folder with *.camel.yaml files in engine/, and this folder"
                                + " has none");
    }

    @Test
    void names_a_route_file_that_cannot_be_read(@TempDir Path folder) throws IOException {
        Files.createFile(Files.createDirectory(folder.resolve("engine")).resolve("start.camel.yaml"));
        Path yours = Files.createDirectory(folder.resolve("yours"));
        Path hook = Files.createFile(yours.resolve("each-host.camel.yaml"));

        assertThat(unreadable(folder, hook))
                .startsWith("routes.location (ROUTES_LOCATION) must be readable: the user of this process cannot read '"
                        + hook + "'");
        assertThat(unreadable(folder, yours))
                .startsWith("routes.location (ROUTES_LOCATION) must be readable: the user of this process cannot read '"
                        + yours + "'");
    }

    /** Editors create such links as locks. */
    @Test
    void ignores_a_dangling_link_beside_routes(@TempDir Path folder) throws IOException {
        Path engine = Files.createDirectory(folder.resolve("engine"));
        Files.createFile(engine.resolve("start.camel.yaml"));
        Files.createSymbolicLink(engine.resolve(".#start.camel.yaml"), Path.of("nobody@nowhere.1"));

        assertThat(settings.set("routes.location", "file:" + folder).read().routes())
                .isEqualTo("file:" + folder);
    }

    private String unreadable(Path folder, Path file) throws IOException {
        Set<PosixFilePermission> before = Files.getPosixFilePermissions(file);
        Files.setPosixFilePermissions(file, Set.of());
        try {
            assumeThat(Files.isReadable(file)).as("root reads everything").isFalse();
            return settings.set("routes.location", "file:" + folder).problems();
        } finally {
            Files.setPosixFilePermissions(file, before);
        }
    }

    @Test
    void routes_reload_needs_a_folder() {
        assertThat(settings.set("routes.reload", "true")
                        .set("routes.location", "classpath:routes")
                        .problems())
                .startsWith("routes.reload (ROUTES_RELOAD) needs routes in a folder");
    }

    @Test
    void rejects_a_file_instead_of_a_folder(@TempDir Path folder) throws IOException {
        Path file = Files.createFile(folder.resolve("start.camel.yaml"));

        assertThat(settings.set("routes.location", "file:" + file).problems())
                .contains("routes.location (ROUTES_LOCATION)");
    }

    @Test
    void reads_the_routes_of_the_distribution_by_default(@TempDir Path home) throws IOException {
        Files.createDirectories(home.resolve("routes/engine"));
        Files.createFile(home.resolve("routes/engine/1-triggers.camel.yaml"));

        assertThat(settings.set("zoom-hosts.home", home.toString()).read().routes())
                .isEqualTo("file:" + home + "/routes");
    }

    @Test
    void routes_location_overrides_the_distribution(@TempDir Path home) {
        settings.set("zoom-hosts.home", home.toString()).set("routes.location", "classpath:routes");

        assertThat(settings.read().routes()).isEqualTo("classpath:routes");
    }

    @Test
    void reports_a_distribution_without_routes(@TempDir Path home) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(
                        () -> settings.set("zoom-hosts.home", home.toString()).read())
                .withMessageContainingAll("routes.location (ROUTES_LOCATION)", home.toString());
    }
}
