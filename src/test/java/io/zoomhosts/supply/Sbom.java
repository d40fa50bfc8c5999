package io.zoomhosts.supply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The bill of materials that the build writes (CycloneDX JSON). Maven writes it only if it is online. */
record Sbom(Library product, List<Library> libraries) {

    static final Path FILE = Path.of("target", "sbom", "zoom-hosts.cdx.json");

    static final String MISSING =
            FILE + " is missing: build without -o, because Maven writes the bill of materials only online";

    /**
     * A jar.
     *
     * @param purl package URL without qualifiers: {@code pkg:maven/group/name@version}
     * @param sha256 hexadecimal SHA-256 of the jar, empty for the product itself
     */
    record Library(String purl, String name, String version, String sha256) {

        String jar() {
            return name + "-" + version + ".jar";
        }
    }

    static boolean isMissing() {
        return !Files.exists(FILE);
    }

    static Sbom read(Path file) throws IOException {
        JsonNode bom = JsonMapper.builder().build().readTree(file.toFile());
        return new Sbom(
                library(bom.path("metadata").path("component")),
                bom.path("components").valueStream().map(Sbom::library).toList());
    }

    /** The package URL of each library. */
    Stream<String> purls() {
        return libraries.stream().map(Library::purl);
    }

    private static Library library(JsonNode component) {
        String sha256 = component
                .path("hashes")
                .valueStream()
                .filter(hash -> hash.path("alg").asText().equals("SHA-256"))
                .map(hash -> hash.path("content").asText())
                .findAny()
                .orElse("");
        return new Library(
                component.path("purl").asText().replaceFirst("[?#].*", ""),
                component.path("name").asText(),
                component.path("version").asText(),
                sha256);
    }
}
