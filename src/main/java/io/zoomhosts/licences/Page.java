package io.zoomhosts.licences;

import io.pebbletemplates.pebble.PebbleEngine;
import io.pebbletemplates.pebble.loader.ClasspathLoader;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The page of the licence answer: HTML from templates in {@code licences/page}, without scripts. The routes call the methods.
 * All numbers of one page come from one transaction. Thread-safe.
 */
public final class Page {

    private static final Logger LOG = LoggerFactory.getLogger(Page.class);

    private static final String HTML = "text/html; charset=utf-8";

    private static final PebbleEngine TEMPLATES = engine();

    private static final int KEPT_LISTS = 50;

    private final LicenceDatabase database;
    private final Licences licences;
    private final Exclusions file;
    private final Supplier<String> problem;
    private final LongSupplier behind;
    private final int months;

    /** Pages of lists by the version of the answer and their address. */
    private final Map<List<Object>, Found> lists = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<List<Object>, Found> eldest) {
            return size() > KEPT_LISTS;
        }
    });

    /** The version of the answer for which {@link #prepare} was called. */
    private volatile List<Object> prepared;

    /**
     * @param file exclusions and prices
     * @param problem why nothing is read from Kafka at the moment; null if it is
     * @param behind how many offsets are left until the end of the topics
     * @param months how many months without a meeting count as idle if a request does not say
     */
    public Page(
            LicenceDatabase database,
            Licences licences,
            Exclusions file,
            Supplier<String> problem,
            LongSupplier behind,
            int months) {
        this.database = database;
        this.licences = licences;
        this.file = file;
        this.problem = problem;
        this.behind = behind;
        this.months = months;
    }

    private static PebbleEngine engine() {
        ClasspathLoader loader = new ClasspathLoader(Page.class.getClassLoader());
        loader.setPrefix("licences/page");
        loader.setSuffix(".html");
        return new PebbleEngine.Builder()
                .loader(loader)
                .strictVariables(true)
                .defaultLocale(Locale.ENGLISH)
                .build();
    }

    /** {@code GET /}: the answer, and a list of hosts. */
    public void hosts(Exchange exchange) throws IOException, SQLException {
        HostsQuery query = query(exchange);
        Map<String, Object> model = database.isReady() ? database.question(db -> hosts(db, query)) : null;
        if (model == null) {
            waiting(exchange, query);
        } else {
            html(exchange, 200, "hosts", query, model);
        }
    }

    private Map<String, Object> hosts(Sql db, HostsQuery query) throws SQLException {
        List<String> accounts = db.list("select account_id from accounts order by account_id", row -> row.getString(1));
        if (accounts.isEmpty()) {
            return null;
        }
        Summary summary = Summary.of(db, query, query.value("departments").equals("all"), file::price);
        Found hosts = found(db, query, summary.total());
        List<MonthState> states = licences.months(db);
        Map<String, Object> model = new HashMap<>();
        model.put("summary", summary);
        model.put("total", summary.total());
        model.put("when", summary.months(query.months()));
        model.put("accounts", accounts);
        model.put("unknown", licences.unknown(query.months(), ofScope(states, query)));
        model.put("rows", hosts.rows());
        model.put("found", hosts.count());
        model.put("page", hosts.page());
        model.put("pages", hosts.pages());
        model.put("first", (hosts.page() - 1) * HostsQuery.ROWS + 1);
        model.put("last", (hosts.page() - 1) * HostsQuery.ROWS + hosts.rows().size());
        return model;
    }

    /**
     * A page of a list of hosts.
     *
     * @param count of all pages
     * @param page number of the page, from 1
     */
    private record Found(long count, long page, List<HostRow> rows) {

        long pages() {
            return pages(count);
        }

        static long pages(long count) {
            return Math.max(1, (count + HostsQuery.ROWS - 1) / HostsQuery.ROWS);
        }
    }

    /** Finds a page of the list. To sort a million hosts takes seconds, so the newest pages are kept until anything changes. */
    private Found found(Sql db, HostsQuery query, Summary.Seats total) throws SQLException {
        List<Object> key = List.of(version(db), query.toPage(query.page()));
        Found found = lists.get(key);
        if (found == null) {
            HostsQuery.Condition list = query.ofList();
            long count = query.isFiltered() ? count(db, list) : total.of(query.verdict());
            long page = Math.min(query.page(), Found.pages(count));
            found = new Found(count, page, rows(db, query, list, page));
            lists.put(key, found);
        }
        return found;
    }

    /** Changes with everything that a list shows: answers, exclusions, and the day on which exclusions end. */
    private static List<Object> version(Sql db) throws SQLException {
        return db.first(
                        "select change_no, current_date from answer",
                        row -> List.<Object>of(row.getLong(1), row.getString(2)))
                .orElseThrow();
    }

    private static long count(Sql db, HostsQuery.Condition list) throws SQLException {
        return db.first(
                        "select count(*) from verdicts where " + list.sql(),
                        row -> row.getLong(1),
                        list.values().toArray())
                .orElse(0L);
    }

    private static List<HostRow> rows(Sql db, HostsQuery query, HostsQuery.Condition list, long page)
            throws SQLException {
        return db.list(
                "select " + HostRow.COLUMNS + " from verdicts where " + list.sql() + " order by " + query.order()
                        + " limit " + HostsQuery.ROWS + " offset " + (page - 1) * HostsQuery.ROWS,
                row -> HostRow.of(row, query),
                list.values().toArray());
    }

    /** Makes the page that most people ask for first, before they do. Does nothing if nothing has changed. */
    public void prepare() throws IOException, SQLException {
        HostsQuery first = HostsQuery.of(null, months);
        List<Object> version = database.read(Page::version);
        if (!version.equals(prepared)) {
            Map<String, Object> model = database.read(db -> hosts(db, first));
            if (model != null) {
                written("hosts", first, model);
            }
            prepared = version;
        }
    }

    private static List<MonthState> ofScope(List<MonthState> states, HostsQuery query) {
        return query.account() == null
                ? states
                : states.stream()
                        .filter(state -> state.accountId().equals(query.account()))
                        .toList();
    }

    /** {@code GET /host}: what the verdict about one host is based on. */
    public void host(Exchange exchange) throws IOException, SQLException {
        HostsQuery query = query(exchange);
        if (!database.isReady()) {
            waiting(exchange, query);
            return;
        }
        Optional<Evidence> evidence = query.account() == null || query.id() == null
                ? Optional.empty()
                : database.question(db -> Evidence.of(db, query, licences.months(db)));
        if (evidence.isPresent()) {
            html(exchange, 200, "host", query, new HashMap<>(Map.of("evidence", evidence.get())));
        } else {
            message(
                    exchange,
                    404,
                    query,
                    "No such host",
                    List.of("No host with this id holds a licence in the newest settled month of this account."));
        }
    }

    /** {@code GET /months}: what is known of each month of each account. */
    public void months(Exchange exchange) throws IOException, SQLException {
        HostsQuery query = query(exchange);
        List<MonthState> states = database.isReady() ? licences.months() : List.of();
        MonthsTable table = MonthsTable.of(states, query);
        if (states.isEmpty()) {
            waiting(exchange, query);
        } else if (table.accounts().isEmpty()) {
            message(exchange, 404, query, "No such account", List.of("Nothing was ever collected of this account."));
        } else {
            html(exchange, 200, "months", query, new HashMap<>(Map.of("table", table)));
        }
    }

    /** {@code GET /style.css}. */
    public void style(Exchange exchange) throws IOException {
        try (InputStream style = Page.class.getResourceAsStream("/licences/page/style.css")) {
            answer(exchange, 200, "text/css; charset=utf-8", new String(style.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /** Answers a request whose page could not be made. */
    public void failed(Exchange exchange) throws IOException {
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        if (failure instanceof SQLException) {
            message(
                    exchange,
                    503,
                    query(exchange),
                    "The database is out of reach",
                    List.of(
                            "Nothing is lost: the page returns when the database does. The log of bin/zoom-hosts licences"
                                    + " contains the cause."));
        } else {
            // Messages of libraries may quote data.
            LOG.error("A page could not be made ({})", failure.getClass().getName());
            message(
                    exchange,
                    500,
                    query(exchange),
                    "This page could not be made",
                    List.of("This is an error in zoom-hosts. The log of bin/zoom-hosts licences contains the cause."));
        }
    }

    private void waiting(Exchange exchange, HostsQuery query) throws IOException {
        String why = problem.get();
        long left = behind.getAsLong();
        message(
                exchange,
                503,
                query,
                "No answer yet",
                List.of(
                        why != null
                                ? "Waiting: " + why + "."
                                : left > 0 && left != Long.MAX_VALUE
                                        ? "Reading the topics: " + Words.count(left, "record is", "records are")
                                                + " left."
                                        : "Waiting for the first month whose two lists are complete and settled: collected at"
                                                + " least two days after the month ended.",
                        "Reload this page in a few seconds."));
    }

    private HostsQuery query(Exchange exchange) {
        return HostsQuery.of(exchange.getMessage().getHeader(Exchange.HTTP_RAW_QUERY, String.class), months);
    }

    private void message(Exchange exchange, int status, HostsQuery query, String title, List<String> sentences)
            throws IOException {
        html(exchange, status, "message", query, new HashMap<>(Map.of("title", title, "sentences", sentences)));
    }

    private void html(Exchange exchange, int status, String template, HostsQuery query, Map<String, Object> model)
            throws IOException {
        answer(exchange, status, HTML, written(template, query, model));
    }

    private String written(String template, HostsQuery query, Map<String, Object> model) throws IOException {
        model.put("query", query);
        model.put("problem", problem.get());
        model.put("fileProblem", file.problem());
        model.put("behind", behind.getAsLong() == Long.MAX_VALUE ? 0 : behind.getAsLong());
        StringWriter page = new StringWriter();
        TEMPLATES.getTemplate(template).evaluate(page, model);
        return page.toString();
    }

    private static void answer(Exchange exchange, int status, String type, String body) {
        Message message = exchange.getMessage();
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, status);
        message.setHeader(Exchange.CONTENT_TYPE, type);
        message.setBody(body);
    }
}
