package io.zoomhosts;

import io.zoomhosts.report.Window;
import io.zoomhosts.sandbox.Answer;
import io.zoomhosts.sandbox.Fault;
import java.util.Optional;

/** What the sandbox is to answer instead of its own report. Its access tokens stay good. */
final class ReportFaults {

    private ReportFaults() {}

    /** The same answer to every request for the report. */
    static Fault always(Answer answer) {
        return (request, nth) -> request.path().endsWith("/report/users") ? Optional.of(answer) : Optional.empty();
    }

    /** A whole window of one page. */
    static Fault window(Window window, String... rows) {
        return window(window, rows.length, rows);
    }

    /** A window of one page, with its {@code total_records}. */
    static Fault window(Window window, int totalRecords, String... rows) {
        return always(Answer.ofZoom("/v2/report/users", page(window, totalRecords, rows)));
    }

    /** A window of one page with rows that Zoom does not send. */
    static Fault brokenWindow(Window window, String... rows) {
        return always(Answer.json(200, page(window, rows.length, rows)));
    }

    private static String page(Window window, int totalRecords, String... rows) {
        return "{\"from\":\"" + window.from() + "\",\"to\":\"" + window.to() + "\",\"next_page_token\":\"\","
                + "\"total_records\":" + totalRecords + ",\"users\":[" + String.join(", ", rows) + "]}";
    }
}
