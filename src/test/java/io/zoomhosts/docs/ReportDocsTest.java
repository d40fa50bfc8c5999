package io.zoomhosts.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.zoomhosts.report.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code docs} says about each report is what its declaration and Zoom's OpenAPI file say. */
class ReportDocsTest {

    static Stream<Path> files() throws IOException {
        return ReportDocs.files().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("files")
    void is_written_from_the_declarations(Path file) throws IOException {
        assertThat(file)
                .as("write it with mvn -q test-compile exec:java@reports")
                .content()
                .isEqualTo(ReportDocs.files().get(file));
    }

    @Test
    void has_a_schema_of_each_report_and_no_other() throws IOException {
        try (Stream<Path> files = Files.list(RowSchema.FOLDER)) {
            assertThat(files.map(Path::getFileName).map(Path::toString))
                    .filteredOn(name -> name.endsWith(".schema.json"))
                    .containsExactlyInAnyOrderElementsOf(Stream.concat(
                                    Stream.of("host", "run"),
                                    ShippedReports.others().stream().map(Report::name))
                            .map(name -> name + ".schema.json")
                            .toList());
        }
    }

    /** Guards against a table without rows: the marks would still match. */
    @Test
    void lists_every_report_in_the_table() throws IOException {
        String page = Files.readString(ReportDocs.PAGE);

        assertThat(ShippedReports.all()).isNotEmpty().allSatisfy(report -> assertThat(page)
                .contains("\n| `" + report.name() + "` | `" + report.path() + "` | "));
    }
}
