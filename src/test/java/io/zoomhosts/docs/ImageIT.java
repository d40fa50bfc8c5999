package io.zoomhosts.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.zoomhosts.support.Launcher;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The Java of the images has what the distribution and the sandbox need. */
class ImageIT {

    /** Those that jdeps finds. A missing one would be an error when its first class is loaded, perhaps much later. */
    @Test
    void the_images_have_every_module_of_java_that_is_used() throws IOException {
        StringWriter modules = new StringWriter();

        int status = ToolProvider.findFirst("jdeps")
                .orElseThrow()
                .run(
                        new PrintWriter(modules),
                        new PrintWriter(Writer.nullWriter()),
                        "-q",
                        "--multi-release=17",
                        "--ignore-missing-deps",
                        "--print-module-deps",
                        "--recursive",
                        "--class-path=" + libraries(),
                        "target/classes",
                        sandbox());

        assertThat(status).isZero();
        String dockerfile = Files.readString(Path.of("Dockerfile"));
        assertThat(modules.toString().strip().split(","))
                .contains("java.sql", "jdk.httpserver")
                .allSatisfy(module -> assertThat(dockerfile).containsPattern("[ ,]" + Pattern.quote(module) + "[ ,]"));
    }

    private static String sandbox() throws IOException {
        return files(Path.of("target"), "-sandbox.jar").get(0);
    }

    private static String libraries() throws IOException {
        return String.join(File.pathSeparator, files(Launcher.HOME.resolve("lib"), ".jar"));
    }

    private static List<String> files(Path folder, String end) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(Path::toString).filter(file -> file.endsWith(end)).toList();
        }
    }
}
