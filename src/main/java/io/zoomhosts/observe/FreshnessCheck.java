package io.zoomhosts.observe;

import io.zoomhosts.account.Account;
import io.zoomhosts.observe.Freshness.Overdue;
import io.zoomhosts.report.Report;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Down when every report of every account is overdue: then nothing arrives any more. One overdue report among others leaves the check
 * up, because the process does its work: the report has a problem of its own, such as a missing scope, for which its metric and
 * its alert are there. Otherwise a problem of one report would hide that of another.
 */
public final class FreshnessCheck extends AccountsCheck {

    private final Freshness freshness;
    private final NewestRuns newest;

    /** As {@link AccountsCheck}. */
    public FreshnessCheck(
            Supplier<? extends Collection<Account>> accounts,
            Function<Account, ? extends Collection<Report>> reports,
            Freshness freshness,
            NewestRuns newest) {
        super("freshness", accounts, reports);
        this.freshness = freshness;
        this.newest = newest;
    }

    @Override
    Optional<String> trouble(Account account, Collection<Report> reports) {
        List<String> overdue = new ArrayList<>();
        for (Report report : reports) {
            report.scheduledVariants().stream()
                    .filter(variant -> !freshness.isCatchingUp(account, report, variant))
                    .flatMap(variant ->
                            freshness
                                    .overdue(account, report, variant)
                                    .map(found -> said(account, variant, found))
                                    .stream())
                    .findFirst()
                    .ifPresent(overdue::add);
        }
        return overdue.isEmpty() || overdue.size() < reports.size()
                ? Optional.empty()
                : Optional.of(String.join("; ", overdue) + ". See the log or 'bin/zoom-hosts runs'");
    }

    private String said(Account account, String variant, Overdue overdue) {
        Report report = overdue.window().report();
        return "last complete run of the report " + (report.name() + " " + variant).strip() + ": "
                + newest.startedAt(account, report, variant)
                        .map(Instant::toString)
                        .orElse("none yet")
                + "; the window " + overdue.window() + " has been overdue since " + overdue.since();
    }
}
