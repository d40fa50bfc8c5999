package io.zoomhosts.licences;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names come from users of Zoom, and the file is opened in a spreadsheet. */
class CsvFormulaTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=1+1",
                "+1",
                "-1",
                "@SUM(A1)",
                "＝1+1",
                "＋1",
                "－1",
                "＠SUM(A1)",
                " =1+1",
                "\u00a0=1",
                "\u3000=1",
                "\t=1",
                "\r=1",
                "\n=1",
                "\u0000=1",
                "\uFEFF=1",
                "\u200b=1",
                "\tA",
                "\rA",
                "\nA",
                "=cmd|' /C calc'!A0",
                "=\"a\",1"
            })
    void no_cell_is_a_formula(String value) {
        String line = Csv.line(List.of("a", value));

        assertThat(line).matches("(?s)a,\"?'.*\n");
        assertThat(Csv.isFormula(value)).isTrue();
    }
}
