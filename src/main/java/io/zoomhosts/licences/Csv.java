package io.zoomhosts.licences;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Lines of CSV (RFC 4180, with line feeds). A cell that a spreadsheet would take for a formula begins with an apostrophe: names
 * come from users of Zoom, who can write what they like.
 */
final class Csv {

    private static final Pattern FORMULA =
            Pattern.compile("(?s)[\\s\\p{Z}\\p{C}]*[=+\\-@\uFF1D\uFF0B\uFF0D\uFF20].*|(?s)[\\t\\r\\n].*");
    private static final Pattern QUOTED = Pattern.compile("(?s).*[\",\\r\\n].*|\\s.*|.*\\s");

    private Csv() {}

    static String line(List<String> cells) {
        return cells.stream().map(Csv::cell).collect(Collectors.joining(",")) + "\n";
    }

    /** Whether a spreadsheet would take a cell for a formula. */
    static boolean isFormula(String value) {
        return FORMULA.matcher(value).matches();
    }

    private static String cell(String value) {
        if (value == null) {
            return "";
        }
        String harmless = isFormula(value) ? "'" + value : value;
        return QUOTED.matcher(harmless).matches() ? '"' + harmless.replace("\"", "\"\"") + '"' : harmless;
    }
}
