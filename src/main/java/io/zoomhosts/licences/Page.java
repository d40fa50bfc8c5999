package io.zoomhosts.licences;

import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.QueryStringEncoder;
import io.pebbletemplates.pebble.PebbleEngine;
import io.pebbletemplates.pebble.loader.ClasspathLoader;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.YearMonth;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * The page of the licence answer: HTML from the templates in {@code licences/page}, which escape everything. The routes call the
 * methods. Thread-safe.
 */
public final class Page {

    private static final String TEMPLATES = "licences/page/";
    private static final int SQUARE = 16;

    private final LicenceDatabase database;
    private final Licences licences;
    private final LicenceReader reader;
    private final Exclusions exclusions;
    private final int months;
    private final PebbleEngine templates;

    /** @param months how many months without a meeting count as idle if the address does not say */
    public Page(LicenceDatabase database, Licences licences, LicenceReader reader, Exclusions exclusions, int months) {
        this.database = database;
        this.licences = licences;
        this.reader = reader;
        this.exclusions = exclusions;
        this.months = months;
        ClasspathLoader loader = new ClasspathLoader(Page.class.getClassLoader());
        loader.setPrefix(TEMPLATES);
        this.templates =
                new PebbleEngine.Builder().loader(loader).autoEscaping(true).build();
    }

    /** Seats of an account, or of a department: how many licences, how many of them idle, and how many of these excluded. */
    private static final class Seats {
        private long licences;
        private long idle;
        private long excluded;

        private void add(ResultSet row) throws SQLException {
            long count = row.getLong("hosts");
            licences += count;
            if (row.getString("verdict").equals("idle")) {
                idle += count;
                excluded += row.getBoolean("excluded") ? count : 0;
            }
        }

        private long free() {
            return idle - excluded;
        }
    }

    /** {@code GET /}: the answer, and the hosts behind it. */
    public void answer(Exchange exchange) throws IOException, SQLException {
        HostFilter filter = HostFilter.of(query(exchange), months);
        Map<String, Object> model = model("answer");
        List<MonthState> all = licences.months();
        Map<String, List<String>> unknown = licences.unknownByAccount(filter.months(), all);
        Map<String, List<MonthState>> states =
                all.stream().collect(Collectors.groupingBy(MonthState::accountId, TreeMap::new, Collectors.toList()));
        database.question(db -> {
            Map<String, Seats> accounts = new TreeMap<>();
            Map<String, Seats> departments = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            db.each(
                    "select account_id, coalesce(dept, '') as dept, verdict, excluded_until is not null as excluded,"
                            + " count(*) as hosts from verdicts where idle_months = ?"
                            + " group by account_id, coalesce(dept, ''), verdict, excluded_until is not null",
                    row -> {
                        accounts.computeIfAbsent(row.getString("account_id"), any -> new Seats())
                                .add(row);
                        departments
                                .computeIfAbsent(row.getString("dept"), any -> new Seats())
                                .add(row);
                    },
                    filter.months());
            model.put("sentence", sentence(accounts, names(db, filter.months())));
            model.put("accounts", accounts(db, accounts, states, unknown));
            model.put("departments", departments(departments, filter));
            hosts(db, filter, model);
            return null;
        });
        model.put("filter", filter);
        model.put("priced", exclusions.hasPrices());
        model.put("shows", choices(HostFilter.SHOWS_IN_ORDER, HostFilter.SHOWS));
        model.put(
                "sorts",
                choices(
                        HostFilter.SORTS_IN_ORDER,
                        Map.of(
                                "idle", "months idle",
                                "name", "name",
                                "dept", "department",
                                "hosted", "hosted last, oldest first")));
        model.put("basicMinutes", History.BASIC_MINUTES);
        model.put("basicPeople", History.BASIC_PEOPLE);
        model.put("pageSize", HostFilter.PAGE_SIZE);
        model.put("csv", filter.csv());
        render(exchange, "answer.html", model);
    }

    private static String sentence(Map<String, Seats> accounts, String months) {
        long all = accounts.values().stream().mapToLong(seats -> seats.licences).sum();
        long free = accounts.values().stream().mapToLong(Seats::free).sum();
        return accounts.isEmpty()
                ? "No answer yet"
                : String.format(
                        Locale.ROOT,
                        "%,d of %,d licences are free: nobody hosted a meeting with them in %s",
                        free,
                        all,
                        months);
    }

