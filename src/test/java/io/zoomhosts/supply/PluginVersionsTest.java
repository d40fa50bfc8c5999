package io.zoomhosts.supply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.zoomhosts.support.Programs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The build uses only plugins whose version {@code pom.xml} fixes, also those that Maven adds by itself. */
class PluginVersionsTest {

    private static final Path POM = Path.of("pom.xml");

    @TempDir
    private Path folder;

    @Test
    void every_plugin_of_the_pom_has_one_version() throws IOException {
        assertThat(Provenance.plugins(POM)).isNotEmpty().allSatisfy(plugin -> {
            assertThat(plugin.version()).as(plugin.name()).matches("\\d+(\\.\\d+)+");
            assertThat(plugin.group()).as(plugin.name()).isNotEmpty();
        });
    }

    /** Maven adds the install plugin to every build, at a version that depends on Maven, unless the pom fixes one. */
    @Test
    void the_build_refuses_a_plugin_that_maven_adds_without_a_version_of_ours() throws Exception {
        assumeTrue(Programs.isInstalled("mvn"), "left out: mvn is not in PATH");
        String pom = Files.readString(POM);
        String unpinned = pom.replaceFirst(
                "(?s)<plugin>\\s*<groupId>org.apache.maven.plugins</groupId>\\s*"
                        + "<artifactId>maven-install-plugin</artifactId>.*?</plugin>",
                "");
        assertThat(unpinned).isNotEqualTo(pom);
        Files.writeString(folder.resolve("pom.xml"), unpinned);

        Process maven = new ProcessBuilder("mvn", "-o", "-B", "validate")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(maven.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(maven.waitFor()).as(output).isNotZero();
        assertThat(output).contains("RequirePluginVersions").contains("maven-install-plugin");
    }
}
