package io.zoomhosts.licences;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calculates the answer of an account from its whole windows: the tables {@code accounts} and {@code licences}. Windows become
 * visible and the answer changes in one transaction. Thread-safe.
 */
public final class Answers {

    private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

    /** Rows that one transaction deletes: a larger one would keep others waiting. */
    private static final long DELETED_AT_ONCE = 50_000;

    private final LicenceDatabase database;
    private final Exclusions exclusions;
    private final Clock clock;

    /** Runs whose rows no answer will need again; null if nothing is to be deleted. */
    private List<Integer> unusedRuns;

    public Answers(LicenceDatabase database, Exclusions exclusions, Clock clock) {
        this.database = database;
        this.exclusions = exclusions;
        this.clock = clock;
    }

    /**
     * Makes newly whole windows visible and calculates the answers of their accounts anew.
     *
     * @throws SQLException if the database fails; nothing has changed then
     */
    public synchronized void refresh() throws SQLException {
        boolean stale = database.read(db ->
                db.first("select stale from answer", row -> row.getBoolean(1)).orElseThrow());
        if (stale) {
            unusedRuns = database.change(this::answerAnew);
        }
        exclusions.apply(database);
    }

    /** Returns the runs whose rows no answer will need again. */
    private List<Integer> answerAnew(Sql db) throws SQLException {
        db.first("select last_answer_no from answer for update", row -> row.getInt(1));
        Map<ListWindow, WholeRun> newest = new HashMap<>();
        Set<Integer> unused = new TreeSet<>();
        // The newest run of a window comes last.
        db.each("select " + WholeRun.COLUMNS + " from checked_runs where whole order by finished_at, run_id", row -> {
            WholeRun run = WholeRun.of(row);
            newest.put(run.window(), run);
            unused.add(run.no());
        });
        newest.values().stream().filter(WholeRun::usable).map(WholeRun::no).forEach(unused::remove);
        Map<String, List<WholeRun>> byAccount = newest.values().stream()
                .collect(Collectors.groupingBy(run -> run.window().accountId(), TreeMap::new, Collectors.toList()));
        db.update("update runs set in_answer = false where in_answer");
        List<String> answered = new ArrayList<>();
        for (Map.Entry<String, List<WholeRun>> account : byAccount.entrySet()) {
            Basis basis = Basis.of(db, account.getKey(), account.getValue());
            for (WholeRun run : basis.runs()) {
                db.update("update runs set in_answer = true where run_no = ?", run.no());
                unused.remove(run.no());
            }
            if (basis.months() > 0) {
                answered.add(account.getKey());
                answer(db, basis);
            }
        }
        for (String known : db.list("select account_id from accounts", row -> row.getString(1))) {
            if (!answered.contains(known)) {
                db.update("delete from accounts where account_id = ?", known);
                db.update("delete from seat_counts where account_id = ?", known);
            }
        }
        db.update("update answer set stale = false, change_no = change_no + 1");
        return List.copyOf(unused);
    }

    /** A host while the answer is calculated. */
    private static final class Host {
        private final History history = new History();
        private String email;
        private String userName;
        private String dept;
        private String lastLoginTime;
        private String createTime;
        private Integer createdNo;
        private String customAttributes;
        private int lastHosted = -1;
        private int hostedSince = -1;
    }

