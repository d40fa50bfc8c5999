package io.zoomhosts.observe;

import io.zoomhosts.observe.Freshness.Overdue;
import io.zoomhosts.report.Report;
import io.zoomhosts.report.Reports;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Down when every collected report is overdue: then nothing arrives any more. One overdue report among others leaves the check
 * up, because the process does its work: the report has a problem of its own, such as a missing scope, for which its metric and
 * its alert are there. Otherwise a problem of one report would hide that of another.
 */
public final class FreshnessCheck extends ReadinessCheck {

    private final Reports reports;
    private final Freshness freshness;
    private final NewestRuns newest;

    /** @param reports the declared reports; only the collected ones are checked */
    public FreshnessCheck(Reports reports, Freshness freshness, NewestRuns newest) {
        super("freshness");
        this.reports = reports;
        this.freshness = freshness;
        this.newest = newest;
    }

    @Override
    Optional<String> trouble() {
        List<String> overdue = overdue();
        return overdue.size() < reports.collected().size()
                ? Optional.empty()
                : Optional.of(String.join("; ", overdue) + ". See the log or 'bin/zoom-hosts runs'");
    }

    /** A sentence for each report with an overdue window. */
    private List<String> overdue() {
        List<String> overdue = new ArrayList<>();
        for (Report report : reports.collected()) {
            report.scheduledVariants().stream()
                    .filter(variant -> !freshness.isCatchingUp(report, variant))
                    .flatMap(variant -> freshness.overdue(report, variant).map(found -> said(variant, found)).stream())
                    .findFirst()
                    .ifPresent(overdue::add);
        }
        return overdue;
    }

    private String said(String variant, Overdue overdue) {
        Report report = overdue.window().report();
        return "last complete run of the report " + (report.name() + " " + variant).strip() + ": "
                + newest.startedAt(report, variant).map(Instant::toString).orElse("none yet") + "; the window "
                + overdue.window() + " has been overdue since " + overdue.since();
    }
}
