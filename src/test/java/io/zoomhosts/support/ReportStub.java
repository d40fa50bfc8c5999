package io.zoomhosts.support;

import io.zoomhosts.report.Window;
import io.zoomhosts.sandbox.Fault;
import io.zoomhosts.sandbox.SandboxAnswer;
import io.zoomhosts.sandbox.ZoomContract;
import java.util.Optional;

/** Answers that replace the sandbox's own report. Access tokens are still issued by the sandbox. */
public final class ReportStub {

    private ReportStub() {}

    /** Gives the same answer to every request for the report. */
    public static Fault always(SandboxAnswer answer) {
        return (request, nth) -> request.isForPage() ? Optional.of(answer) : Optional.empty();
    }

    /** Gives the answer to one request for the report, counted from 1. */
    public static Fault onPage(int nth, SandboxAnswer answer) {
        return (request, count) -> request.isForPage() && count == nth ? Optional.of(answer) : Optional.empty();
    }

    /** A whole window of one page. */
    public static Fault window(Window window, String... rows) {
        return window(window, rows.length, rows);
    }

    /** A window of one page, with its {@code total_records}. */
    public static Fault window(Window window, int totalRecords, String... rows) {
        return always(ZoomContract.answer("/v2/report/users", page(window, totalRecords, rows)));
    }

    /** A window of one page with rows that Zoom's contract does not allow. */
    public static Fault brokenWindow(Window window, String... rows) {
        return always(SandboxAnswer.json(200, page(window, rows.length, rows)));
    }

    private static String page(Window window, int totalRecords, String... rows) {
        return "{\"from\":\"" + window.from() + "\",\"to\":\"" + window.to() + "\",\"next_page_token\":\"\","
                + "\"total_records\":" + totalRecords + ",\"users\":[" + String.join(", ", rows) + "]}";
    }
}