    private void answer(Sql db, Basis basis) throws SQLException {
        String before = db.first(
                        "select basis from accounts where account_id = ?", row -> row.getString(1), basis.accountId())
                .orElse(null);
        if (Objects.equals(before, basis.text())) {
            return;
        }
        long started = System.nanoTime();
        int answerNo = db.first("select last_answer_no from answer", row -> row.getInt(1))
                        .orElseThrow()
                + 1;
        db.update("update answer set last_answer_no = ?", answerNo);
        long first = (long) answerNo << WindowStore.BITS_OF_ROWS;
        long next = first;
        try (Sql.Batch licences =
                db.batch("insert into licences (row_no, id, email, user_name, dept, licence_type, history, verdicts,"
                        + " months_idle, last_hosted_month, known_since, hosted_since_no, last_login_time, create_time,"
                        + " custom_attributes) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            for (int part = 0; part < WindowStore.PARTS; part++) {
                for (Map.Entry<String, Host> host : hosts(db, basis, part).entrySet()) {
                    add(licences, next++, host.getKey(), host.getValue(), basis);
                }
            }
        }
        db.update("delete from accounts where account_id = ?", basis.accountId());
        db.update(
                "insert into accounts (account_id, newest_no, months, missing_no, first_row, last_row, basis, answered_at)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?)",
                basis.accountId(),
                basis.newest(),
                basis.months(),
                basis.missing(),
                first,
                next - 1,
                basis.text(),
                OffsetDateTime.now(clock).withOffsetSameInstant(ZoneOffset.UTC));
        countSeats(db, basis.accountId());
        LOG.info(
                "Account {}: {} hosts hold a licence in {}; {} settled months in a row ({} ms)",
                basis.accountId(),
                next - first,
                Months.month(basis.newest()),
                basis.months(),
                (System.nanoTime() - started) / 1_000_000);
    }

    /** Counts the hosts of an account for the view {@code seats}. */
    static void countSeats(Sql db, String accountId) throws SQLException {
        db.update("delete from seat_counts where account_id = ?", accountId);
        db.update(
                "insert into seat_counts (account_id, dept, verdicts, hosts) select a.account_id, l.dept, l.verdicts, count(*)"
                        + " from accounts a join licences l on l.row_no between a.first_row and a.last_row"
                        + " where a.account_id = ? group by a.account_id, l.dept, l.verdicts",
                accountId);
    }

    private static void add(Sql.Batch licences, long rowNo, String id, Host host, Basis basis) throws SQLException {
        String history = host.history.letters(basis.months());
        licences.add(
                rowNo,
                id,
                host.email,
                host.userName,
                host.dept,
                History.LICENSED,
                history,
                VerdictLetters.of(
                        history,
                        host.createdNo == null ? null : basis.newest() - host.createdNo,
                        host.hostedSince >= 0,
                        basis.missing() != null),
                host.history.monthsIdle(basis.months()),
                host.lastHosted < 0 ? null : Months.month(host.lastHosted).toString(),
                Months.month(basis.newest() - host.history.monthsKnown(basis.months()) + 1)
                        .toString(),
                host.hostedSince < 0 ? null : host.hostedSince,
                host.lastLoginTime,
                host.createTime,
                host.customAttributes);
    }

    /** The hosts of one part that hold a licence in the newest settled month, by id. */
    private static Map<String, Host> hosts(Sql db, Basis basis, int part) throws SQLException {
        Map<String, Host> hosts = new TreeMap<>();
        for (WholeRun run : basis.settled()) {
            if (run.monthNo() == basis.newest()) {
                rows(db, run, part, row -> newest(hosts, run, row));
            }
        }
        hosts.values().removeIf(host -> !host.history.isLicensed());
        for (WholeRun run : basis.settled()) {
            if (run.monthNo() != basis.newest()) {
                rows(db, run, part, row -> earlier(hosts.get(row.getString("id")), basis, run, row));
            }
        }
        for (WholeRun run : basis.since()) {
            int month = run.lastMonthNo();
            rows(db, run, part, row -> {
                Host host = hosts.get(row.getString("id"));
                if (host != null && run.isOfHosted(row)) {
                    host.hostedSince = Math.max(host.hostedSince, month);
                    host.lastHosted = Math.max(host.lastHosted, month);
                }
            });
        }
        return hosts;
    }

    private static void rows(Sql db, WholeRun run, int part, Sql.EachRow eachRow) throws SQLException {
        db.each(
                "select id, licence_type, meetings, participants, meeting_minutes, created_no, email, user_name, dept,"
                        + " last_login_time, create_time, custom_attributes from run_rows where row_no >= ? and row_no < ?",
                eachRow,
                WindowStore.firstRow(run.no(), part),
                WindowStore.firstRow(run.no(), part + 1));
    }

