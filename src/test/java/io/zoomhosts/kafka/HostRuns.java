package io.zoomhosts.kafka;

import io.zoomhosts.account.AccountOwner;
import io.zoomhosts.account.AccountReports;
import io.zoomhosts.account.Accounts;
import io.zoomhosts.report.HostReport;
import io.zoomhosts.report.Report;
import io.zoomhosts.report.ReportDeclaration;
import io.zoomhosts.report.Reports;
import io.zoomhosts.report.Window;
import io.zoomhosts.run.CompleteRun;
import io.zoomhosts.run.DueWindow;
import io.zoomhosts.run.Run;
import io.zoomhosts.run.RunLimits;
import io.zoomhosts.run.RunTrace;
import io.zoomhosts.run.Runs;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs of the report hosts, driven as the routes drive them. */
final class HostRuns {

    private static final Instant TRIGGERED_AT = Instant.parse("2026-11-01T02:30:00Z");

    private static final RunLimits LIMITS =
            new RunLimits(100, false, Duration.ofSeconds(1), Duration.ofMinutes(10), Clock.systemUTC());

    /** The ledger: complete runs by key. */
    final Map<String, CompleteRun> ledger = new HashMap<>();

    final Runs runs = new Runs(
            LIMITS,
            (report, since) -> ledger,
            List.of(),
            run -> RunTrace.NONE,
            new KafkaDiagnosis(),
            AccountOwner.OF_ALL,
            () -> false);

    private final Report report;

    /** @param topic topic of the rows */
    HostRuns(String topic) {
        report = HostReport.in(topic);
    }

    /** One report per topic, all of them collected from one account. */
    static AccountReports collected(String... topics) {
        return new AccountReports(reports(topics), new Accounts(List.of(HostReport.account("ACCOUNT"))));
    }

    /** One report per topic, with the name of its topic, all of them collected. */
    static Reports reports(String... topics) {
        Map<String, ReportDeclaration> declarations = new HashMap<>();
        for (String topic : topics) {
            ReportDeclaration declaration = HostReport.declaration();
            declaration.setTopic(topic);
            declarations.put("report-" + declarations.size(), declaration);
        }
        return new Reports(() -> declarations, List.of("all"));
    }

    Report report() {
        return report;
    }

    /** A run of account {@code ACCOUNT} for active hosts in October, before its first attempt. */
    Run open() {
        LocalDate first = LocalDate.parse("2026-10-01");
        Window window = new Window(
                report, Map.of("type", "active"), first, first.plusMonths(1).minusDays(1));
        return runs.open(new DueWindow(HostReport.account("ACCOUNT"), window, TRIGGERED_AT));
    }

    /** Accepts the window's only page, with one row, and counts it as published. */
    void publish(Run run) throws IOException {
        runs.restart(run);
        runs.accept(run, HostReport.read("""
                {"from":"2026-10-01","to":"2026-10-31","total_records":1,"next_page_token":"","users":[{"id":"a"}]}
                """));
        runs.rows(run);
        runs.published(run, 1, 0);
    }
}
