package io.zoomhosts.docs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zoomhosts.report.Echo;
import io.zoomhosts.report.Page;
import io.zoomhosts.report.PageRequest;
import io.zoomhosts.report.Report;
import io.zoomhosts.report.Row;
import io.zoomhosts.report.Window;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** A record of a report: the example row of Zoom's OpenAPI file, in the window of its own time. */
final class ExampleRecord {

    private static final String ACCOUNT = "q6gBJVO5TzexKYTb_I2rpg";
    private static final LocalDate ANY_DAY = LocalDate.parse("2026-10-05");

    private final Report report;
    private final ObjectNode row;
    private final Window window;

    ExampleRecord(Report report) {
        this.report = report;
        this.row = ZoomReport.of(report).example();
        this.window = window(report, dayOf(report, row));
    }

    private static LocalDate dayOf(Report report, JsonNode row) {
        return Stream.of(String.valueOf(report.rowTime()), "date")
                .map(member -> row.path(member).asText())
                .filter(time -> time.matches("\\d{4}-\\d{2}-\\d{2}.*"))
                .map(time -> LocalDate.parse(time.substring(0, 10)))
                .findFirst()
                .orElse(ANY_DAY);
    }

    /** The whole window with this day, the first of its varied parameters. */
    private static Window window(Report report, LocalDate day) {
        YearMonth month = YearMonth.from(day);
        Map<String, String> parameters = new LinkedHashMap<>();
        report.varied().forEach((parameter, values) -> parameters.put(parameter, values.get(0)));
        return report.calendar().name().equals("DAYS")
                ? new Window(report, parameters, day, day)
                : new Window(report, parameters, month.atDay(1), month.atEndOfMonth());
    }

    private String runId() {
        return window.to().plusDays(3) + "T02:30:00Z/" + ACCOUNT + "/" + report.name() + "/" + window.key();
    }

    private String collectedAt() {
        return window.to().plusDays(3) + "T02:30:01Z";
    }

    private PageRequest request() {
        return PageRequest.first(ACCOUNT, window, report.isBySubject() ? subject() : null);
    }

    /** The uuid of the row where Zoom repeats it. */
    private String subject() {
        return report.echo() == Echo.UUID && row.has("uuid")
                ? row.path("uuid").asText()
                : (report.subjects().parent().equals("hosts") ? "BzBAAAAAAAfprg" : "4444AAAiAAAAAiAiAiiAii==");
    }

    private String key() {
        String json = report.rows().equals(".") ? row.toString() : "{\"" + report.rows() + "\":[" + row + "]}";
        try {
            Row read = Page.read(json.getBytes(StandardCharsets.UTF_8), request(), Instant.EPOCH)
                    .rows()
                    .get(0);
            return (report.key().isNumbered() ? read.numbered(1) : read).key();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ObjectNode headers() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("ce_specversion", "1.0")
                .put("ce_id", runId() + "/" + key())
                .put("ce_source", "/zoom/accounts/" + ACCOUNT + report.path())
                .put("ce_type", report.eventType())
                .put("ce_subject", key())
                .put("ce_time", collectedAt())
                .put("content-type", "application/json");
    }

    ObjectNode value() {
        ObjectNode value = row.deepCopy();
        ObjectNode reported = value.putObject(Report.MEMBER);
        request().asked().forEach(reported::put);
        reported.put("run_id", runId()).put("collected_at", collectedAt());
        return value;
    }
}
