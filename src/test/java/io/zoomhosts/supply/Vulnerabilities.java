package io.zoomhosts.supply;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Writes the tables of {@code docs/vulnerabilities.md} from {@link Vex} and {@link Sbom}, and asks OSV whether a statement is missing:
 * {@code mvn -q test-compile cyclonedx:makeBom exec:java@vulnerabilities}. Its exit status is 1 if a library has an advisory without a
 * statement, or a statement is about a library that is not shipped. {@code -Dosv=http://localhost:8080/} names another OSV.
 */
final class Vulnerabilities {

    static final Path PAGE = Path.of("docs", "vulnerabilities.md");

    /** The rest of the page is written by hand. */
    private static final String BEGIN =
            "<!-- Written by exec:java@vulnerabilities from vulnerabilities.openvex.json: -->\n";

    private static final String END = "<!-- End of what is written -->\n";

    private final Vex vex;
    private final Sbom sbom;

    Vulnerabilities(Vex vex, Sbom sbom) {
        this.vex = vex;
        this.sbom = sbom;
    }

    public static void main(String[] arguments) throws Exception {
        if (Sbom.isMissing()) {
            System.err.println(Sbom.MISSING);
            System.exit(2);
        }
        Vulnerabilities vulnerabilities = new Vulnerabilities(Vex.read(Vex.FILE), Sbom.read(Sbom.FILE));
        Files.writeString(PAGE, vulnerabilities.page(Files.readString(PAGE)));
        URI osv = URI.create(System.getProperty("osv", Osv.PUBLIC.toString()));
        if (!vulnerabilities.audit(new Osv(osv), System.out)) {
            System.exit(1);
        }
    }

    /** Prints each problem in a line. False if there is any. True without an answer of OSV, which the last line then says. */
    boolean audit(Osv osv, PrintStream out) throws InterruptedException {
        List<String> problems = new ArrayList<>(vex.outdated(sbom)
                .map(statement -> "The statement no longer fits the shipped libraries: " + statement)
                .toList());
        String asked;
        try {
            osv.advisories(sbom.purls().toList()).forEach((library, advisories) -> advisories.stream()
                    .filter(advisory -> vex.statements().stream()
                            .noneMatch(statement -> statement.isAbout(library, advisory.names())))
                    .forEach(advisory -> problems.add("No statement: %s %s %s"
                            .formatted(String.join(" ", advisory.names()), library, advisory.summary()))));
            asked = "OSV was asked about %d libraries."
                    .formatted(sbom.libraries().size());
        } catch (IOException e) {
            asked = "OSV was not asked, so advisories may be missing: " + e;
        }
        problems.forEach(out::println);
        out.println(asked);
        return problems.isEmpty();
    }

    /** The page with new tables between {@link #BEGIN} and {@link #END}. */
    String page(String page) {
        int begin = page.indexOf(BEGIN) + BEGIN.length();
        int end = page.indexOf(END);
        if (begin < BEGIN.length() || end < begin) {
            throw new IllegalStateException(PAGE + " lacks the comments around its tables");
        }
        return page.substring(0, begin) + tables() + page.substring(end);
    }

    private String tables() {
        return "\nStatements of %s about %d libraries.\n"
                        .formatted(vex.date(), sbom.libraries().size())
                + table("Affected", Vex.Status.AFFECTED, "what you can do")
                + table("Under investigation", Vex.Status.UNDER_INVESTIGATION, "what is known")
                + table("Not affected", Vex.Status.NOT_AFFECTED, "why not")
                + table("Fixed by the shipped version", Vex.Status.FIXED, "what it meant before")
                + "\n## No finding\n\nNothing was found about these: " + withoutStatement() + ".\n\n";
    }

    /** A row for all statements that have the same libraries, description and text. */
    private String table(String title, Vex.Status status, String lastColumn) {
        Map<List<String>, List<Vex.Statement>> rows = vex.statements().stream()
                .filter(statement -> statement.status() == status)
                .sorted(Comparator.comparing(statement -> libraries(statement.libraries())))
                .collect(Collectors.groupingBy(
                        statement -> List.of(
                                libraries(statement.libraries()),
                                statement.description(),
                                statement.text(),
                                statement.source()),
                        LinkedHashMap::new,
                        Collectors.toList()));
        StringBuilder table = new StringBuilder("\n## " + title + "\n\n");
        if (rows.isEmpty()) {
            return table.append("Nothing is known.\n").toString();
        }
        table.append("| library | vulnerability | what | ")
                .append(lastColumn)
                .append(" | source |\n|---|---|---|---|---|\n");
        rows.forEach((key, statements) -> table.append("| %s | %s | %s | %s | %s |\n"
                .formatted(
                        key.get(0),
                        statements.stream().map(Vex.Statement::name).sorted().collect(Collectors.joining(", ")),
                        key.get(1),
                        key.get(2),
                        key.get(3))));
        return table.toString();
    }

    /** Names and versions. Libraries of one group and version are one word, if they are more than three. */
    private static String libraries(List<String> purls) {
        Map<String, List<String>> families = purls.stream()
                .collect(Collectors.groupingBy(
                        purl -> purl.replaceFirst("/[^/@]+@", " "), LinkedHashMap::new, Collectors.toList()));
        return families.values().stream()
                .flatMap(family -> family.size() > 3
                        ? family.stream().limit(1).map(purl -> group(purl) + " " + version(purl))
                        : family.stream().map(purl -> name(purl) + " " + version(purl)))
                .collect(Collectors.joining(", "));
    }

    private String withoutStatement() {
        Set<String> known = vex.statements().stream()
                .flatMap(statement -> statement.libraries().stream())
                .collect(Collectors.toSet());
        return sbom
                .purls()
                .filter(purl -> !known.contains(purl))
                .map(Vulnerabilities::name)
                .collect(Collectors.toCollection(TreeSet::new))
                .stream()
                .collect(Collectors.joining(", "));
    }

    private static String name(String purl) {
        return part(purl, name -> name.substring(name.lastIndexOf('/') + 1));
    }

    /** The last word of the Maven group, such as netty. */
    private static String group(String purl) {
        return part(purl, name -> name.substring(0, name.lastIndexOf('/')).replaceFirst(".*[./]", ""));
    }

    private static String part(String purl, Function<String, String> part) {
        return part.apply(purl.replaceFirst("@.*", ""));
    }

    private static String version(String purl) {
        return purl.substring(purl.indexOf('@') + 1);
    }
}
