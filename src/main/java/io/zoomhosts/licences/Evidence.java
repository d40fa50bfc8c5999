package io.zoomhosts.licences;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the verdict about one host is based on: each month, with the runs of its two lists. */
record Evidence(HostRow host, String licence, String created, String lastLogin, String knownSince, List<Month> months) {

    /** How many months are shown. */
    private static final int SHOWN = History.LONGEST;

    /** The verdict in a sentence. */
    public String sentence() {
        String last = host.lastHosted() == null
                ? "No month with a meeting is known."
                : "Last hosted in " + host.lastHosted() + ".";
        String idle = Words.count(host.monthsIdle(), "settled month", "settled months");
        return switch (host.verdict()) {
            case "idle" -> "No meeting for " + idle + ". " + last;
            case "active" -> last;
            case "too-new" -> "Not judged: created, or licensed, too lately. " + last;
            default -> "Not judged: one of the months is unknown. " + last;
        };
    }

    /**
     * A month of the host.
     *
     * @param state in words
     * @param why what the state is based on, in words
     * @param asked whether the verdict is about this month
     * @param row the numbers of the host; null if the host is in neither list
     */
    record Month(String month, String symbol, String state, String why, boolean asked, Numbers row, List<Run> runs) {}

    /** What the report contains about a host in one month; null for what it does not contain. */
    record Numbers(Long meetings, Long participants, Long minutes, String licence) {}

    /** The run that a list of a month comes from. */
    record Run(String list, String runId, String collected) {}

    /** A run with the row of the host; the row is null if the host is not in its list. */
    private record Found(Run run, boolean active, LocalDate to, Numbers row) {}

    /** The evidence about a host who holds a licence; empty if the account has no such host. */
    static Optional<Evidence> of(Sql db, HostsQuery query, List<MonthState> states) throws SQLException {
        Optional<Function<List<Found>, Evidence>> evidence = db.first(
                "select " + HostRow.COLUMNS + ", licence_type, create_time, last_login_time, known_since"
                        + " from verdicts where idle_months = ? and account_id = ? and id = ?",
                row -> of(row, query, states),
                query.months(),
                query.account(),
                query.id());
        return evidence.isPresent() ? Optional.of(evidence.get().apply(found(db, query))) : Optional.empty();
    }

    private static Function<List<Found>, Evidence> of(ResultSet row, HostsQuery query, List<MonthState> states)
            throws SQLException {
        HostRow host = HostRow.of(row, query);
        String history = row.getString("history");
        int newest = row.getInt("newest_no");
        String licence = licence(row.getObject("licence_type", Integer.class));
        String created = Words.shown(row.getString("create_time"));
        String lastLogin = Words.shown(row.getString("last_login_time"));
        String knownSince = Words.month(row.getString("known_since"));
        return found -> new Evidence(
                host, licence, created, lastLogin, knownSince, months(found, query, states, history, newest));
    }

    private static List<Month> months(
            List<Found> lists, HostsQuery query, List<MonthState> states, String history, int newest) {
        Map<Integer, List<Found>> found =
                lists.stream().collect(Collectors.groupingBy(list -> Months.number(YearMonth.from(list.to()))));
        Map<Integer, List<MonthState>> known = states.stream()
                .filter(state -> state.accountId().equals(query.account()))
                .collect(Collectors.groupingBy(state -> Months.number(YearMonth.parse(state.month()))));
        List<Integer> numbers = Stream.concat(found.keySet().stream(), known.keySet().stream())
                .distinct()
                .sorted((one, other) -> other - one)
                .limit(SHOWN)
                .toList();
        List<Month> months = new ArrayList<>();
        for (int number : numbers) {
            int ago = newest - number;
            List<Found> ofMonth = found.getOrDefault(number, List.of());
            months.add(
                    ago >= 0 && ago < history.length()
                            ? settled(number, history.charAt(ago), ofMonth, ago < query.months())
                            : notSettled(
                                    number,
                                    ago < 0,
                                    ofMonth,
                                    known.getOrDefault(number, List.of()),
                                    query.months() > ago));
        }
        return months;
    }

