package io.zoomhosts.account;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
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
