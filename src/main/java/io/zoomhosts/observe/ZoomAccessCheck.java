package io.zoomhosts.observe;

import io.zoomhosts.account.Account;
import io.zoomhosts.failure.Failure;
import io.zoomhosts.report.Report;
import io.zoomhosts.run.Run;
import io.zoomhosts.run.RunListener;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Down while Zoom refuses every account. An account is refused after Zoom refused its credentials, until it delivers a page again; and
 * while Zoom refuses its every collected report, because the scope or the role is missing. If it refuses one report among others, the
 * process does its work: the failed windows of that report have their own metric and alert.
 */
public final class ZoomAccessCheck extends AccountsCheck implements RunListener {

    private final Map<String, Refusals> refusals = new ConcurrentHashMap<>();

    /** What Zoom refuses to an account. Thread-safe. */
    private static final class Refusals {

        private final Map<String, String> reports = new ConcurrentHashMap<>();
        private volatile String credentials;
    }

    /** As {@link AccountsCheck}. */
    public ZoomAccessCheck(
            Supplier<? extends Collection<Account>> accounts, Function<Account, ? extends Collection<Report>> reports) {
        super("zoom-access", accounts, reports);
    }

    @Override
    public void onPage(Run run) {
        Refusals refused = refusals.get(run.accountId());
        if (refused != null) {
            refused.credentials = null;
            refused.reports.remove(run.report().name());
        }
    }

    @Override
    public void onEnd(Run run) {
        Failure failure = run.isFailed() ? run.error().failure() : null;
        if (failure == Failure.ACCESS_REFUSED) {
            of(run).credentials = run.error().getMessage();
        } else if (failure == Failure.NOT_PERMITTED) {
            of(run).reports.put(run.report().name(), run.error().getMessage());
        }
    }

    private Refusals of(Run run) {
        return refusals.computeIfAbsent(run.accountId(), any -> new Refusals());
    }

    @Override
    Optional<String> trouble(Account account, Collection<Report> reports) {
        Refusals refused = refusals.get(account.id());
        if (refused == null) {
            return Optional.empty();
        }
        return Optional.ofNullable(refused.credentials)
                .or(() -> reports.stream().map(Report::name).allMatch(refused.reports::containsKey)
                        ? refused.reports.values().stream().findFirst()
                        : Optional.empty());
    }
}
