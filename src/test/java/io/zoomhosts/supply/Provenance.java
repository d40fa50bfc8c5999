package io.zoomhosts.supply;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * Writes where the archive comes from, ready to be signed: an <a href="https://in-toto.io/Statement/v1">in-toto statement</a> with a
 * predicate of <a href="https://slsa.dev/spec/v1.0/provenance">SLSA provenance v1</a>. It contains no time, so that the same commit, JDK,
 * Maven and plugins give the same file. {@code docs/supply-chain.md} describes the command and the build type.
 *
 * @param source address of the repository, such as {@code git+https://git.example.org/zoom-hosts}
 * @param builder who ran the build, and is trusted: an address that stays the same
 * @param mavenRepository Maven's local repository, which has the plugins that the build used
 */
record Provenance(URI source, URI builder, String mavenVersion, Path mavenRepository) {

    static final String STATEMENT_TYPE = "https://in-toto.io/Statement/v1";
    static final String PREDICATE_TYPE = "https://slsa.dev/provenance/v1";
    static final String BUILD_TYPE = "pkg:maven/io.zoomhosts/zoom-hosts#docs/supply-chain.md";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** The arguments are Maven's version and the folder of its local repository. */
    public static void main(String[] arguments) throws Exception {
        try {
            Provenance provenance = new Provenance(
                    address("provenance.source"), address("provenance.builder"), arguments[0], Path.of(arguments[1]));
            if (Sbom.isMissing()) {
                throw new IllegalStateException(Sbom.MISSING);
            }
            Sbom sbom = Sbom.read(Sbom.FILE);
            Path archive = archive(sbom);
            Path file = archive.resolveSibling(archive.getFileName() + ".intoto.json");
            Files.writeString(file, provenance.statement(archive, sbom, Path.of("pom.xml"), commit(Path.of(""))));
            System.out.println(file);
        } catch (IllegalStateException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    static Path archive(Sbom sbom) {
        return Path.of("target", sbom.product().name() + "-" + sbom.product().version() + ".tar.gz");
    }

    /** The statement in JSON, with a line break at the end. */
    String statement(Path archive, Sbom sbom, Path pom, String commit) throws IOException {
        ObjectNode statement = JSON.createObjectNode().put("_type", STATEMENT_TYPE);
        statement
                .putArray("subject")
                .addObject()
                .put("name", archive.getFileName().toString())
                .putObject("digest")
                .put("sha256", Digests.sha256(archive));
        statement.put("predicateType", PREDICATE_TYPE);
        ObjectNode predicate = statement.putObject("predicate");
        ObjectNode definition = predicate.putObject("buildDefinition").put("buildType", BUILD_TYPE);
        definition
                .putObject("externalParameters")
                .put("source", source.toString())
                .put("commit", commit);
        ArrayNode dependencies = definition.putArray("resolvedDependencies");
        dependencies
                .addObject()
                .put("uri", source + "@" + commit)
                .putObject("digest")
                .put("gitCommit", commit);
        for (Sbom.Library library : sbom.libraries()) {
            dependencies
                    .addObject()
                    .put("uri", library.purl())
                    .putObject("digest")
                    .put("sha256", library.sha256());
        }
        for (Plugin plugin : plugins(pom)) {
            Path jar = mavenRepository.resolve(plugin.path());
            // Plugins of other phases, such as deploy, are there only if somebody ran them.
            if (Files.exists(jar)) {
                dependencies
                        .addObject()
                        .put("uri", plugin.purl())
                        .putObject("digest")
                        .put("sha256", Digests.sha256(jar));
            }
        }
        predicate
                .putObject("runDetails")
                .putObject("builder")
                .put("id", builder.toString())
                .putObject("version")
                .put("java", Runtime.version().toString())
                .put("maven", mavenVersion);
        DefaultPrettyPrinter lines = new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
        return JSON.writer(lines).writeValueAsString(statement) + "\n";
    }

    /** The commit of a checkout, as hexadecimal SHA-1. Fails if something in the checkout is not committed. */
    static String commit(Path checkout) throws IOException, InterruptedException {
        String uncommitted = git(checkout, "status", "--porcelain");
        if (!uncommitted.isEmpty()) {
            throw new IllegalStateException(
                    "No provenance: the archive may contain changes that no commit has:\n" + uncommitted);
        }
        return git(checkout, "rev-parse", "HEAD");
    }

    private static String git(Path checkout, String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(words));
        Process git = new ProcessBuilder(command)
                .directory(checkout.toAbsolutePath().toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (git.waitFor() != 0) {
            throw new IllegalStateException(
                    "No provenance: git " + words[0] + " failed in " + checkout.toAbsolutePath());
        }
        return output.strip();
    }

    private static URI address(String property) {
        String value = System.getProperty(property, "");
        if (value.isEmpty() || !URI.create(value).isAbsolute()) {
            throw new IllegalStateException(
                    "No provenance: set -D" + property + " to an address. See docs/supply-chain.md");
        }
        return URI.create(value);
    }

    /** A plugin of the build, at the version that {@code pom.xml} fixes. */
    record Plugin(String group, String name, String version) {

        String purl() {
            return "pkg:maven/" + group + "/" + name + "@" + version;
        }

        /** The jar, within a Maven repository. */
        String path() {
            return "%s/%s/%s/%s-%s.jar".formatted(group.replace('.', '/'), name, version, name, version);
        }
    }

    static List<Plugin> plugins(Path pom) throws IOException {
        NodeList elements = parsed(pom).getElementsByTagName("plugin");
        List<Plugin> plugins = new ArrayList<>();
        for (int i = 0; i < elements.getLength(); i++) {
            Element plugin = (Element) elements.item(i);
            plugins.add(new Plugin(child(plugin, "groupId"), child(plugin, "artifactId"), child(plugin, "version")));
        }
        return plugins;
    }

    private static Document parsed(Path pom) throws IOException {
        try {
            return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(pom.toFile());
        } catch (ParserConfigurationException | SAXException e) {
            throw new IOException(pom + " is not XML", e);
        }
    }

    /** The text of a direct child. */
    private static String child(Element parent, String name) {
        NodeList children = parent.getChildNodes();
        for (int i = 0; i < children.getLength(); i++) {
            if (children.item(i).getNodeName().equals(name)) {
                return children.item(i).getTextContent().strip();
            }
        }
        return "";
    }
}
