package io.zoomhosts.observe;

import io.zoomhosts.account.Account;
import io.zoomhosts.report.Report;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A check that is down while every account has a problem. One account among others must not take the process from them: it is named
 * while the check is up.
 */
abstract class AccountsCheck extends ReadinessCheck {

    private final Supplier<? extends Collection<Account>> accounts;
    private final Function<Account, ? extends Collection<Report>> reports;

    /**
     * @param accounts those that are checked
     * @param reports the collected reports of an account
     */
    AccountsCheck(
            String id,
            Supplier<? extends Collection<Account>> accounts,
            Function<Account, ? extends Collection<Report>> reports) {
        super(id);
        this.accounts = accounts;
        this.reports = reports;
    }

    /** What keeps every report of an account from being collected; empty if nothing does. */
    abstract Optional<String> trouble(Account account, Collection<Report> reports);

    @Override
    Finding look() {
        Collection<Account> known = List.copyOf(accounts.get());
        List<String> troubles = known.stream()
                .flatMap(
                        account -> trouble(account, reports.apply(account))
                                .map(trouble -> "account " + account.id() + ": " + trouble)
                                .stream())
                .toList();
        boolean isEach = !known.isEmpty() && troubles.size() == known.size();
        return new Finding(isEach, first(troubles, "accounts"));
    }
}
