package io.zoomhosts.zoom;

import io.zoomhosts.account.Account;
import io.zoomhosts.report.Report;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns about each collected report that the Zoom app may not read, as soon as an access token says so, and again only after the
 * set of these reports has changed. It changes nothing else: the run of such a report still asks Zoom, and fails with Zoom's
 * own answer. Thread-safe.
 */
public final class MissingScopes {

    private static final Logger LOG = LoggerFactory.getLogger(MissingScopes.class);

    /** The classic scopes, of an account and of a master account. Each covers every report. */
    private static final List<String> ALL_REPORTS = List.of("report:read:admin", "report:master");

    private final Function<Account, ? extends Collection<Report>> collected;
    private final Map<String, Set<String>> named = new ConcurrentHashMap<>();

    /** @param collected the reports that this process collects of an account; called for each token */
    public MissingScopes(Function<Account, ? extends Collection<Report>> collected) {
        this.collected = collected;
    }

    /** @param scopes of the account's token, separated by blanks; blank if Zoom does not say */
    void check(Account account, String scopes) {
        if (scopes.isBlank()) {
            return;
        }
        Set<String> given = new HashSet<>(Arrays.asList(scopes.strip().split("\\s+")));
        List<Report> missing = ALL_REPORTS.stream().anyMatch(given::contains)
                ? List.of()
                : collected.apply(account).stream()
                        .filter(report -> !given.contains(report.scope()))
                        .toList();
        Set<String> names = new HashSet<>();
        missing.forEach(report -> names.add(report.name()));
        if (!names.equals(named.put(account.id(), names))) {
            missing.forEach(report -> LOG.warn(
                    "Report {}: the Zoom app of account {} does not have the scope {}, so the windows of this report will"
                            + " fail; other reports are not affected. Add the scope to the Zoom app (page Scopes), or remove the"
                            + " report from zoom.reports (ZOOM_REPORTS). docs/reports.md lists the scopes of all reports",
                    report.name(),
                    account.id(),
                    report.scope()));
        }
    }
}
