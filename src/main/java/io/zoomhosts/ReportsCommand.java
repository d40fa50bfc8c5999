package io.zoomhosts;

import io.zoomhosts.report.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** The command {@code reports}: lists the declared reports. Contacts neither Zoom nor Kafka. */
@Command(
        name = "reports",
        mixinStandardHelpOptions = true,
        description = {
            "Lists the declared reports and whether the schedule collects them (zoom.reports).",
            "Files in routes/reports and routes/yours declare them. To add a report of your own, put a file in routes/yours."
        })
final class ReportsCommand implements Callable<Integer> {

    @Override
    public Integer call() {
        Application application = Application.load(Application.Purpose.READ, Map.of(), List.of());
        try {
            List<List<String>> rows = new ArrayList<>();
            rows.add(List.of("NAME", "PATH", "TOPIC", "SCOPE", "COLLECTED"));
            for (Report report : application.reports().all().values()) {
                boolean collected = application.reports().isCollected(report);
                rows.add(List.of(
                        report.name(), report.path(), report.topic(), report.scope(), collected ? "yes" : "no"));
            }
            Table.lines(rows).forEach(System.out::println);
            return ZoomHosts.OK;
        } finally {
            application.stop();
        }
    }
}
