package io.zoomhosts.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.AppInfoParser;

/** The rows of {@code docs/benchmarks.md}: printed as they are measured, written if all of them were. */
final class Rows {

    private static final Path FILE = Path.of("docs", "benchmarks.md");

    private final String only;
    private final int runs;
    private final List<String> rows = new ArrayList<>();

    /**
     * @param only part of the name of the rows to measure; empty for all of them
     * @param runs of each row
     */
    Rows(String only, int runs) {
        this.only = only;
        this.runs = runs;
    }

    /** Whether at least one of these rows is selected. */
    boolean isWanted(String... names) {
        return Stream.of(names).anyMatch(name -> name.contains(only));
    }

    /** Adds a row if it is selected and has figures. */
    void add(String name, String goal, List<Double> figures) {
        if (!isWanted(name) || figures.isEmpty()) {
            return;
        }
        List<Double> sorted = figures.stream().sorted().toList();
        String row = String.format(
                Locale.ROOT,
                "| %s | %s | %.2f | %.2f | %.2f |",
                name,
                goal,
                (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2,
                sorted.get(0),
                sorted.get(sorted.size() - 1));
        rows.add(row);
        System.out.println(row);
    }

    /**
     * Writes the file, unless only some rows were measured.
     *
     * @throws IllegalArgumentException if no row has the words of {@code -Dbench.only} in its name
     */
    void write() throws IOException {
        if (rows.isEmpty()) {
            throw new IllegalArgumentException("-Dbench.only=" + only + ": no row has these words in its name");
        }
        if (only.isEmpty()) {
            Files.writeString(FILE, text());
        }
    }

    private String text() {
        return """
                # Benchmarks

                `mvn -q package -DskipTests exec:exec@benchmark` writes this page. The distribution, a loop that only fetches pages, a
                hand-written program and a naive Camel route (`src/test/java/io/zoomhosts/bench`) take turns. Each collects the same windows
                from one sandbox Zoom into one broker. Only the ratios within a turn are compared, because seconds depend on the machine.
                A window's time runs from the first request for a page to the line that reports it complete. The distribution writes that
                line after its commit.

                | measure | goal | median | minimum | maximum |
                |---|---|---|---|---|
                """ + String.join("\n", rows) + "\n\n"
                + String.format(
                        "%s, %d runs each, after one warm-up run. %d processors, %s %s, Java %s, Kafka clients %s.%n",
                        LocalDate.now(),
                        runs,
                        Runtime.getRuntime().availableProcessors(),
                        System.getProperty("os.name"),
                        System.getProperty("os.arch"),
                        System.getProperty("java.version"),
                        AppInfoParser.getVersion());
    }
}
