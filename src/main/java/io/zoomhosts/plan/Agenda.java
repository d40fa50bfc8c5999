package io.zoomhosts.plan;

import io.zoomhosts.account.Account;
import io.zoomhosts.plan.Trigger.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The triggers that wait for their accounts, one for each account: until the account is due, and its windows of an earlier trigger
 * have ended. Of two triggers that wait, the schedule's is kept, or else the later one; it is due when the first of them was, or an
 * account would never be due if triggers follow one another faster than its delay. Thread-safe.
 */
final class Agenda {

    private record Entry(Account account, Instant time, Kind kind, Instant dueAt) {

        static Entry stronger(Entry one, Entry other) {
            int kinds = one.kind.compareTo(other.kind);
            boolean keepsOne = kinds == 0 ? one.time.isAfter(other.time) : kinds < 0;
            Entry kept = keepsOne ? one : other;
            Instant dueAt = one.dueAt.isBefore(other.dueAt) ? one.dueAt : other.dueAt;
            return new Entry(kept.account, kept.time, kept.kind, dueAt);
        }
    }

    private final Map<String, Entry> waiting = new LinkedHashMap<>();

    /**
     * Adds a trigger for all of these accounts at once, so that {@link #take} cannot get a part of them.
     *
     * @param dueAt the earliest time to collect an account; not before {@code time}
     */
    synchronized void add(Collection<Account> accounts, Instant time, Kind kind, Function<Account, Instant> dueAt) {
        for (Account account : accounts) {
            waiting.merge(account.id(), new Entry(account, time, kind, dueAt.apply(account)), Entry::stronger);
        }
    }

    /** Forgets the triggers of these accounts that are from before an instant. */
    synchronized void forgetOlder(Collection<Account> accounts, Instant instant) {
        for (Account account : accounts) {
            waiting.computeIfPresent(account.id(), (id, entry) -> entry.time.isBefore(instant) ? null : entry);
        }
    }

    synchronized void forget(Collection<Account> accounts) {
        accounts.forEach(account -> waiting.remove(account.id()));
    }

    /** Takes a trigger with all accounts that are due for it and ready; null if there is none. */
    synchronized Trigger take(Instant now, Predicate<Account> ready) {
        List<Account> accounts = new ArrayList<>();
        Entry first = null;
        for (Entry entry : List.copyOf(waiting.values())) {
            boolean joins = first == null || first.time.equals(entry.time) && first.kind == entry.kind;
            if (joins && !entry.dueAt.isAfter(now) && ready.test(entry.account)) {
                first = entry;
                accounts.add(entry.account);
                waiting.remove(entry.account.id());
            }
        }
        return first == null ? null : new Trigger(first.time, first.kind, List.copyOf(accounts));
    }
}
