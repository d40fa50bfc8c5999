package io.zoomhosts.run;

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
        event.put(Report.MEMBER, reported(run));
        event.put("rows", rows);
        if (report.countedAs() != null) {
            event.put(report.countedAs(), rows);
        }
        event.put("pages", counts.pages());
        event.put("duplicates", counts.duplicates());
        event.put("rejected", counts.rejected());
        event.put("filtered", counts.filtered());
        event.putAll(counts.totals().asMap());
        event.put("settled", run.isSettled());
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

    /** The member {@code report}: name of the report, account, and the request parameters of the window. */
    static Map<String, Object> reported(Run run) {
        Map<String, Object> reported = new LinkedHashMap<>();
        reported.put("name", run.report().name());
        reported.put("account_id", run.account().id());
        reported.putAll(run.window().asked());
        return reported;
    }
}
