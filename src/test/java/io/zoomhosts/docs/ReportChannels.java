package io.zoomhosts.docs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.zoomhosts.report.Report;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The parts of {@code docs/asyncapi.yaml} about reports other than hosts. */
final class ReportChannels {

    private ReportChannels() {}

    static String channels(List<Report> reports) {
        return each(reports, report -> """
                  %1$s:
                    address: %2$s
                    title: %3$s
                    summary: One record per row, report window and run.
                    servers: [$ref: '#/servers/kafka']
                    messages:
                      %1$s: {$ref: '#/components/messages/%1$s'}
                    bindings: {$ref: '#/components/channelBindings/topic'}
                """.formatted(
                                report.name(),
                                report.topic(),
                                quoted(ZoomReport.of(report).title())))
                + """
                  reportRuns:
                    address: zoom.{report}.runs
                    title: Runs of other reports
                    summary: The outcome of each run of a window.
                    parameters:
                      report: {$ref: '#/components/parameters/report'}
                    servers: [$ref: '#/servers/kafka']
                    messages:
                      runCompleted: {$ref: '#/components/messages/runCompleted'}
                      runFailed: {$ref: '#/components/messages/runFailed'}
                    bindings: {$ref: '#/components/channelBindings/topic'}
                  reportDlq:
                    address: zoom.{report}.dlq
                    title: Dead letters of other reports
                    summary: Rows that cannot be events.
                    parameters:
                      report: {$ref: '#/components/parameters/report'}
                    servers: [$ref: '#/servers/kafka']
                    messages:
                      rejectOfReport: {$ref: '#/components/messages/rejectOfReport'}
                    bindings: {$ref: '#/components/channelBindings/topic'}
                """;
    }

    static String operations(List<Report> reports) {
        return each(reports, report -> """
                  publish-%1$s:
                    action: send
                    channel: {$ref: '#/channels/%1$s'}
                    summary: Publishes every row of a window, in the window's transaction.
                    messages: [$ref: '#/channels/%1$s/messages/%1$s']
                """.formatted(report.name()));
    }

    static String messages(List<Report> reports) {
        return each(reports, ReportChannels::message)
                + """
                  parameters:
                    report:
                      description: Name of the report.
                      enum: [%s]
                """.formatted(reports.stream().map(Report::name).collect(Collectors.joining(", ")));
    }

    private static String message(Report report) {
        ExampleRecord example = new ExampleRecord(report);
        return """
                    %1$s:
                      name: %2$s
                      title: %3$s
                      summary: One row of one report window, as Zoom sent it, with the reserved member `report`.
                      contentType: application/json
                      headers:
                        type: object
                        required: [ce_specversion, ce_id, ce_source, ce_type, ce_subject, ce_time, content-type]
                        additionalProperties: false
                        properties:
                          ce_specversion: {$ref: '#/components/schemas/specversion'}
                          ce_id: {type: string, description: '`<run_id>/<key>`', pattern: '^%4$s/.'}
                          ce_source: {type: string, pattern: '^/zoom/accounts/[^/]+%5$s$'}
                          ce_type: {type: string, const: %2$s}
                          ce_subject: {type: string, description: The record's key., minLength: 1}
                          ce_time: {$ref: '#/components/schemas/time'}
                          content-type: {$ref: '#/components/schemas/contentType'}
                          traceparent: {$ref: '#/components/schemas/traceparent'}
                      payload: {$ref: ./schemas/%1$s.schema.json}
                      bindings:
                        kafka:
                          key: {type: string, description: 'Made of %6$s, UTF-8.', minLength: 1}
                          bindingVersion: 0.5.0
                      examples:
                        - name: row
                          headers:
                %7$s
                          payload:
                %8$s
                """.formatted(
                        report.name(),
                        report.eventType(),
                        quoted(ZoomReport.of(report).title()),
                        RowSchema.runId(report),
                        report.path().replaceAll("[{}]", "\\\\$0"),
                        report.key(),
                        yaml(example.headers()),
                        yaml(example.value()));
    }

    private static String quoted(String text) {
        return TextNode.valueOf(text).toString();
    }

    /** Members, one a line. */
    private static String yaml(ObjectNode object) {
        return object.properties().stream()
                .map(member -> " ".repeat(12) + member.getKey() + ": " + member.getValue())
                .collect(Collectors.joining("\n"));
    }

    private static String each(List<Report> reports, Function<Report, String> part) {
        return reports.stream().map(part).collect(Collectors.joining());
    }
}
