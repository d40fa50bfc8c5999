package io.zoomhosts.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.zoomhosts.failure.Failure;
import io.zoomhosts.failure.RunException;
import io.zoomhosts.kafka.KafkaAdviceTexts;
import io.zoomhosts.zoom.ZoomAdviceTexts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/troubleshooting.md} lists the messages of the program and no others. */
class TroubleshootingTest {

    private static final Path PAGE = Path.of("docs", "troubleshooting.md");

    /** The sources, with concatenated strings joined. */
    private final String sources = sources();

    @Test
    void lists_exactly_the_kinds_of_failure() throws IOException {
        assertThat(cells("Why a window failed", 0))
                .containsExactlyInAnyOrderElementsOf(Stream.of(Failure.values())
                        .map(kind -> "`" + kind.text() + "`")
                        .toList());
    }

    @Test
    void lists_exactly_the_advice_on_zoom() throws IOException {
        assertThat(cells("Zoom", 1)).containsExactlyInAnyOrderElementsOf(ZoomAdviceTexts.all());
    }

    @Test
    void lists_exactly_the_advice_on_kafka() throws IOException {
        assertThat(cells("Kafka", 1)).containsExactlyInAnyOrderElementsOf(KafkaAdviceTexts.all());
    }

    /** Advice that looks like a token would be masked in messages. */
    @Test
    void advice_is_not_masked() {
        assertThat(Stream.concat(ZoomAdviceTexts.all().stream(), KafkaAdviceTexts.all().stream()))
                .allSatisfy(advice ->
                        assertThat(new RunException(Failure.KAFKA, advice)).hasMessage(advice));
    }

    @Test
    void every_listed_message_exists() throws IOException {
        for (String section : List.of("At the start", "In the log")) {
            assertThat(messages(section)).hasSizeGreaterThan(10).allSatisfy(message -> assertThat(parts(message))
                    .allSatisfy(part -> assertThat(sources).contains(part)));
        }
    }

    @Test
    void lists_every_warning_and_error_of_the_log() throws IOException {
        List<String> listed = messages("In the log");
        List<String> logged = Pattern.compile("LOG\\s*\\.(?:warn|error)\\(\\s*\"((?:[^\"\\\\]|\\\\.)*)\"")
                .matcher(sources)
                .results()
                .map(found -> found.group(1).replaceAll("(\\{})+", "…"))
                .toList();

        assertThat(logged).hasSizeGreaterThan(10).allSatisfy(message -> assertThat(listed)
                .anyMatch(begin -> message.startsWith(begin.replaceFirst("…$", ""))));
    }

    /** The cells of a column of the table in a section, without the heading. */
    private static List<String> cells(String section, int column) throws IOException {
        String text = Files.readString(PAGE);
        String from = text.substring(text.indexOf("\n## " + section + "\n") + 4);
        String table = from.contains("\n## ") ? from.substring(0, from.indexOf("\n## ")) : from;
        return table.lines()
                .filter(line -> line.startsWith("| "))
                .skip(1)
                .map(row -> row.split(" \\| | \\|$|^\\| ")[column + 1])
                .toList();
    }

    private static List<String> messages(String section) throws IOException {
        return cells(section, 0).stream()
                .map(cell -> cell.substring(1, cell.length() - 1))
                .toList();
    }

    /** The constant parts of a message. */
    private static List<String> parts(String message) {
        return Stream.of(message.replace("{{…}}", "{{\0}}").split("…"))
                .map(part -> part.replace('\0', '…').strip())
                .filter(part -> part.length() > 1)
                .toList();
    }

    private static String sources() {
        try (Stream<Path> files = Files.walk(Path.of("src", "main", "java"))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(TroubleshootingTest::read)
                    .collect(Collectors.joining("\n"))
                    .replaceAll("\"\\s*\\+\\s*\"", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
