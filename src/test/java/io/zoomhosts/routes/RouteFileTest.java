package io.zoomhosts.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files of a location are route files. */
class RouteFileTest {

    @TempDir
    private Path folder;

    private final CamelContext context = new DefaultCamelContext();

    @BeforeEach
    void start() {
        context.start();
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void reads_by_folder_and_then_by_name() throws Exception {
        write("yours/a.camel.yaml");
        write("engine/z.camel.yaml");
        write("engine/b.camel.yaml");
        write("reports/c.camel.yaml");
        write("licences/d.camel.yaml");
        write("engine/notes.txt");
        write("yours/..data/a.camel.yaml");

        assertThat(RouteFile.in(context, "file:" + folder))
                .extracting(RouteFile::name)
                .containsExactly(
                        "engine/b.camel.yaml", "engine/z.camel.yaml", "reports/c.camel.yaml", "yours/a.camel.yaml");
    }

    /** A ConfigMap is mounted as links to a hidden folder. */
    @Test
    void reads_a_link() throws Exception {
        Path data = write("yours/..data/a.camel.yaml");
        Files.createSymbolicLink(folder.resolve("yours/a.camel.yaml"), data);

        assertThat(RouteFile.in(context, "file:" + folder))
                .extracting(RouteFile::name)
                .containsExactly("yours/a.camel.yaml");
    }

    /** Camel fails on a folder that is missing. */
    @Test
    void names_only_folders_with_files_to_camel() throws Exception {
        write("engine/a.camel.yaml");
        Files.createDirectory(folder.resolve("yours"));

        assertThat(RouteFile.includePattern(context, "file:" + folder))
                .isEqualTo("file:" + folder + "/engine/*.camel.yaml");
    }

    @Test
    void refuses_to_name_anything_while_a_file_is_misplaced() throws Exception {
        write("engine/a.camel.yaml");
        write("b.camel.yaml");

        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> RouteFile.includePattern(context, "file:" + folder))
                .withMessageStartingWith("b.camel.yaml: this file is in none of engine/, reports/, yours/");
    }

    @Test
    void reads_the_same_files_from_the_class_path() throws Exception {
        assertThat(RouteFile.in(context, "classpath:routes"))
                .extracting(RouteFile::name)
                .containsExactlyElementsOf(RouteFile.in(context, "file:src/main/resources/routes").stream()
                        .map(RouteFile::name)
                        .toList());
        assertThat(RouteFile.includePattern(context, "classpath:routes"))
                .isEqualTo("classpath:routes/engine/*.camel.yaml,classpath:routes/reports/*.camel.yaml,"
                        + "classpath:routes/yours/*.camel.yaml");
    }

    private Path write(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, "- route: {}\n");
    }
}
