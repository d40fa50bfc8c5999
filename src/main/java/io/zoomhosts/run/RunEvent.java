package io.zoomhosts.run;

import io.zoomhosts.report.PageRequest;
import io.zoomhosts.report.Report;
import java.util.LinkedHashMap;
import java.util.Map;

/** Builds the value of a run event, as in {@code docs/schemas/run.schema.json}. */
final class RunEvent {

    private RunEvent() {}

    /** The members in the order of the JSON object. */
    static Map<String, Object> of(Run run) {
        Report report = run.report();
        Counts counts = run.counts();
        // Nothing of a failed run is visible.
        long rows = run.isFailed() ? 0 : counts.rows();
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("run_id", run.id());
        event.put("status", run.isFailed() ? "failed" : "complete");
        event.put(
                Report.MEMBER, PageRequest.first(run.accountId(), run.window()).asked());
        event.put("rows", rows);
        if (report.countedAs() != null) {
            event.put(report.countedAs(), rows);
        }
        event.put("pages", counts.pages());
        event.put("duplicates", counts.duplicates());
        event.put("rejected", counts.rejected());
        event.put("filtered", counts.filtered());
        if (report.isBySubject()) {
            event.put("subjects", counts.subjects());
            event.put("without_report", counts.withoutReport());
        }
        event.putAll(counts.totals().asMap());
        event.put("settled", run.isSettled());
        if (!run.isFailed()) {
            event.put("proof", run.proof());
        }
        event.put("started_at", Run.seconds(run.startedAt()));
        event.put("finished_at", Run.seconds(run.finishedAt()));
        if (run.isFailed()) {
            Map<String, Object> error = new LinkedHashMap<>();
            error.put("kind", run.errorKind());
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
