package io.zoomhosts;

import io.zoomhosts.kafka.RecordedRun;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Runs as a table for people: columns as wide as what is in them, two spaces apart. */
final class RunsTable {

    private RunsTable() {}

    /** A heading and a line per run; nothing where there is none. Several accounts are told apart by a column. */
    static Stream<String> lines(List<ShownRuns.Shown> shown) {
        if (shown.isEmpty()) {
            return Stream.empty();
        }
        boolean accounts = shown.stream()
                        .map(each -> each.run().reported("account_id"))
                        .distinct()
                        .count()
                > 1;
        List<List<String>> rows = new ArrayList<>();
        rows.add(row(accounts, "ACCOUNT", "WINDOW", "STATUS", "HOSTS", "ZOOM'S TOTAL", "FINISHED AT", "ERROR"));
        for (ShownRuns.Shown each : shown) {
            RecordedRun run = each.run();
            rows.add(row(
                    accounts,
                    run.reported("account_id"),
                    run.reported("type") + " " + run.reported("from") + " to " + run.reported("to"),
                    status(each),
                    run.event().path("hosts").asText(),
                    run.event().path("total_records").asText("-"),
                    run.finishedAt().toString(),
                    error(each)));
        }
        int[] widths = IntStream.range(0, rows.get(0).size())
                .map(column -> rows.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        return rows.stream().map(row -> line(row, widths));
    }

    private static List<String> row(boolean accounts, String... cells) {
        return Stream.of(cells).skip(accounts ? 0 : 1).map(ShownRuns::printable).toList();
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            String cell = row.get(column);
            String padding = " ".repeat(widths[column] - cell.length());
            // Figures, which are the same distance from the end of the row with and without accounts, stand on the
            // right.
            boolean figure = column == widths.length - 4 || column == widths.length - 3;
            line.append(figure ? padding + cell : cell + padding).append("  ");
        }
        return line.toString().stripTrailing();
    }

    private static String status(ShownRuns.Shown each) {
        if (each.run().isComplete()) {
            return each.run().hasHosts() ? "complete" : "complete, hosts gone";
        }
        return each.complete() == null ? "failed" : "failed, complete before";
    }

    private static String error(ShownRuns.Shown each) {
        RecordedRun run = each.run();
        if (run.isComplete()) {
            return run.hasHosts() ? "" : "the topic that they were in was deleted";
        }
        String error = run.event().path("error").path("kind").asText() + ": "
                + run.event().path("error").path("message").asText();
        return each.complete() == null
                ? error
                : "the " + each.complete().event().path("hosts").asText() + " hosts of "
                        + each.complete().finishedAt() + " stay; " + error;
    }
}
