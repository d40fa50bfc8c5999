package io.zoomhosts;

import io.zoomhosts.kafka.RecordedRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Formats runs as a table. */
final class RunsTable {

    private RunsTable() {}

    /** A heading and one line per run; empty if there are no runs. With several accounts there is a column for the account. */
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
        rows.add(row(
                accounts, "ACCOUNT", "WINDOW", "STATUS", "ROWS", "FILTERED", "ZOOM'S TOTAL", "FINISHED AT", "ERROR"));
        for (ShownRuns.Shown each : shown) {
            RecordedRun run = each.run();
            rows.add(row(
                    accounts,
                    run.reported("account_id"),
                    run.window(),
                    status(each),
                    run.event().path("rows").asText(),
                    run.event().path("filtered").asText(),
                    run.event().path("total_records").asText("-"),
                    run.finishedAt().toString(),
                    error(each)));
        }
        int before = accounts ? 3 : 2;
        return Table.lines(rows, Set.of(before, before + 1, before + 2));
    }

    private static List<String> row(boolean accounts, String... cells) {
        return Stream.of(cells).skip(accounts ? 0 : 1).map(ShownRuns::printable).toList();
    }

    private static String status(ShownRuns.Shown each) {
        if (each.run().isComplete()) {
            return each.run().hasRows() ? "complete" : "complete, rows gone";
        }
        return each.complete() == null ? "failed" : "failed, complete before";
    }

    private static String error(ShownRuns.Shown each) {
        RecordedRun run = each.run();
        if (run.isComplete()) {
            return run.hasRows() ? "" : "the topic with its rows was deleted";
        }
        String error = run.event().path("error").path("kind").asText() + ": "
                + run.event().path("error").path("message").asText();
        return each.complete() == null
                ? error
                : "the " + each.complete().event().path("rows").asText() + " rows of "
                        + each.complete().finishedAt() + " stay; " + error;
    }
}
