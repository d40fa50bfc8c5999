package io.zoomhosts.observe;

import io.zoomhosts.failure.Failure;
import io.zoomhosts.report.Report;
import io.zoomhosts.report.Reports;
import io.zoomhosts.run.Run;
import io.zoomhosts.run.RunListener;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Down after Zoom refused the credentials, until it delivers a page again; and while it refuses every collected report, because
 * the scope or the role is missing. If it refuses one report among others, the process does its work: the failed windows of
 * that report have their own metric and alert.
 */
public final class ZoomAccessCheck extends ReadinessCheck implements RunListener {

    private final Reports reports;
    private final Map<String, String> refusedReports = new ConcurrentHashMap<>();
    private volatile String refusedCredentials;

    public ZoomAccessCheck(Reports reports) {
        super("zoom-access");
        this.reports = reports;
    }

    @Override
    public void onPage(Run run) {
        refusedCredentials = null;
        refusedReports.remove(run.report().name());
    }

    @Override
    public void onEnd(Run run) {
        Failure failure = run.isFailed() ? run.error().failure() : null;
        if (failure == Failure.ACCESS_REFUSED) {
            refusedCredentials = run.error().getMessage();
        } else if (failure == Failure.NOT_PERMITTED) {
            refusedReports.put(run.report().name(), run.error().getMessage());
        }
    }

    @Override
    Optional<String> trouble() {
        return Optional.ofNullable(refusedCredentials)
                .or(() -> reports.collected().stream().map(Report::name).allMatch(refusedReports::containsKey)
                        ? refusedReports.values().stream().findFirst()
                        : Optional.empty());
    }
}
