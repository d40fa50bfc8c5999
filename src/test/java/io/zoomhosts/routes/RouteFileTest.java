package io.zoomhosts.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The route files of a location, and files that are misplaced. */
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
        write("elsewhere/e.camel.yaml");
        write("engine/notes.txt");
        write("yours/..data/a.camel.yaml");

        assertThat(RouteFile.in(context, "file:" + folder))
                .extracting(RouteFile::name)
                .containsExactly(
                        "engine/b.camel.yaml",
                        "engine/z.camel.yaml",
                        "licences/d.camel.yaml",
                        "reports/c.camel.yaml",
                        "yours/a.camel.yaml");
    }

    /** A Kubernetes ConfigMap is mounted as links into a hidden folder. */
    @Test
    void reads_a_link() throws Exception {
        Path data = write("yours/..data/a.camel.yaml");
        Files.createSymbolicLink(folder.resolve("yours/a.camel.yaml"), data);

        assertThat(RouteFile.in(context, "file:" + folder))
                .extracting(RouteFile::name)
                .containsExactly("yours/a.camel.yaml");
    }

    @Test
    void rejects_all_files_while_one_is_misplaced() throws Exception {
        write("engine/a.camel.yaml");
        write("b.camel.yaml");

        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> RouteFile.checkUsable(RouteFile.in(context, "file:" + folder)))
                .withMessageStartingWith(
                        "b.camel.yaml: this file would be ignored: it is in none of the folders engine/, licences/, reports/, yours/");
    }

    @Test
    void reads_the_same_files_from_the_class_path() throws Exception {
        assertThat(RouteFile.in(context, "classpath:routes"))
                .extracting(RouteFile::name)
                .containsExactlyElementsOf(RouteFile.in(context, "file:src/main/resources/routes").stream()
                        .map(RouteFile::name)
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a+b", "a%20b", "a b", "a%b", "[a]", "{{a}}", "${a}", "a,b", "a?b=c", "a#b", "a*b", "é\u2028"})
    void reads_a_folder_with_any_name(String name) throws Exception {
        folder = Files.createDirectory(folder.resolve(name));
        write("engine/a.camel.yaml");

        List<RouteFile> files = RouteFile.in(context, "file:" + folder);

        RouteFile.checkUsable(files);
        assertThat(files)
                .extracting(RouteFile::name, file -> file.resource().exists())
                .containsExactly(tuple("engine/a.camel.yaml", true));
    }

    private Path write(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, "- route: {}\n");
    }
}
