package io.zoomhosts.supply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.zoomhosts.support.Launcher;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The provenance of the archive obeys the rules of in-toto's Statement v1 and of SLSA's provenance v1, and says what is true. The rules are
 * quoted where they are checked.
 */
class ProvenanceIT {

    private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
    private static final Path POM = Path.of("pom.xml");

    @TempDir
    private Path folder;

    /** A local repository with a jar for each plugin: that of the build may be elsewhere. */
    private Provenance provenance() throws IOException {
        for (Provenance.Plugin plugin : Provenance.plugins(POM)) {
            Path jar = folder.resolve(plugin.path());
            Files.createDirectories(jar.getParent());
            Files.writeString(jar, plugin.purl());
        }
        return new Provenance(
                URI.create("git+https://git.example.org/zoom-hosts"),
                URI.create("https://ci.example.org/zoom-hosts"),
                "3.8.7",
                folder);
    }

    private JsonNode statement() throws IOException {
        assumeFalse(Sbom.isMissing(), "left out: " + Sbom.MISSING);
        Sbom sbom = Sbom.read(Sbom.FILE);
        String statement = provenance().statement(Provenance.archive(sbom), sbom, POM, COMMIT);
        assertThat(provenance().statement(Provenance.archive(sbom), sbom, POM, COMMIT))
                .as("the same again")
                .isEqualTo(statement);
        return JsonMapper.builder().build().readTree(statement);
    }

    /** "_type, subject, predicateType: required"; of each subject, "digest: required". */
    @Test
    void is_a_statement_about_the_archive() throws Exception {
        JsonNode statement = statement();

        assertThat(statement.path("_type").asText()).isEqualTo("https://in-toto.io/Statement/v1");
        assertThat(statement.path("predicateType").asText()).isEqualTo("https://slsa.dev/provenance/v1");
        assertThat(statement.path("subject")).hasSize(1);
        String name = statement.path("subject").path(0).path("name").asText();
        assertThat(name).matches("zoom-hosts-.*\\.tar\\.gz");
        assertThat(statement
                        .path("subject")
                        .path(0)
                        .path("digest")
                        .path("sha256")
                        .asText())
                .isEqualTo(output("sha256sum", "target/" + name).substring(0, 64));
    }

    /** "Required for SLSA Build L1: buildDefinition, runDetails; buildType, externalParameters; builder; id". */
    @Test
    void has_what_slsa_requires() throws Exception {
        JsonNode predicate = statement().path("predicate");
        JsonNode definition = predicate.path("buildDefinition");
        JsonNode builder = predicate.path("runDetails").path("builder");

        assertThat(definition.path("externalParameters").path("source").asText())
                .isEqualTo("git+https://git.example.org/zoom-hosts");
        assertThat(definition.path("externalParameters").path("commit").asText())
                .isEqualTo(COMMIT);
        assertThat(builder.path("id").asText()).isEqualTo("https://ci.example.org/zoom-hosts");
        assertThat(URI.create(definition.path("buildType").asText()).isAbsolute())
                .as("a TypeURI")
                .isTrue();
        assertThat(builder.path("version").properties())
                .allSatisfy(entry -> assertThat(entry.getValue().isTextual())
                        .as("map (string→string)")
                        .isTrue());
    }

    /** "Verifiers SHOULD reject unrecognized fields": those of the specification, spelled as there. */
    @Test
    void has_no_field_that_the_specifications_do_not_have() throws Exception {
        Set<String> names = new TreeSet<>();
        collect(statement(), names);

        assertThat(names)
                .containsExactlyInAnyOrder(
                        "_type",
                        "subject",
                        "name",
                        "digest",
                        "sha256",
                        "predicateType",
                        "predicate",
                        "buildDefinition",
                        "buildType",
                        "externalParameters",
                        "source",
                        "commit",
                        "resolvedDependencies",
                        "uri",
                        "gitCommit",
                        "runDetails",
                        "builder",
                        "id",
                        "version",
                        "java",
                        "maven");
    }

    /** "A ResourceDescriptor MUST specify one of uri, digest or content." */
    @Test
    void resolves_the_commit_every_library_and_every_plugin() throws Exception {
        List<JsonNode> dependencies = statement()
                .path("predicate")
                .path("buildDefinition")
                .path("resolvedDependencies")
                .valueStream()
                .toList();

        assertThat(dependencies.get(0).path("uri").asText())
                .isEqualTo("git+https://git.example.org/zoom-hosts@" + COMMIT);
        assertThat(dependencies.get(0).path("digest").path("gitCommit").asText())
                .isEqualTo(COMMIT);
        assertThat(dependencies.subList(1, dependencies.size())).allSatisfy(dependency -> {
            assertThat(dependency.path("uri").asText()).startsWith("pkg:maven/");
            assertThat(dependency.path("digest").path("sha256").asText()).matches("[0-9a-f]{64}");
        });
        Path kafka = jar("kafka-clients");
        assertThat(dependencies)
                .filteredOn(dependency ->
                        dependency.path("uri").asText().startsWith("pkg:maven/org.apache.kafka/kafka-clients@"))
                .singleElement()
                .satisfies(dependency -> assertThat(
                                dependency.path("digest").path("sha256").asText())
                        .isEqualTo(output("sha256sum", kafka.toString()).substring(0, 64)));
        assertThat(dependencies.stream()
                        .map(dependency -> dependency.path("uri").asText())
                        .collect(Collectors.toSet()))
                .hasSameSizeAs(dependencies)
                .containsAll(Provenance.plugins(POM).stream()
                        .map(Provenance.Plugin::purl)
                        .toList());
    }

    @Test
    void leaves_out_plugins_that_maven_did_not_need() throws Exception {
        assumeFalse(Sbom.isMissing(), "left out: " + Sbom.MISSING);
        Sbom sbom = Sbom.read(Sbom.FILE);
        Provenance provenance = provenance();
        Provenance.Plugin deploy = Provenance.plugins(POM).stream()
                .filter(plugin -> plugin.name().equals("maven-deploy-plugin"))
                .findAny()
                .orElseThrow();
        Files.delete(folder.resolve(deploy.path()));

        assertThat(provenance.statement(Provenance.archive(sbom), sbom, POM, COMMIT))
                .contains("/maven-jar-plugin@")
                .doesNotContain("/maven-deploy-plugin@");
    }

    @Test
    void is_refused_if_the_checkout_has_changes_that_are_not_committed() throws Exception {
        git("init", "-q");
        Files.writeString(folder.resolve("file"), "committed");
        git("add", "file");
        git("-c", "user.name=n", "-c", "user.email=n@example.org", "commit", "-q", "-m", "one");
        String commit = Provenance.commit(folder);
        assertThat(commit).matches("[0-9a-f]{40}");

        Files.writeString(folder.resolve("file"), "changed");

        assertThatThrownBy(() -> Provenance.commit(folder))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("file");
    }

    private void git(String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of("git", "-C", folder.toString()));
        command.addAll(List.of(words));
        output(command.toArray(String[]::new));
    }

    private static Path jar(String name) throws IOException {
        try (var jars = Files.list(Launcher.HOME.resolve("lib"))) {
            return jars.filter(jar -> jar.getFileName().toString().startsWith(name + "-"))
                    .findAny()
                    .orElseThrow();
        }
    }

    private static void collect(JsonNode node, Set<String> names) {
        node.properties().forEach(entry -> names.add(entry.getKey()));
        node.forEach(child -> collect(child, names));
    }

    private static String output(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
