package io.zoomhosts.supply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code docs/vulnerabilities.md} and its data are about the libraries of this build. */
class VulnerabilitiesIT {

    @BeforeEach
    void needsTheBillOfMaterials() {
        assumeFalse(Sbom.isMissing(), "left out: " + Sbom.MISSING);
    }

    @Test
    void every_statement_is_about_a_shipped_library_at_its_shipped_version() throws IOException {
        assertThat(Vex.read(Vex.FILE).outdated(Sbom.read(Sbom.FILE))).isEmpty();
    }

    @Test
    void the_page_says_what_the_data_say() throws IOException {
        String page = Files.readString(Vulnerabilities.PAGE);

        assertThat(page)
                .as("write it with mvn -q test-compile cyclonedx:makeBom exec:java@vulnerabilities")
                .isEqualTo(new Vulnerabilities(Vex.read(Vex.FILE), Sbom.read(Sbom.FILE)).page(page));
    }
}
