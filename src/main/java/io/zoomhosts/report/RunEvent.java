package io.zoomhosts.report;

import java.util.LinkedHashMap;
import java.util.Map;

/** The value of a run's event: {@code docs/schemas/run.schema.json}. */
final class RunEvent {

    private RunEvent() {}

    /** The members in the order in which they are written. */
    static Map<String, Object> of(Run run) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("run_id", run.id());
        event.put("status", run.isFailed() ? "failed" : "complete");
        event.put("report", run.reported());
        event.put("hosts", run.hosts());
        event.put("pages", run.pages());
        event.put("duplicates", run.duplicates());
        event.put("rejected", run.rejected());
        event.put("total_records", run.totals().records());
        event.put("total_meetings", run.totals().meetings());
        event.put("total_participants", run.totals().participants());
        event.put("total_meeting_minutes", run.totals().meetingMinutes());
        event.put("started_at", Run.seconds(run.startedAt()));
        event.put("finished_at", Run.seconds(run.finishedAt()));
        if (run.isFailed()) {
            Map<String, Object> error = new LinkedHashMap<>();
            error.put("kind", run.error().failure().text());
            error.put("message", run.error().getMessage());
            event.put("error", error);
            return event;
        }
        if (run.isMismatch()) {
            event.put("mismatch", true);
        }
        if (!run.differences().isEmpty()) {
            event.put("differences", run.differences());
        }
        return event;
    }
}
