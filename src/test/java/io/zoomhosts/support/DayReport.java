package io.zoomhosts.support;

import io.zoomhosts.sandbox.Fault;
import io.zoomhosts.sandbox.SandboxAnswer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A report of days without echo or total, declared under any name, and Zoom's answer to it. */
public final class DayReport {

    private DayReport() {}

    /** Declares the report in a copy of the routes; a shipped report of this name is replaced. */
    public static void declare(Path routes, String name, String more) throws IOException {
        Files.writeString(routes.resolve("reports/" + name + ".camel.yaml"), """
                - beans:
                    - name: %1$s
                      type: io.zoomhosts.report.ReportDeclaration
                      properties:
                        path: /report/%1$s
                        calendar: days
                        rows: rows
                        key: hash
                        echo: none
                        total: none
                        topic: "{{zoom.hosts-topic}}.%1$s"
                        eventType: com.example.row.reported.v1
                        scope: report:read:%1$s:admin
                        unchecked: true
                """.formatted(name) + more.indent(8));
    }

    /** Answers every request for the report with one page of these rows. */
    public static Fault answer(String name, String... rows) {
        return (request, nth) -> Optional.of(
                        SandboxAnswer.json(200, "{\"next_page_token\":\"\",\"rows\":[" + String.join(",", rows) + "]}"))
                .filter(any -> request.path().equals("/v2/report/" + name));
    }
}
