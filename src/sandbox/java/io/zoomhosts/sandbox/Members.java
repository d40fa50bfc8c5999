package io.zoomhosts.sandbox;

import java.time.YearMonth;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The users of the account in each month: those of the host report, first the active ones, then the inactive ones. Makes a
 * user from the row of the report, so all reports agree. Thread-safe.
 */
final class Members {
    private static final int KEPT_MONTHS = 16;

    private record Month(
            SandboxWindow active, SandboxWindow inactive, int hosts, int size, Map<Integer, SandboxUser> known) {}

    private final SandboxAccount account;
    private final Map<YearMonth, Month> months = new LinkedHashMap<>();
    private final Map<YearMonth, Map<String, String>> groups = new ConcurrentHashMap<>();

    Members(SandboxAccount account) {
        this.account = account;
    }

    /** Number of users who host in this month. */
    int hosts(YearMonth month) {
        return month(month).hosts();
    }

    /** Number of all users. */
    int size(YearMonth month) {
        return month(month).size();
    }

    /** @param place 0 or more and below {@link #size}; below {@link #hosts} for a user who hosts */
    SandboxUser at(YearMonth yearMonth, int place) {
        Month month = month(yearMonth);
        return month.known().computeIfAbsent(place, missing -> {
            boolean isHost = place < month.hosts();
            SandboxWindow window = isHost ? month.active() : month.inactive();
            return SandboxUser.of(account.rows(window, isHost ? place : place - month.hosts(), 1)
                    .get(0));
        });
    }

    /** A user by id or email. */
    Optional<SandboxUser> find(String idOrEmail, YearMonth month) {
        return all(month)
                .filter(user -> user.id().equals(idOrEmail) || user.email().equals(idOrEmail))
                .findFirst();
    }

    Stream<SandboxUser> all(YearMonth month) {
        return IntStream.range(0, size(month)).mapToObj(place -> at(month, place));
    }

    /** The group of each host that is in one, by the host's id. */
    Map<String, String> groups(YearMonth month) {
        return groups.computeIfAbsent(month, missing -> {
            Map<String, String> groupOf = new HashMap<>();
            for (String group : account.groups()) {
                account.rows("active", month.atDay(1), month.atEndOfMonth(), group)
                        .forEach(row -> groupOf.put(SandboxUser.of(row).id(), group));
            }
            return groupOf;
        });
    }

    /** Whether the account has this group. */
    boolean hasGroup(String groupId) {
        return account.groups().contains(groupId);
    }

    private Month month(YearMonth month) {
        synchronized (months) {
            Month known = months.computeIfAbsent(month, this::counted);
            if (months.size() > KEPT_MONTHS) {
                months.remove(months.keySet().iterator().next());
            }
            return known;
        }
    }

    private Month counted(YearMonth month) {
        SandboxWindow active = new SandboxWindow("active", month.atDay(1), month.atEndOfMonth(), Optional.empty());
        SandboxWindow inactive = new SandboxWindow("inactive", active.from(), active.to(), Optional.empty());
        int hosts = account.listing(active).size();
        int size = hosts + account.listing(inactive).size();
        return new Month(active, inactive, hosts, size, new ConcurrentHashMap<>());
    }
}