    /** The newest settled months by their names, if they are the same in all accounts. */
    private static String names(Sql db, int months) throws SQLException {
        List<Integer> newest = db.list("select distinct newest_no from accounts", row -> row.getInt(1));
        if (newest.size() != 1 || months > 6) {
            return "the " + months + " newest settled months of each account";
        }
        List<String> names = IntStream.range(0, months)
                .mapToObj(ago -> name(Months.month(newest.get(0) - months + 1 + ago)))
                .toList();
        String last = names.get(months - 1);
        return months == 1 ? last : String.join(", ", names.subList(0, months - 1)) + " and " + last;
    }

    private List<Map<String, Object>> accounts(
            Sql db,
            Map<String, Seats> accounts,
            Map<String, List<MonthState>> states,
            Map<String, List<String>> unknown)
            throws SQLException {
        List<Map<String, Object>> rows = new ArrayList<>();
        db.each("select account_id, newest_no, months from accounts order by account_id", row -> {
            String id = row.getString("account_id");
            Seats seats = accounts.getOrDefault(id, new Seats());
            YearMonth newest = Months.month(row.getInt("newest_no"));
            YearMonth oldest = newest.minusMonths(row.getInt("months") - 1L);
            String collected = states.getOrDefault(id, List.of()).stream()
                    .filter(state -> state.month().equals(newest.toString()) && state.collectedAt() != null)
                    .map(state -> state.collectedAt().substring(0, 10))
                    .max(String::compareTo)
                    .orElse("");
            rows.add(Map.of(
                    "id",
                    id,
                    "basis",
                    (oldest.equals(newest) ? name(newest) : name(oldest) + " to " + name(newest))
                            + ", settled; the newest month was collected on " + collected,
                    "unknown",
                    unknown.getOrDefault(id, List.of()).stream()
                            .map(reason -> "Account " + id + ": " + reason)
                            .toList(),
                    "licences",
                    seats.licences,
                    "idle",
                    seats.idle,
                    "excluded",
                    seats.excluded,
                    "free",
                    seats.free(),
                    "money",
                    money(id, seats.free())));
        });
        return rows;
    }

    private String money(String accountId, long free) {
        return exclusions
                .price(accountId, History.LICENSED)
                .map(price -> String.format(
                        Locale.ROOT,
                        "%s %,.2f a year, from %s",
                        price.currency(),
                        price.perYear().multiply(BigDecimal.valueOf(free)).setScale(2, RoundingMode.HALF_UP),
                        price.renewal()))
                .orElse("no price");
    }

    private static List<Map<String, Object>> departments(Map<String, Seats> departments, HostFilter filter) {
        return departments.entrySet().stream()
                .sorted((one, other) ->
                        Long.compare(other.getValue().free(), one.getValue().free()))
                .map(dept -> {
                    String value = dept.getKey().isEmpty() ? HostFilter.NO_DEPARTMENT : dept.getKey();
                    return Map.<String, Object>of(
                            "name",
                            dept.getKey().isEmpty() ? "(none)" : dept.getKey(),
                            "value",
                            value,
                            "link",
                            filter.withDept(value).link() + "#hosts",
                            "licences",
                            dept.getValue().licences,
                            "free",
                            dept.getValue().free(),
                            "percent",
                            100 * dept.getValue().free() / Math.max(1, dept.getValue().licences));
                })
                .toList();
    }

    private static void hosts(Sql db, HostFilter filter, Map<String, Object> model) throws SQLException {
        List<Object> values = new ArrayList<>();
        String condition = filter.condition(values);
        long found = db.first(
                        "select count(*) from verdicts where " + condition, row -> row.getLong(1), values.toArray())
                .orElse(0L);
        int first = (filter.page() - 1) * HostFilter.PAGE_SIZE;
        model.put(
                "found",
                found == 0
                        ? "No host."
                        : String.format(
                                Locale.ROOT,
                                "%,d to %,d of %,d",
                                Math.min(found, first + 1L),
                                Math.min(found, first + HostFilter.PAGE_SIZE),
                                found));
        model.put(
                "hosts",
                db.list(
                        "select * from verdicts where " + condition + " order by " + HostFilter.SORTS.get(filter.sort())
                                + " limit " + HostFilter.PAGE_SIZE + " offset " + first,
                        Page::host,
                        values.toArray()));
        model.put(
                "previous",
                filter.page() > 1 ? filter.withPage(filter.page() - 1).link() + "#hosts" : "");
        model.put(
                "next",
                first + HostFilter.PAGE_SIZE < found
                        ? filter.withPage(filter.page() + 1).link() + "#hosts"
                        : "");
    }

