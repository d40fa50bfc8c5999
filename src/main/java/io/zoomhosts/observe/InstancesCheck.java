package io.zoomhosts.observe;

import io.zoomhosts.account.Account;
import io.zoomhosts.account.Names;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Says which accounts this instance works on. Always up: an instance that stands by, or has yet to join the others, is well. That Kafka
 * cannot be reached is known to {@link KafkaCheck}.
 */
public final class InstancesCheck extends ReadinessCheck {

    private final Supplier<String> status;
    private final Supplier<? extends Collection<Account>> accounts;
    private final Predicate<String> owns;

    /**
     * @param status the state of this instance among the others, as a sentence without its full stop
     * @param owns whether this instance works on an account
     */
    public InstancesCheck(
            Supplier<String> status, Supplier<? extends Collection<Account>> accounts, Predicate<String> owns) {
        super("instances");
        this.status = status;
        this.accounts = accounts;
        this.owns = owns;
    }

    @Override
    Finding look() {
        Collection<Account> known = accounts.get();
        List<String> own = known.stream().map(Account::id).filter(owns).toList();
        return Finding.up(status.get() + ". Accounts: " + own.size() + " of " + known.size()
                + (own.isEmpty() ? "" : ": " + Names.first(MANY, own)));
    }
}
