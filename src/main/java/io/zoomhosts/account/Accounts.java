package io.zoomhosts.account;

import java.util.List;

/** The accounts that this process collects from. */
public final class Accounts {

    private final List<Account> accounts;

    public Accounts(List<Account> accounts) {
        this.accounts = List.copyOf(accounts);
    }

    public List<Account> all() {
        return accounts;
    }

    /** Those with a retry that is due now; it is taken. */
    public List<Account> takeDueForRetry() {
        return accounts.stream()
                .filter(account -> account.retrySchedule().takeDue())
                .toList();
    }
}
