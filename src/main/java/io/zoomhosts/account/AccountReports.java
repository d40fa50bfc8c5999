package io.zoomhosts.account;

import io.zoomhosts.report.Report;
import io.zoomhosts.report.Reports;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Which reports the schedule collects of which account. Thread-safe. */
public final class AccountReports {

    private final Reports reports;
    private final Accounts accounts;

    public AccountReports(Reports reports, Accounts accounts) {
        this.reports = reports;
        this.accounts = accounts;
    }

    /** The reports of one account, with those whose rows are their subjects. */
    public List<Report> of(Account account) {
        return reports.named(account.reports());
    }

    /** The reports of all accounts. */
    public List<Report> all() {
        Set<Report> all = new LinkedHashSet<>();
        accounts.all().stream().map(Account::reports).distinct().forEach(names -> all.addAll(reports.named(names)));
        return List.copyOf(all);
    }
}
