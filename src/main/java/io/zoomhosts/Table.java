package io.zoomhosts;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Rows for people: columns as wide as what is in them, two spaces apart. */
final class Table {

    private Table() {}

    /** A line per row, all of the same number of cells. */
    static Stream<String> lines(List<List<String>> rows) {
        return lines(rows, Set.of());
    }

    /** @param figures columns whose cells stand on the right */
    static Stream<String> lines(List<List<String>> rows, Set<Integer> figures) {
        int[] widths = IntStream.range(0, rows.get(0).size())
                .map(column -> rows.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        return rows.stream().map(row -> line(row, widths, figures));
    }

    private static String line(List<String> row, int[] widths, Set<Integer> figures) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            String cell = row.get(column);
            String padding = " ".repeat(widths[column] - cell.length());
            line.append(figures.contains(column) ? padding + cell : cell + padding)
                    .append("  ");
        }
        return line.toString().stripTrailing();
    }
}
