package io.zoomhosts.licences;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Questions to the database, for the command, the API and the page. Thread-safe. */
public final class Licences {

    private final LicenceDatabase database;
    private final Clock clock;

    public Licences(LicenceDatabase database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Receives licences one by one. */
    @FunctionalInterface
    public interface EachLicence {
        void take(Licence licence) throws SQLException;
    }

    /**
     * All licences by account, id; those of one account or verdict if given.
     *
     * @param months how many months without a meeting count as idle
     * @param accountId null for all accounts
     * @param verdict null for all verdicts
     */
    public void each(int months, String accountId, String verdict, EachLicence eachLicence) throws SQLException {
        List<Object> values = new ArrayList<>(List.of(months));
        String where = " where idle_months = ?";
        if (accountId != null) {
            where += " and account_id = ?";
            values.add(accountId);
        }
        if (verdict != null) {
            where += " and verdict = ?";
            values.add(verdict);
        }
        String query =
                "select " + String.join(", ", Licence.COLUMNS) + " from verdicts" + where + " order by account_id, id";
        database.question(db -> {
            db.each(query, row -> eachLicence.take(Licence.of(row)), values.toArray());
            return null;
        });
    }

    /** The accounts of which anything was announced. */
    public List<String> accounts() throws SQLException {
        return database.question(Licences::accounts);
    }

    private static List<String> accounts(Sql db) throws SQLException {
        return db.list("select distinct account_id from runs order by account_id", row -> row.getString(1));
    }

    /**
     * Both lists of each calendar month of each account, newest month first: from the newest month that can be settled today, or
     * a newer one that is, back to the oldest month of which anything was announced.
     */
    public List<MonthState> months() throws SQLException {
        return database.question(this::months);
    }

    /** The same, in a transaction that reads more. */
    List<MonthState> months(Sql db) throws SQLException {
        int expected = Months.newestThatCanBeSettled(today());
        Map<String, TreeMap<Integer, Map<String, MonthState>>> known = new TreeMap<>();
        // The run that decides comes last: the one in the answer, then the newest, complete ones after failed ones.
        db.each(
                "select * from runs where status is not null and month_no is not null"
                        + " order by case when status = 'complete' then 1 else 0 end, in_answer, finished_at, run_id",
                row -> known.computeIfAbsent(row.getString("account_id"), any -> new TreeMap<>())
                        .computeIfAbsent(row.getInt("month_no"), any -> new HashMap<>())
                        .put(row.getString("type"), state(row)));
        List<MonthState> states = new ArrayList<>();
        for (String accountId : accounts(db)) {
            TreeMap<Integer, Map<String, MonthState>> months = known.getOrDefault(accountId, new TreeMap<>());
            int newest = months.isEmpty() ? expected : Math.max(expected, months.lastKey());
            int oldest = months.isEmpty() ? expected : Math.min(expected, months.firstKey());
            for (int month = newest; month >= oldest; month--) {
                for (String type : List.of(ListWindow.ACTIVE, ListWindow.INACTIVE)) {
                    MonthState missing = new MonthState(
                            accountId, Months.month(month).toString(), type, "missing", null, null, null, null, null);
                    states.add(months.getOrDefault(month, Map.of()).getOrDefault(type, missing));
                }
            }
        }
        return states;
    }

    private static MonthState state(ResultSet run) throws SQLException {
        return new MonthState(
                run.getString("account_id"),
                Months.month(run.getInt("month_no")).toString(),
                run.getString("type"),
                stateOf(run),
                run.getString("failure"),
                run.getString("run_id"),
                run.getObject("finished_at", OffsetDateTime.class).toInstant().toString(),
                run.getObject("announced_rows", Long.class),
                run.getObject("rejected", Long.class));
    }

    private static String stateOf(ResultSet run) throws SQLException {
        if (run.getString("status").equals("failed")) {
            return "failed";
        } else if (!run.getBoolean("settled")) {
            return "not-settled";
        } else if (run.getObject("filtered") == null || run.getLong("filtered") > 0) {
            return "filtered";
        } else if (run.getBoolean("mismatch")) {
            return "mismatch";
        }
        return run.getBoolean("whole") ? "settled" : "rows-missing";
    }

    /**
     * What keeps the newest months from being known, in words; empty if all of them are, in every account.
     *
     * @param months how many months, back from the newest one that can be settled today
     */
    public List<String> unknown(int months) throws SQLException {
        return unknown(months, months());
    }

    /**
     * As {@link #unknown(int)}, of lists that were read already.
     *
     * @param all what {@link #months} returned, or the part of some accounts
     */
    List<String> unknown(int months, List<MonthState> all) {
        List<String> unknown = new ArrayList<>();
        unknownByAccount(months, all)
                .forEach((accountId, reasons) ->
                        reasons.forEach(reason -> unknown.add("Account " + accountId + ": " + reason)));
        return unknown;
    }

    /**
     * As {@link #unknown(int, List)}, by account.
     *
     * @param all what {@link #months} returned, or the part of some accounts
     */
    private Map<String, List<String>> unknownByAccount(int months, List<MonthState> all) {
        int newest = Months.newestThatCanBeSettled(today());
        String first = Months.month(newest - months + 1).toString();
        String last = Months.month(newest).toString();
        Map<String, List<String>> unknown = new TreeMap<>();
        all.stream()
                .collect(Collectors.groupingBy(MonthState::accountId, TreeMap::new, Collectors.toList()))
                .forEach((accountId, states) -> {
                    List<String> reasons = states.stream()
                            .filter(state -> !state.isSettled()
                                    && state.month().compareTo(first) >= 0
                                    && state.month().compareTo(last) <= 0)
                            .map(Licences::words)
                            .collect(Collectors.toCollection(ArrayList::new));
                    String oldest = states.get(states.size() - 1).month();
                    if (oldest.compareTo(first) > 0) {
                        reasons.add("the months before " + oldest + " were never collected");
                    }
                    unknown.put(accountId, reasons);
                });
        return unknown;
    }

    /**
     * The accounts of which anything was announced, in numbers.
     *
     * @param months how many months without a meeting count as idle
     */
    public List<AccountSummary> summaries(int months) throws SQLException {
        Map<String, List<String>> unknown = unknownByAccount(months, months());
        Map<String, AccountSummary> answered = new TreeMap<>();
        database.question(db -> {
            db.each(
                    "select a.account_id, a.newest_no, a.months, v.licences, v.idle, v.excluded from accounts a"
                            + " left join (select account_id, sum(hosts) as licences,"
                            + " sum(case when verdict = 'idle' then hosts else 0 end) as idle,"
                            + " sum(case when verdict = 'idle' then excluded else 0 end) as excluded"
                            + " from seats where idle_months = ? group by account_id) v on v.account_id = a.account_id",
                    row -> {
                        String accountId = row.getString("account_id");
                        answered.put(
                                accountId,
                                new AccountSummary(
                                        accountId,
                                        Months.month(row.getInt("newest_no")).toString(),
                                        row.getInt("months"),
                                        row.getLong("licences"),
                                        row.getLong("idle"),
                                        row.getLong("excluded"),
                                        row.getLong("idle") - row.getLong("excluded"),
                                        unknown.getOrDefault(accountId, List.of())));
                    },
                    months);
            return null;
        });
        unknown.forEach((accountId, reasons) ->
                answered.putIfAbsent(accountId, new AccountSummary(accountId, null, 0, 0, 0, 0, 0, reasons)));
        return List.copyOf(answered.values());
    }

    private static String words(MonthState state) {
        return state.month() + " is unknown, because its list of " + state.type() + " hosts " + why(state);
    }

    /** Why a list of a month does not count, in a sentence. */
    static String whyUnknown(MonthState state) {
        return "The list of " + state.type() + " hosts " + why(state) + ".";
    }

    static String why(MonthState state) {
        return switch (state.state()) {
            case "missing" -> "was never collected";
            case "failed" -> "failed (" + state.failure() + ")";
            case "not-settled" -> "was collected less than two days after the end of the month";
            case "filtered" -> "is filtered by a step in routes/yours";
            case "mismatch" -> "differs from Zoom's total";
            default -> "is not in the topic to the last row";
        };
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
}
