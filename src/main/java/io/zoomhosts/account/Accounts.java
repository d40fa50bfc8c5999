package io.zoomhosts.account;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The accounts that this process knows. They may change while it runs ({@link AccountReload}). Thread-safe. */
public final class Accounts {

    private volatile Map<String, Account> accounts = Map.of();

    /** What a change did. */
    public record Change(List<Account> added, List<Account> changed, List<Account> removed) {

        static final Change NONE = new Change(List.of(), List.of(), List.of());

        boolean isEmpty() {
            return added.isEmpty() && changed.isEmpty() && removed.isEmpty();
        }

        /** The accounts that are new or were changed. */
        public List<Account> news() {
            return Stream.concat(added.stream(), changed.stream()).toList();
        }
    }

    public Accounts(List<Account> accounts) {
        Map<String, Account> byId = new LinkedHashMap<>();
        accounts.forEach(account -> byId.put(account.id(), account));
        this.accounts = byId;
    }

    /** All accounts, in the order of their declarations. */
    public List<Account> all() {
        return List.copyOf(accounts.values());
    }

    /** The account with this id; empty if it is unknown. */
    public Optional<Account> find(String id) {
        return Optional.ofNullable(accounts.get(id));
    }

    /**
     * Waits until no request of these accounts has arrived at Zoom for a second. Then another instance may use their full rate at once:
     * Zoom does not get its requests in the same second as the last of this one.
     */
    public void awaitQuiet(Predicate<String> ids) {
        Duration wait = accounts.values().stream()
                .filter(account -> ids.test(account.id()))
                .map(account -> account.requestRate().untilQuiet())
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
        try {
            TimeUnit.NANOSECONDS.sleep(wait.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Replaces the accounts by those that are declared now. An account that is known keeps its state.
     *
     * @param create makes an account that is new
     */
    synchronized Change declare(Collection<DeclaredAccount> declared, Function<DeclaredAccount, Account> create) {
        Change change = new Change(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        Map<String, Account> now = new LinkedHashMap<>();
        for (DeclaredAccount each : declared) {
            Account known = accounts.get(each.id());
            if (known == null) {
                change.added().add(create.apply(each));
            } else if (!known.declared().equals(each)) {
                known.declare(each);
                change.changed().add(known);
            }
            now.put(each.id(), known == null ? change.added().get(change.added().size() - 1) : known);
        }
        accounts.values().stream().filter(known -> !now.containsKey(known.id())).forEach(change.removed()::add);
        accounts = now;
        return change;
    }
}
