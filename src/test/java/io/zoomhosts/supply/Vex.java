package io.zoomhosts.supply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is known about vulnerabilities of the libraries: {@code docs/vulnerabilities.openvex.json}, in the format OpenVEX 0.2.0. */
record Vex(String date, List<Statement> statements) {

    static final Path FILE = Path.of("docs", "vulnerabilities.openvex.json");

    enum Status {
        AFFECTED,
        NOT_AFFECTED,
        UNDER_INVESTIGATION,
        FIXED
    }

    /**
     * One vulnerability, and what it means for zoom-hosts.
     *
     * @param aliases other names of the vulnerability
     * @param description what it is
     * @param libraries package URLs of the libraries that have or had it, at the version that is shipped
     * @param justification OpenVEX's word for why zoom-hosts is not affected; empty for another status
     * @param text why, or what to do, or since when
     * @param source where it is known from: the text after {@code Source:} in {@code status_notes}
     */
    record Statement(
            String name,
            Set<String> aliases,
            String description,
            List<String> libraries,
            Status status,
            String justification,
            String text,
            String source) {

        /** Whether the library is not shipped, which is what the statement says. */
        boolean isAboutALibraryThatIsMissing() {
            return justification.equals("component_not_present");
        }

        boolean isAbout(String library, Set<String> names) {
            return libraries.contains(library)
                    && (names.contains(name) || aliases.stream().anyMatch(names::contains));
        }
    }

    static Vex read(Path file) throws IOException {
        JsonNode document = JsonMapper.builder().build().readTree(file.toFile());
        return new Vex(
                document.path("timestamp").asText().replaceFirst("T.*", ""),
                document.path("statements").valueStream().map(Vex::statement).toList());
    }

    /** Package URLs of statements whose library is not in the bill at that version, or is in it although the statement denies it. */
    Stream<String> outdated(Sbom sbom) {
        Set<String> shipped = sbom.purls().collect(Collectors.toSet());
        return statements.stream().flatMap(statement -> statement.libraries().stream()
                .filter(library -> shipped.contains(library) == statement.isAboutALibraryThatIsMissing())
                .map(library -> statement.name() + " " + library));
    }

    private static Statement statement(JsonNode statement) {
        JsonNode vulnerability = statement.path("vulnerability");
        String[] notes = statement.path("status_notes").asText().split("\\.? ?Source: ", 2);
        String text = Stream.of(
                        statement.path("impact_statement").asText(),
                        statement.path("action_statement").asText(),
                        notes[0])
                .filter(value -> !value.isEmpty())
                .collect(Collectors.joining(" "));
        return new Statement(
                vulnerability.path("name").asText(),
                vulnerability
                        .path("aliases")
                        .valueStream()
                        .map(JsonNode::asText)
                        .collect(Collectors.toSet()),
                vulnerability.path("description").asText(),
                statement
                        .path("products")
                        .path(0)
                        .path("subcomponents")
                        .valueStream()
                        .map(library -> library.path("@id").asText())
                        .toList(),
                Status.valueOf(statement.path("status").asText().toUpperCase(Locale.ROOT)),
                statement.path("justification").asText(),
                text,
                notes[1]);
    }
}
