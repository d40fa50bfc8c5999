package io.zoomhosts.licences;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What the answer of an account is based on.
 *
 * @param newest the number of the newest settled month: a month whose lists are both usable; -1 if there is none
 * @param months settled months without a gap, back from the newest
 * @param missing the oldest month after the newest settled one that was collected, or tried, but whose list of hosts who hosted
 *     is missing, or lacks some of them; null if there is none. Somebody may have hosted then, so nobody is idle
 * @param settled the runs of settled months, and of older months of which only the list of hosts who hosted is usable
 * @param since the runs after the newest settled month: they show who hosted since
 */
record Basis(String accountId, int newest, int months, Integer missing, List<WholeRun> settled, List<WholeRun> since) {

    /** The same order whenever the database is built, so that the answer is the same too. */
    private static final Comparator<WholeRun> BY_WINDOW = Comparator.comparing(
                    (WholeRun run) -> run.window().from())
            .thenComparing(run -> run.window().to())
            .thenComparing(run -> run.window().type());

    /** @param runs the newest whole run of each window of the account */
    static Basis of(Sql db, String accountId, List<WholeRun> runs) throws SQLException {
        Map<Integer, Integer> lists = new TreeMap<>();
        runs.stream().filter(WholeRun::usable).forEach(run -> lists.merge(run.monthNo(), 1, Integer::sum));
        TreeSet<Integer> settledMonths = lists.entrySet().stream()
                .filter(month -> month.getValue() == 2)
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
        int newest = settledMonths.isEmpty() ? -1 : settledMonths.last();
        int months = 0;
        while (months < History.LONGEST && settledMonths.contains(newest - months)) {
            months++;
        }
        List<WholeRun> settled = runs.stream()
                .filter(WholeRun::usable)
                .filter(run -> run.window().isActive() || settledMonths.contains(run.monthNo()))
                .filter(run -> run.monthNo() <= newest)
                .sorted(BY_WINDOW)
                .toList();
        return new Basis(accountId, newest, months, missing(db, accountId, runs, newest), settled, since(runs, newest));
    }

    private static Integer missing(Sql db, String accountId, List<WholeRun> runs, int newest) throws SQLException {
        Set<Integer> there = runs.stream()
                .filter(run -> run.window().isActive() && run.monthNo() != null && run.listsAll())
                .map(WholeRun::monthNo)
                .collect(Collectors.toSet());
        return db
                .list(
                        "select distinct month_no from runs where account_id = ? and month_no > ? and status is not null"
                                + " order by month_no",
                        row -> row.getInt(1),
                        accountId,
                        newest)
                .stream()
                .filter(month -> !there.contains(month))
                .findFirst()
                .orElse(null);
    }

    /** Of windows of the same list that begin on the same day, only the longest. */
    private static List<WholeRun> since(List<WholeRun> runs, int newest) {
        Map<Object, WholeRun> longest = new HashMap<>();
        runs.stream()
                .filter(run -> run.lastMonthNo() > newest)
                .forEach(run -> longest.merge(
                        List.of(run.window().type(), run.window().from()),
                        run,
                        (one, other) -> one.window().to().isAfter(other.window().to()) ? one : other));
        return longest.values().stream().sorted(BY_WINDOW).toList();
    }

    List<WholeRun> runs() {
        List<WholeRun> all = new ArrayList<>(settled);
        all.addAll(since);
        return all;
    }

    /** A text that changes when the answer has to be calculated anew. */
    String text() {
        return runs().stream()
                .map(run -> String.valueOf(run.no()))
                .collect(Collectors.joining(" ", months + " " + missing + " ", ""));
    }
}