    private static Map<String, Object> host(ResultSet row) throws SQLException {
        Map<String, Object> host = new LinkedHashMap<>();
        String name = text(row.getString("user_name")).strip();
        String history = row.getString("history");
        int newest = row.getInt("newest_no");
        QueryStringEncoder link = new QueryStringEncoder("/host");
        link.addParam("account", row.getString("account_id"));
        link.addParam("id", row.getString("id"));
        link.addParam("months", row.getString("idle_months"));
        host.put("link", link.toString());
        host.put("id", row.getString("id"));
        host.put("account", row.getString("account_id"));
        host.put("name", name.isEmpty() ? "(no name)" : name);
        host.put("email", text(row.getString("email")));
        host.put("dept", text(row.getString("dept")));
        host.put("created", text(row.getString("create_time")));
        host.put("login", text(row.getString("last_login_time")));
        host.put("verdict", row.getString("verdict"));
        host.put(
                "verdictText",
                row.getString("verdict").equals("idle")
                        ? "idle for " + row.getInt("months_idle")
                                + (row.getInt("months_idle") == 1 ? " month" : " months")
                        : row.getString("verdict").replace('-', ' '));
        host.put("reasons", reasons(row));
        host.put("width", history.length() * SQUARE);
        host.put(
                "squares",
                IntStream.range(0, history.length())
                        .mapToObj(ago -> Map.<String, Object>of(
                                "x",
                                ago * SQUARE,
                                "state",
                                history.charAt(ago) == '?' ? "u" : String.valueOf(history.charAt(ago)),
                                "title",
                                name(Months.month(newest - ago)) + ": " + Reasons.letter(history.charAt(ago))))
                        .toList());
        host.put(
                "row",
                IntStream.range(0, history.length())
                        .mapToObj(ago -> name(Months.month(newest - ago)) + ": " + Reasons.letter(history.charAt(ago)))
                        .collect(Collectors.joining(", ")));
        return host;
    }

    private static List<String> reasons(ResultSet row) throws SQLException {
        List<String> reasons = new ArrayList<>();
        for (String code : row.getString("reasons").split(" ")) {
            if (code.equals("excluded")) {
                reasons.add(
                        "excluded until " + row.getString("excluded_until") + ": " + row.getString("excluded_because"));
            } else if (!code.isEmpty()) {
                reasons.add(Reasons.words(code));
            }
        }
        return reasons;
    }

    /** {@code GET /host}: the evidence about a host. */
    public void host(Exchange exchange) throws IOException, SQLException {
        Map<String, List<String>> parameters = new QueryStringDecoder(text(query(exchange)), false).parameters();
        String account = HostFilter.text(parameters, "account");
        String id = HostFilter.text(parameters, "id");
        int asked = HostFilter.of(query(exchange), months).months();
        Map<String, Object> model = model("host");
        Map<String, Object> host = database.question(db -> {
            model.put(
                    "evidence",
                    db.list(
                            "select r.account_id, r.month_no, r.from_date, r.to_date, r.type, r.run_id, h.licence_type,"
                                    + " h.meetings, h.meeting_minutes from runs r join run_rows h on h.row_no >= r.run_no * "
                                    + WindowStore.firstRow(1, 0)
                                    + " + ? and h.row_no < r.run_no * "
                                    + WindowStore.firstRow(1, 0)
                                    + " + ? where r.in_answer and r.account_id = ? and h.id = ?"
                                    + " order by r.from_date desc, r.to_date desc, r.type",
                            Page::evidence,
                            WindowStore.firstRow(0, WindowStore.part(id)),
                            WindowStore.firstRow(0, WindowStore.part(id) + 1),
                            account,
                            id));
            return db.first(
                            "select * from verdicts where idle_months = ? and account_id = ? and id = ?",
                            Page::host,
                            asked,
                            account,
                            id)
                    .orElse(null);
        });
        if (host == null) {
            message(exchange, 404, "No such host", "No host with this id holds a licence in the newest settled month.");
            return;
        }
        model.put("host", host);
        render(exchange, "host.html", model);
    }

