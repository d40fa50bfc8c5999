package io.zoomhosts.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** README keeps to what the other pages and the tests say. */
class ReadmeTest {

    private static final Path README = Path.of("README.md");

    /** A row of "What you can rely on": the promise, and the tests that show it. */
    private static final Pattern PROMISE = Pattern.compile("(?m)^\\| (.*\\*\\*.*) \\| (\\[`.*) \\|$");

    private static final Pattern WORD = Pattern.compile("\\*\\*(.+?)\\*\\*");
    private static final Pattern TEST = Pattern.compile("\\[`\\w+`]\\((.+?)\\)");

    static List<MatchResult> promises() throws IOException {
        return PROMISE.matcher(Files.readString(README)).results().toList();
    }

    @Test
    void has_at_most_170_lines() throws IOException {
        assertThat(Files.readAllLines(README)).hasSizeLessThanOrEqualTo(170);
    }

    @Test
    void makes_twenty_three_promises() throws IOException {
        assertThat(promises()).hasSize(23);
    }

    /** So that a reader finds the test of a promise by searching for the word that README uses. */
    @ParameterizedTest
    @MethodSource("promises")
    void names_tests_that_use_the_words_of_the_promise(MatchResult promise) throws IOException {
        StringBuilder tests = new StringBuilder();
        for (MatchResult test : TEST.matcher(promise.group(2)).results().toList()) {
            tests.append(Files.readString(Path.of(test.group(1))));
        }
        String text = tests.toString().toLowerCase(Locale.ROOT).replaceAll("[\\s_*-]+", " ");
        for (MatchResult word : WORD.matcher(promise.group(1)).results().toList()) {
            assertThat(text.contains(word.group(1).replace('-', ' ').replaceAll("s$", "")))
                    .as("'%s' in the tests of: %s", word.group(1), promise.group(1))
                    .isTrue();
        }
    }

    @Test
    void has_the_figures_of_the_kill_test_and_of_the_benchmarks() throws IOException {
        String reliability = Files.readString(Path.of("docs", "reliability.md"));
        String benchmarks = Files.readString(Path.of("docs", "benchmarks.md"));
        List<String> figures = new ArrayList<>();
        figures.add(figure(reliability, "kills (SIGKILL)", 1) + " times");
        figures.add("0 of %,d hosts lost".formatted(Long.parseLong(figure(reliability, "hosts expected", 1))));
        figures.add(
                figure(benchmarks, "a window of 100 pages at 100 ms: time relative to fetching only", 2) + " times");
        figures.add(figure(benchmarks, "first start, 12 windows of 20 pages at 100 ms", 2) + " times");

        String licences = Files.readString(Path.of("docs", "licences.md"));
        figures.add(figure(licences, "hosts called idle wrongly", 1) + " hosts called idle wrongly");

        assertThat(Files.readString(README)).contains(figures);
        assertThat(List.of("hosts lost", "hosts twice in a run", "partial windows", "runs completed twice"))
                .allSatisfy(what -> assertThat(figure(reliability, what, 1)).isEqualTo("0"));
    }

    /** The cell of the row that begins with these words. */
    private static String figure(String page, String row, int cell) {
        return page.lines()
                .filter(line -> line.startsWith("| " + row))
                .map(line -> line.split("\\|")[cell + 1].strip())
                .findFirst()
                .orElseThrow();
    }
}
