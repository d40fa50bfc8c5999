package io.zoomhosts.licences;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTest {

    @Test
    void quotes_what_needs_quotes() {
        assertThat(Csv.line(Arrays.asList("a", null, "b,c", "d\"e", "f\ng", " padded ")))
                .isEqualTo("a,,\"b,c\",\"d\"\"e\",\"f\ng\",\" padded \"\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", " =1", "\t=1", "\uFF1D1", "\uFF20x"})
    void makes_cells_harmless_that_a_spreadsheet_takes_for_a_formula(String cell) {
        assertThat(Csv.line(List.of(cell)).replace("\"", "")).startsWith("'" + cell);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Jane Doe", "jane-doe@example.com", "2026-10", "O'Neill", "שרה"})
    void leaves_other_cells_as_they_are(String cell) {
        assertThat(Csv.line(List.of(cell))).isEqualTo(cell + "\n");
    }
}
