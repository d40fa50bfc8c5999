package io.zoomhosts.account;

import java.util.List;

/** The accounts that this process collects from. Immutable. */
public final class Accounts {

    private final List<Account> accounts;

    public Accounts(List<Account> accounts) {
        this.accounts = List.copyOf(accounts);
    }

    public List<Account> all() {
        return accounts;
    }

    /** Takes the retries that are due, and returns their accounts. */
    public List<Account> takeDueForRetry() {
        return accounts.stream()
                .filter(account -> account.retrySchedule().takeDue())
                .toList();
    }
}
