package io.zoomhosts.account;

import io.zoomhosts.failure.RunException;

/** Says which accounts this instance works on, if several instances share them. Thread-safe. */
public interface AccountOwner {

    /** A process that works on every account, whatever others do: {@code bin/zoom-hosts collect}. */
    AccountOwner OF_ALL = new AccountOwner() {

        @Override
        public boolean owns(String accountId) {
            return true;
        }

        @Override
        public void check(String accountId) {
            // Nobody takes an account from this process.
        }
    };

    /** Whether this instance works on an account. */
    boolean owns(String accountId);

    /**
     * Call it before each request to Zoom. Waits while it is uncertain whether the account still belongs to this instance.
     *
     * @throws RunException if the account does not belong to this instance
     */
    void check(String accountId) throws InterruptedException;
}