    private static Map<String, Object> evidence(ResultSet row) throws SQLException {
        Integer month = row.getObject("month_no", Integer.class);
        return Map.of(
                "month",
                        month == null
                                ? row.getString("from_date") + " to " + row.getString("to_date")
                                : name(Months.month(month)),
                "list", row.getString("type").equals(ListWindow.ACTIVE) ? "hosted" : "did not host",
                "licence", text(row.getString("licence_type")),
                "meetings", text(row.getString("meetings")),
                "minutes", text(row.getString("meeting_minutes")),
                "run", row.getString("run_id"));
    }

    /** {@code GET /months}: what is known of each month of each account. */
    public void months(Exchange exchange) throws IOException, SQLException {
        Map<String, Map<String, List<Map<String, Object>>>> accounts = new TreeMap<>();
        for (MonthState state : licences.months()) {
            accounts.computeIfAbsent(state.accountId(), any -> new LinkedHashMap<>())
                    .computeIfAbsent(state.month(), any -> new ArrayList<>())
                    .add(Map.of(
                            "state", state.state(),
                            "text", Reasons.state(state.state()),
                            "detail", detail(state)));
        }
        Map<String, Object> model = model("months");
        model.put(
                "accounts",
                accounts.entrySet().stream()
                        .map(account -> Map.of(
                                "id", account.getKey(),
                                "months",
                                        account.getValue().entrySet().stream()
                                                .map(month -> Map.of(
                                                        "name",
                                                        name(YearMonth.parse(month.getKey())),
                                                        "lists",
                                                        month.getValue()))
                                                .toList()))
                        .toList());
        render(exchange, "months.html", model);
    }

    private static String detail(MonthState state) {
        if (state.runId() == null) {
            return "";
        } else if (state.failure() != null) {
            return state.failure() + ", " + state.collectedAt().substring(0, 10);
        }
        String rejected =
                state.rejected() == null || state.rejected() == 0 ? "" : ", " + state.rejected() + " without an id";
        return String.format(
                Locale.ROOT,
                "%,d hosts%s, %s",
                state.hosts(),
                rejected,
                state.collectedAt().substring(0, 10));
    }

    /** {@code GET /style.css}. */
    public void style(Exchange exchange) throws IOException {
        try (InputStream style = Page.class.getResourceAsStream("/" + TEMPLATES + "style.css")) {
            exchange.getMessage().setBody(new String(style.readAllBytes(), StandardCharsets.UTF_8));
        }
        exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, "text/css; charset=utf-8");
    }

    /** The answer if the database cannot be asked. */
    public void unavailable(Exchange exchange) throws IOException {
        message(
                exchange,
                503,
                "The answer cannot be shown now",
                "The database cannot be used. Nothing is lost: try again in a minute. The log says more.");
    }

    private void message(Exchange exchange, int status, String heading, String text) throws IOException {
        Map<String, Object> model = model("message");
        model.put("heading", heading);
        model.put("text", text);
        render(exchange, "message.html", model);
        exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, status);
    }

    private Map<String, Object> model(String current) {
        Map<String, Object> model = new HashMap<>();
        model.put("current", current);
        String problem = reader.problem();
        String file = exclusions.problem();
        model.put(
                "notice",
                problem != null
                        ? "This may be out of date: " + problem
                        : !reader.isUpToDate()
                                ? "The topics are still being read: months appear as they are complete."
                                : file != null
                                        ? "The file of exclusions and prices cannot be used as it is now: " + file
                                        : "");
        return model;
    }

    private void render(Exchange exchange, String template, Map<String, Object> model) throws IOException {
        StringWriter html = new StringWriter();
        templates.getTemplate(template).evaluate(html, model, Locale.ROOT);
        Message message = exchange.getMessage();
        message.setBody(html.toString());
        message.setHeader(Exchange.CONTENT_TYPE, "text/html; charset=utf-8");
    }

    private static String query(Exchange exchange) {
        return exchange.getMessage().getHeader(Exchange.HTTP_RAW_QUERY, String.class);
    }

    private static List<Map<String, String>> choices(List<String> order, Map<String, String> texts) {
        return order.stream()
                .map(value -> Map.of("value", value, "text", texts.get(value)))
                .toList();
    }

    private static String name(YearMonth month) {
        return month.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH) + " " + month.getYear();
    }

    private static String text(String value) {
        return value == null ? "" : value;
    }
}
