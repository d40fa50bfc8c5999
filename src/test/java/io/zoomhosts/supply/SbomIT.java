package io.zoomhosts.supply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.zoomhosts.support.Launcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The distribution contains a bill of materials that is true and the same in every build. */
class SbomIT {

    private static final Path SHIPPED = Launcher.HOME.resolve("sbom/zoom-hosts.cdx.json");

    @BeforeEach
    void needsTheBillOfMaterials() {
        assumeFalse(Sbom.isMissing(), "left out: " + Sbom.MISSING);
    }

    /** Also guards against the bill of an earlier build, which an offline build keeps. */
    @Test
    void lists_exactly_the_jars_of_lib_with_their_sha256() throws IOException {
        Sbom sbom = Sbom.read(SHIPPED);
        Map<String, String> jars = new TreeMap<>();
        try (Stream<Path> files = Files.list(Launcher.HOME.resolve("lib"))) {
            for (Path jar :
                    (Iterable<Path>) files.filter(file -> file.toString().endsWith(".jar"))::iterator) {
                jars.put(jar.getFileName().toString(), Digests.sha256(jar));
            }
        }

        assertThat(jars.remove(sbom.product().jar())).as(sbom.product().jar()).isNotNull();
        assertThat(sbom.libraries().stream().collect(Collectors.toMap(Sbom.Library::jar, Sbom.Library::sha256)))
                .isNotEmpty()
                .containsExactlyInAnyOrderEntriesOf(jars);
    }

    @Test
    void has_nothing_that_differs_from_build_to_build() throws IOException {
        assertThat(Files.readString(SHIPPED))
                .doesNotContain("\"timestamp\"")
                .doesNotContain(Path.of("").toAbsolutePath().toString())
                .contains("\"cdx:reproducible\"");
    }
}