    private static void newest(Map<String, Host> hosts, WholeRun run, ResultSet row) throws SQLException {
        Host host = hosts.computeIfAbsent(row.getString("id"), any -> new Host());
        // A host in both lists has the same data in both, but for what happened while Zoom was asked.
        host.email = row.getString("email");
        host.userName = row.getString("user_name");
        host.dept = row.getString("dept");
        host.lastLoginTime = row.getString("last_login_time");
        host.createTime = row.getString("create_time");
        host.customAttributes = row.getString("custom_attributes");
        month(host, run, 0, row);
    }

    private static void earlier(Host host, Basis basis, WholeRun run, ResultSet row) throws SQLException {
        if (host != null) {
            month(host, run, basis.newest() - run.monthNo(), row);
            if (host.createTime == null) {
                host.createTime = row.getString("create_time");
            }
        }
    }

    private static void month(Host host, WholeRun run, int ago, ResultSet row) throws SQLException {
        Integer type = row.getObject("licence_type", Integer.class);
        Long meetings = row.getObject("meetings", Long.class);
        Long minutes = row.getObject("meeting_minutes", Long.class);
        Integer created = row.getObject("created_no", Integer.class);
        if (created != null && (host.createdNo == null || created > host.createdNo)) {
            host.createdNo = created; // if Zoom says different times, the latest accuses nobody
        }
        if (run.isOfHosted(row)) {
            host.lastHosted = Math.max(host.lastHosted, run.monthNo());
        }
        if (ago < History.LONGEST) {
            if (run.window().isActive()) {
                host.history.addActive(ago, type, meetings, row.getObject("participants", Long.class), minutes);
            } else {
                host.history.addInactive(ago, type, run.isOfHosted(row));
            }
        }
    }

    /**
     * Deletes the rows of runs that no answer needs any more, and of answers that were replaced. Nobody waits for it: call it after
     * {@link #refresh}.
     *
     * @throws SQLException if the database fails; the next call deletes the rest
     */
    public synchronized void deleteUnused() throws SQLException {
        if (unusedRuns == null) {
            return;
        }
        for (int run : unusedRuns) {
            database.change(db -> db.update("update runs set whole = false, in_answer = false where run_no = ?", run));
            deleteRows("run_rows", WindowStore.firstRow(run, 0), WindowStore.firstRow(run + 1, 0) - 1);
        }
        long[] range = database.read(db -> new long[] {
            db.first("select min(row_no) from licences", row -> row.getLong(1)).orElse(0L),
            db.first("select max(row_no) from licences", row -> row.getLong(1)).orElse(0L)
        });
        List<long[]> used =
                database.read(db -> db.list("select first_row, last_row from accounts order by first_row", row ->
                        new long[] {row.getLong(1), row.getLong(2)}));
        long from = range[0];
        for (long[] answer : used) {
            deleteRows("licences", from, answer[0] - 1);
            from = answer[1] + 1;
        }
        deleteRows("licences", from, range[1]);
        unusedRuns = null;
    }

    private void deleteRows(String table, long from, long to) throws SQLException {
        long start = from;
        while (start <= to) {
            long begin = start;
            // The rows are not numbered without gaps, so look for the end of the next ones.
            Long end = database.read(db -> db.first(
                            "select max(row_no) from (select row_no from " + table
                                    + " where row_no >= ? and row_no <= ? order by row_no limit " + DELETED_AT_ONCE
                                    + ") few",
                            row -> row.getObject(1, Long.class),
                            begin,
                            to)
                    .orElse(null));
            if (end == null) {
                return;
            }
            database.change(db -> db.update("delete from " + table + " where row_no >= ? and row_no <= ?", begin, end));
            start = end + 1;
        }
    }
}
