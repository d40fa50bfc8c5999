package io.zoomhosts.licences;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/**
 * The answer in numbers: in all, by account, and by department.
 *
 * @param departments those with the most free seats first; only the first ones
 * @param otherDepartments how many departments are left out
 * @param without accounts without a settled month, of which nothing is known
 * @param largest the number of licences of the largest department
 */
record Summary(
        Seats total,
        List<OfAccount> accounts,
        List<OfDepartment> departments,
        int otherDepartments,
        List<String> without,
        List<Saving> savings,
        boolean priced,
        long largest) {

    private static final int DEPARTMENTS = 10;
    private static final int ALL_DEPARTMENTS = 1000;

    /**
     * Counts of hosts who hold a licence.
     *
     * @param free idle, and not excluded
     * @param kept idle, but excluded
     * @param little hosted, but by the averages without need of a licence
     */
    record Seats(long licences, long free, long kept, long active, long little, long tooNew, long unknown) {

        static final Seats NONE = new Seats(0, 0, 0, 0, 0, 0, 0);

        public long idle() {
            return free + kept;
        }

        /** @param verdict as in {@link HostsQuery#verdict} */
        long of(String verdict) {
            return switch (verdict) {
                case "idle" -> idle();
                case "active" -> active;
                case "too-new" -> tooNew;
                case "unknown" -> unknown;
                case HostsQuery.LITTLE_USED -> little;
                default -> licences;
            };
        }

        Seats plus(Seats other) {
            return new Seats(
                    licences + other.licences,
                    free + other.free,
                    kept + other.kept,
                    active + other.active,
                    little + other.little,
                    tooNew + other.tooNew,
                    unknown + other.unknown);
        }
    }

    /**
     * An account.
     *
     * @param money what its free seats cost a year; null without a price
     * @param renewal when the bill can become lower; null without a price
     */
    record OfAccount(
            String accountId,
            String address,
            Seats seats,
            int newestNo,
            int settledMonths,
            String newest,
            String collected,
            String money,
            String renewal) {}

    /** A department of all accounts; its name is null for hosts who have none. */
    record OfDepartment(String name, String address, Seats seats) {}

    /** What can be saved at a renewal. */
    record Saving(LocalDate renewal, String currency, BigDecimal perYear, long seats) {

        public String day() {
            return Words.day(renewal);
        }

        public String money() {
            return Words.money(currency, perYear);
        }
    }

    private static final String COUNTS = "sum(hosts) as licences,"
            + " sum(case when verdict = 'idle' then hosts - excluded else 0 end) as free,"
            + " sum(case when verdict = 'idle' then excluded else 0 end) as kept,"
            + " sum(case when verdict = 'active' then hosts else 0 end) as active,"
            + " sum(case when little_used then hosts else 0 end) as little,"
            + " sum(case when verdict = 'too-new' then hosts else 0 end) as too_new,"
            + " sum(case when verdict = 'unknown' then hosts else 0 end) as unknown_yet";

    /** @param prices the price of a licence by account and Zoom's type */
    static Summary of(
            Sql db, HostsQuery query, boolean allDepartments, BiFunction<String, Integer, Optional<Price>> prices)
            throws SQLException {
        Map<String, Seats> byAccount = new TreeMap<>();
        Map<String, Seats> byDepartment = new LinkedHashMap<>();
        HostsQuery.Condition scope = query.ofScope();
        db.each(
                "select account_id, dept, " + COUNTS + " from seats where " + scope.sql()
                        + " group by account_id, dept",
                row -> {
                    Seats seats = seats(row);
                    byAccount.merge(row.getString("account_id"), seats, Seats::plus);
                    String dept = row.getString("dept");
                    byDepartment.merge(dept == null ? "" : dept.strip(), seats, Seats::plus);
                },
                scope.values().toArray());
        List<OfAccount> accounts = accounts(db, query, byAccount, prices);
        List<OfDepartment> departments = byDepartment.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<String, Seats> entry) ->
                                -entry.getValue().free())
                        .thenComparing(entry -> -entry.getValue().licences())
                        .thenComparing(Map.Entry::getKey))
                .limit(allDepartments ? ALL_DEPARTMENTS : DEPARTMENTS)
                .map(entry -> new OfDepartment(
                        Words.shown(entry.getKey()), query.ofDepartment(entry.getKey()), entry.getValue()))
                .toList();
        return new Summary(
                byAccount.values().stream().reduce(Seats.NONE, Seats::plus),
                accounts,
                departments,
                byDepartment.size() - departments.size(),
                without(db, query),
                savings(accounts, prices),
                accounts.stream().anyMatch(account -> account.money() != null),
                departments.stream()
                        .mapToLong(department -> department.seats().licences())
                        .max()
                        .orElse(1));
    }

    private static Seats seats(ResultSet row) throws SQLException {
        return new Seats(
                row.getLong("licences"),
                row.getLong("free"),
                row.getLong("kept"),
                row.getLong("active"),
                row.getLong("little"),
                row.getLong("too_new"),
                row.getLong("unknown_yet"));
    }

    private static List<OfAccount> accounts(
            Sql db, HostsQuery query, Map<String, Seats> seats, BiFunction<String, Integer, Optional<Price>> prices)
            throws SQLException {
        List<OfAccount> accounts = new ArrayList<>();
        db.each(
                "select a.account_id, a.newest_no, a.months, min(r.finished_at) as first_finished,"
                        + " max(r.finished_at) as last_finished from accounts a left join runs r on r.account_id = a.account_id"
                        + " and r.in_answer and r.month_no between a.newest_no - " + (query.months() - 1)
                        + " and a.newest_no group by a.account_id, a.newest_no, a.months order by a.account_id",
                row -> {
                    String accountId = row.getString("account_id");
                    if (query.account() == null || query.account().equals(accountId)) {
                        accounts.add(account(row, query, seats.getOrDefault(accountId, Seats.NONE), prices));
                    }
                });
        return accounts;
    }

    private static OfAccount account(
            ResultSet row, HostsQuery query, Seats seats, BiFunction<String, Integer, Optional<Price>> prices)
            throws SQLException {
        String accountId = row.getString("account_id");
        OffsetDateTime first = row.getObject("first_finished", OffsetDateTime.class);
        OffsetDateTime last = row.getObject("last_finished", OffsetDateTime.class);
        Optional<Price> price = prices.apply(accountId, History.LICENSED);
        return new OfAccount(
                accountId,
                query.ofAccount(accountId),
                seats,
                row.getInt("newest_no"),
                row.getInt("months"),
                Words.month(row.getInt("newest_no")),
                first == null
                        ? null
                        : first.toLocalDate().equals(last.toLocalDate())
                                ? "on " + Words.day(first.toLocalDate())
                                : "from " + Words.day(first.toLocalDate()) + " to " + Words.day(last.toLocalDate()),
                price.map(each -> Words.money(each.currency(), perYear(each, seats.free())))
                        .orElse(null),
                price.map(each -> Words.day(each.renewal())).orElse(null));
    }

    private static BigDecimal perYear(Price price, long seats) {
        return price.perYear().multiply(BigDecimal.valueOf(seats));
    }

    /** What the free seats cost, by day of renewal and currency. */
    private static List<Saving> savings(List<OfAccount> accounts, BiFunction<String, Integer, Optional<Price>> prices) {
        Map<List<Object>, Saving> savings = new LinkedHashMap<>();
        for (OfAccount account : accounts) {
            long free = account.seats().free();
            prices.apply(account.accountId(), History.LICENSED)
                    .ifPresent(price -> savings.merge(
                            List.of(price.renewal(), price.currency()),
                            new Saving(price.renewal(), price.currency(), perYear(price, free), free),
                            (one, other) -> new Saving(
                                    one.renewal(),
                                    one.currency(),
                                    one.perYear().add(other.perYear()),
                                    one.seats() + other.seats())));
        }
        return savings.values().stream()
                .sorted(Comparator.comparing(Saving::renewal).thenComparing(Saving::currency))
                .toList();
    }

    private static List<String> without(Sql db, HostsQuery query) throws SQLException {
        return db
                .list(
                        "select distinct account_id from runs where account_id not in (select account_id from accounts)"
                                + " order by account_id",
                        row -> row.getString(1))
                .stream()
                .filter(accountId -> query.account() == null || query.account().equals(accountId))
                .toList();
    }

    /** The months that the answer is about. */
    String months(int asked) {
        TreeSet<Integer> newest =
                accounts.stream().map(OfAccount::newestNo).collect(Collectors.toCollection(TreeSet::new));
        if (newest.size() == 1) {
            return Words.months(newest.first(), asked);
        }
        return (asked == 1
                        ? "in the newest settled month of their account"
                        : "in the newest " + asked + " settled months of their account")
                + (newest.isEmpty()
                        ? ""
                        : ", which end between " + Words.month(newest.first()) + " and " + Words.month(newest.last()));
    }

    /** When the lists were collected: in one account, or in all of them if they agree; null if they do not. */
    public String collected() {
        List<String> collected =
                accounts.stream().map(OfAccount::collected).distinct().toList();
        return collected.size() == 1 ? collected.get(0) : null;
    }
}