    private static Month settled(int number, char letter, List<Found> lists, boolean asked) {
        boolean hosted = lists.stream().anyMatch(list -> list.active() && list.row() != null);
        boolean inactive = lists.stream().anyMatch(list -> !list.active() && list.row() != null);
        String why = hosted && inactive
                ? "In both of Zoom's lists: moved from one to the other while they were collected."
                : hosted
                        ? "In the list of hosts who hosted."
                        : inactive ? "In the list of hosts who did not host." : "In neither list.";
        return new Month(
                Words.month(number), Words.symbol(letter), Words.state(letter), why, asked, row(lists), runs(lists));
    }

    /** A month that cannot be evidence against the host. */
    private static Month notSettled(
            int number, boolean since, List<Found> lists, List<MonthState> states, boolean asked) {
        boolean hosted = since
                && lists.stream()
                        .anyMatch(list -> list.row() != null
                                && (list.active()
                                        || list.row().meetings() != null
                                                && list.row().meetings() > 0));
        String why = states.stream()
                .filter(state -> !state.isSettled())
                .map(Licences::whyUnknown)
                .collect(Collectors.joining(" "));
        if (states.isEmpty()) {
            why = "The month to date: it can show that a host hosted, never that a host did not.";
        } else if (why.isEmpty()) {
            why = "A newer month is missing, so this month does not count.";
        }
        return new Month(
                Words.month(number),
                hosted ? "hosted" : "unknown",
                hosted ? "hosted" : since && states.isEmpty() ? "not over" : "unknown",
                why,
                asked && !since,
                row(lists),
                runs(lists));
    }

    private static Numbers row(List<Found> lists) {
        return lists.stream()
                .filter(list -> list.row() != null)
                .sorted((one, other) -> Boolean.compare(other.active(), one.active()))
                .map(Found::row)
                .findFirst()
                .orElse(null);
    }

    private static List<Run> runs(List<Found> lists) {
        return lists.stream().map(Found::run).distinct().toList();
    }

    /** The lists that the answer of the account is based on, oldest first, with the rows of the host. */
    private static List<Found> found(Sql db, HostsQuery query) throws SQLException {
        int part = WindowStore.part(query.id());
        Map<Integer, Found> runs = new LinkedHashMap<>();
        db.each(
                "select run_no, run_id, type, to_date, finished_at from runs where account_id = ? and in_answer"
                        + " order by to_date, type, from_date",
                run -> runs.put(run.getInt("run_no"), found(run)),
                query.account());
        List<Found> found = new ArrayList<>();
        for (Map.Entry<Integer, Found> run : runs.entrySet()) {
            Numbers row = db.first(
                            "select meetings, participants, meeting_minutes, licence_type from run_rows"
                                    + " where row_no >= ? and row_no < ? and id = ?",
                            Evidence::numbers,
                            WindowStore.firstRow(run.getKey(), part),
                            WindowStore.firstRow(run.getKey(), part + 1),
                            query.id())
                    .orElse(null);
            Found list = run.getValue();
            found.add(new Found(list.run(), list.active(), list.to(), row));
        }
        return found;
    }

    private static Found found(ResultSet run) throws SQLException {
        boolean active = run.getString("type").equals(ListWindow.ACTIVE);
        String collected =
                Words.time(run.getObject("finished_at", OffsetDateTime.class).toInstant());
        return new Found(
                new Run(active ? "hosted" : "did not host", run.getString("run_id"), collected),
                active,
                run.getObject("to_date", LocalDate.class),
                null);
    }

    private static Numbers numbers(ResultSet row) throws SQLException {
        return new Numbers(
                row.getObject("meetings", Long.class),
                row.getObject("participants", Long.class),
                row.getObject("meeting_minutes", Long.class),
                licence(row.getObject("licence_type", Integer.class)));
    }

    /** Zoom's {@code type} in words. */
    private static String licence(Integer type) {
        return type == null
                ? "not reported"
                : switch (type) {
                    case 1 -> "Basic";
                    case 2 -> "Licensed";
                    case 4 -> "unassigned";
                    case 99 -> "none";
                    default -> "type " + type;
                };
    }
}
