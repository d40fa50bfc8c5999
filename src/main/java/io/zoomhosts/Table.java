package io.zoomhosts;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Formats rows as a text table: each column as wide as its widest cell, two spaces apart. */
final class Table {

    private Table() {}

    /** One line per row. All rows must have the same number of cells. */
    static Stream<String> lines(List<List<String>> rows) {
        return lines(rows, Set.of());
    }

    /** @param rightAligned indexes of the columns to align right, from 0 */
    static Stream<String> lines(List<List<String>> rows, Set<Integer> rightAligned) {
        int[] widths = IntStream.range(0, rows.get(0).size())
                .map(column -> rows.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        return rows.stream().map(row -> line(row, widths, rightAligned));
    }

    private static String line(List<String> row, int[] widths, Set<Integer> rightAligned) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            String cell = row.get(column);
            String padding = " ".repeat(widths[column] - cell.length());
            line.append(rightAligned.contains(column) ? padding + cell : cell + padding)
                    .append("  ");
        }
        return line.toString().stripTrailing();
    }
}
