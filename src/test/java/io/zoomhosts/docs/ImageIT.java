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
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The image's Java has what the distribution needs. */
class ImageIT {

    /** Those that jdeps finds. A missing one would be an error when its first class is loaded, perhaps much later. */
    @Test
    void the_image_has_every_module_of_java_that_the_libraries_use() throws IOException {
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
                        "target/classes");

        assertThat(status).isZero();
        String dockerfile = Files.readString(Path.of("Dockerfile"));
        assertThat(modules.toString().strip().split(","))
                .contains("java.sql")
                .allSatisfy(module -> assertThat(dockerfile).containsPattern("[ ,]" + Pattern.quote(module) + "[ ,]"));
    }

    private static String libraries() throws IOException {
        try (Stream<Path> files = Files.list(Launcher.HOME.resolve("lib"))) {
            return files.map(Path::toString)
                    .filter(file -> file.endsWith(".jar"))
                    .collect(Collectors.joining(File.pathSeparator));
        }
    }
}
