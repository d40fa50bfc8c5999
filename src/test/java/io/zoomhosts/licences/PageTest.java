package io.zoomhosts.licences;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages about an account whose newest settled month is October 2026, as HTML. */
class PageTest {

    private static final String ACCOUNT = "acme";
    private static final int NEWEST = Months.number(YearMonth.of(2026, 10));
    private static final int MONTHS = 4;
    private static final String PRICE =
            "prices: [{licence: 2, per-year: 100.50, currency: EUR, renewal: 2027-03-01}]\n";

    @TempDir
    private Path folder;

    private LicenceDatabase database;
    private String file = PRICE;
    private String problem;
    private long behind;
    private int hosts;
    private int status;

    @BeforeEach
    void fill() throws SQLException {
        database = LicenceDatabase.inFolder(folder, "test");
        database.prepare(3);
        OffsetDateTime collected = OffsetDateTime.of(2026, 11, 3, 2, 30, 0, 0, ZoneOffset.UTC);
        database.change(db -> {
            for (int ago = 0; ago < MONTHS; ago++) {
                for (String type : new String[] {"active", "inactive"}) {
                    YearMonth month = Months.month(NEWEST - ago);
                    db.update(
                            "insert into runs (run_no, run_id, account_id, type, from_date, to_date, month_no, status,"
                                    + " announced_rows, stored_rows, filtered, rejected, mismatch, settled, finished_at, whole,"
                                    + " in_answer) values (?, ?, ?, ?, ?, ?, ?, 'complete', 1, 1, 0, 0, false, true, ?, true, true)",
                            1 + 2 * ago + (type.equals("active") ? 0 : 1),
                            "run-" + type + "-" + month,
                            ACCOUNT,
                            type,
                            month.atDay(1),
                            month.atEndOfMonth(),
                            NEWEST - ago,
                            collected);
                }
            }
            return db.update(
                    "insert into accounts (account_id, newest_no, months, first_row, last_row, basis, answered_at)"
                            + " values (?, ?, ?, 1, 1000, '', ?)",
                    ACCOUNT,
                    NEWEST,
                    MONTHS,
                    collected);
        });
    }

    @AfterEach
    void close() {
        database.close();
    }

    /** Adds a host; returns its id. */
    private String host(String history, String name, String department) throws SQLException {
        int number = ++hosts;
        String id = "id" + number;
        int idle = history.length() - history.replaceFirst("^[ib]+", "").length();
        int hostedAgo = history.length() - history.replaceFirst("^[^hsg]*", "").length();
        database.change(db -> db.update(
                "insert into licences (row_no, id, email, user_name, dept, licence_type, history, verdicts, months_idle,"
                        + " last_hosted_month, known_since) values (?, ?, ?, ?, ?, 2, ?, ?, ?, ?, ?)",
                number,
                id,
                "host" + number + "@example.com",
                name,
                department,
                history,
                VerdictLetters.of(history, 60, false, false),
                idle,
                hostedAgo == history.length()
                        ? null
                        : Months.month(NEWEST - hostedAgo).toString(),
                Months.month(NEWEST - history.length() + 1).toString()));
        database.change(db -> {
            Answers.countSeats(db, ACCOUNT);
            return null;
        });
        return id;
    }

    private void exclude(String id) throws SQLException {
        database.change(db -> db.update(
                "insert into excluded_hosts select ?, id, ?, 'on <leave>', dept, verdicts from licences where id = ?",
                ACCOUNT,
                LocalDate.of(2999, 3, 31),
                id));
    }

    private Exclusions exclusions() throws IOException {
        return new Exclusions(
                Files.writeString(folder.resolve("licences.yaml"), file).toString());
    }

    private Page page(Exclusions exclusions) {
        Clock clock = Clock.fixed(Instant.parse("2026-11-26T00:00:00Z"), ZoneOffset.UTC);
        return new Page(database, new Licences(database, clock), exclusions, () -> problem, () -> behind, 3);
    }

    /** A page as HTML; its status is in {@link #status}. */
    private String html(String path, String query) throws Exception {
        return html(page(exclusions()), path, query);
    }

    private String html(Page page, String path, String query) throws Exception {
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.getMessage().setHeader(Exchange.HTTP_RAW_QUERY, query);
        try {
            switch (path) {
                case "/" -> page.hosts(exchange);
                case "/host" -> page.host(exchange);
                case "/months" -> page.months(exchange);
                default -> throw new IllegalArgumentException(path);
            }
        } catch (SQLException e) {
            exchange.setProperty(Exchange.EXCEPTION_CAUGHT, e);
            page.failed(exchange);
        }
        status = exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
        return exchange.getMessage().getBody(String.class);
    }

    /** What a reader sees of a page. */
    private String text(String path, String query) throws Exception {
        return text(html(path, query));
    }

    private static String text(String html) {
        return html.replaceAll("(?s)<(head|svg|form).*?</\\1>", " ")
                .replaceAll("<[^>]*>", "")
                .replaceAll("\\s+", " ");
    }

    private static String query(String... namesAndValues) {
        return Stream.iterate(0, i -> i < namesAndValues.length, i -> i + 2)
                .map(i -> namesAndValues[i] + "=" + URLEncoder.encode(namesAndValues[i + 1], StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    @Test
    void says_the_answer_in_a_sentence_with_its_months() throws Exception {
        host("iiih", "Ann", "Sales");
        host("hhhh", "Bob", "Sales");

        assertThat(text("/", null))
                .contains("1 of 2 licences is idle: nobody hosted a meeting with it"
                        + " in the 3 months from August to October 2026.")
                .contains("collected on 3 November 2026")
                .contains("No list of these months is missing.");
        assertThat(text("/", "months=1")).contains("in October 2026");
    }

    @Test
    void an_excluded_host_is_idle_but_frees_no_seat() throws Exception {
        exclude(host("iiih", "Ann", "Sales"));
        host("iiih", "Bob", "Sales");

        String text = text("/", null);

        assertThat(text)
                .contains("2 of 2 licences are idle")
                .contains("Seats free now 1 1 more idle host keeps the licence")
                .contains("until 31 March 2999: on &lt;leave&gt;");
        assertThat(text("/", "excluded=yes")).contains("Ann").doesNotContain("Bob");
        assertThat(text("/", "excluded=no")).contains("Bob").doesNotContain("Ann");
    }

    @Test
    void shows_what_free_seats_cost_and_when_the_bill_can_become_lower() throws Exception {
        host("iiii", "Ann", "Sales");
        host("iiii", "Bob", "Sales");

        assertThat(text("/", null))
                .contains("EUR 201.00 a year")
                .contains("2 seats fewer from 1 March 2027")
                .contains("lowers no bill before the renewal");
    }

    @Test
    void shows_no_money_without_prices_and_says_where_to_give_them() throws Exception {
        file = "prices: []";
        host("iiii", "Ann", "Sales");

        assertThat(text("/", null)).contains("LICENCES_FILE").doesNotContain("EUR");
    }

    @Test
    void shows_what_is_missing_and_so_unknown() throws Exception {
        host("iiii", "Ann", "Sales");

        assertThat(text("/", "months=6"))
                .contains("Missing, and so unknown:")
                .contains("the months before 2026-07 were never collected")
                .contains("0 of 1 licences are idle");
    }

    @Test
    void shows_names_as_text() throws Exception {
        String id = host("iiii", "<script>alert('x')</script>", "\"><img src=x>");
        host("iiii", "\u202Egnp.exe \u0000 עברית", "\u200B\u3164");

        String html = html("/", null);

        assertThat(html)
                .contains("<bdi>&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;</bdi>")
                .contains("<bdi>\uFFFDgnp.exe \uFFFD עברית</bdi>")
                .contains("no department")
                .doesNotContain("<script", "<img", "\u202E", "\u0000");
        assertThat(html("/host", query("account", ACCOUNT, "id", id))).doesNotContain("<script", "<img");
    }

    @Test
    void searches_name_address_and_id_without_wildcards() throws Exception {
        host("iiii", "100% Ünal", "Sales");
        host("iiii", "100 Bob!", "Sales");

        assertThat(text("/", query("search", "0% ÜNAL"))).contains("100% Ünal").doesNotContain("Bob!");
        assertThat(text("/", query("search", "HOST2@"))).contains("Bob!").doesNotContain("Ünal");
        assertThat(text("/", query("search", "b!"))).contains("Bob!").doesNotContain("Ünal");
        assertThat(text("/", query("search", "_"))).contains("No host matches these filters");
    }

    @Test
    void lists_the_hosts_of_a_department_and_those_without_one() throws Exception {
        host("iiii", "Ann", "R&D / 50%");
        host("iiii", "Bob", null);

        String html = html("/", null);

        assertThat(html).contains("department=R%26D+%2F+50%25").contains("department=%28none%29");
        assertThat(text("/", query("department", "R&D / 50%"))).contains("Ann").doesNotContain("Bob");
        assertThat(text("/", query("department", "(none)"))).contains("Bob").doesNotContain("Ann");
    }

    @Test
    void lists_hosts_who_hosted_a_little_as_an_estimate() throws Exception {
        host("sish", "Little", "Sales");
        host("shsh", "Much", "Sales");
        host("siis", "Twice", "Sales");
        host("sib?", "Without", "Sales");

        assertThat(text("/", "verdict=little-used"))
                .contains("An estimate.")
                .contains("at most 40 minutes", "at most two people")
                .contains("Little", "Twice")
                .doesNotContain("Much", "Without");
        assertThat(text("/", "verdict=little-used&months=4"))
                .contains("Twice")
                .doesNotContain("Little ", "Much", "Without");
    }

    @Test
    void sorts_by_each_column_in_both_directions() throws Exception {
        host("ihhh", "Carl", "A");
        host("iiii", "Ann", "C");
        host("iiih", "Bob", "B");

        Map<String, String> orders = Map.of(
                "name", "Ann Bob Carl",
                "-name", "Carl Bob Ann",
                "department", "Carl Bob Ann",
                "-department", "Ann Bob Carl",
                "idle", "Carl Bob Ann",
                "-idle", "Ann Bob Carl",
                "hosted", "Ann Bob Carl",
                "-hosted", "Carl Bob Ann");

        for (Map.Entry<String, String> order : orders.entrySet()) {
            String rows = html("/", "months=1&verdict=all&sort=" + order.getKey())
                    .replaceAll("(?s)^.*<tbody", "")
                    .replaceAll("(?s).*?<bdi>(Ann|Bob|Carl)</bdi>", "$1 ")
                    .replaceAll("(?s)<.*", "");
            assertThat(rows.strip()).as(order.getKey()).startsWith(order.getValue());
        }
    }

    @Test
    void shows_fifty_hosts_at_a_time_and_keeps_the_filters_on_the_way() throws Exception {
        for (int i = 0; i < 101; i++) {
            host("iiii", String.format("Host %03d", i), "Sales");
        }

        assertThat(html("/", "search=host&sort=name"))
                .contains("Host 049")
                .doesNotContain("Host 050")
                .contains("href=\"/?search=host&amp;sort=name&amp;page=2#hosts\"");
        assertThat(text("/", "search=host&sort=name&page=3"))
                .contains("101 hosts, 101 to 101 shown")
                .contains("Host 100")
                .contains("Page 3 of 3");
        assertThat(text("/", "sort=name&page=999")).contains("Page 3 of 3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "months=0",
                "months=37",
                "months=x",
                "verdict=guilty",
                "sort=password",
                "page=-1",
                "page=99999999999",
                "excluded=perhaps"
            })
    void ignores_values_that_cannot_be_used_and_says_so(String query) throws Exception {
        host("iiii", "Ann", "Sales");

        assertThat(text("/", query)).contains("Ignored in the address: " + query.replaceAll("=.*", ""));
        assertThat(status).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "=&&=", "months=%zz", "a=%00", "search=%00%FF", "account=%27%3B--", "search=%C3"})
    void no_address_breaks_the_page(String query) throws Exception {
        host("iiii", "Ann", "Sales");

        assertThat(text("/", query)).contains("licence");
        assertThat(status).isEqualTo(200);
    }

    @Test
    void shows_the_evidence_of_a_host_with_the_run_of_each_month() throws Exception {
        String id = host("iiih", "Ann", "Sales");
        int part = Math.floorMod(id.hashCode(), WindowStore.PARTS);
        database.change(db -> {
            for (int run : new int[] {2, 4, 6, 7}) {
                db.update(
                        "insert into run_rows (row_no, id, licence_type, meetings, participants, meeting_minutes)"
                                + " values (?, ?, 2, ?, 12, 345)",
                        WindowStore.firstRow(run, part),
                        id,
                        run == 7 ? 1234 : 0);
            }
            return null;
        });

        String text = text("/host", query("account", ACCOUNT, "id", id));

        assertThat(text)
                .contains("Idle", "No meeting for 3 settled months. Last hosted in Jul 2026.")
                .contains("run-inactive-2026-10", "run-active-2026-07", "3 Nov 2026, 02:30 UTC")
                .contains("July 2026 hostedIn the list of hosts who hosted. 1,234")
                .contains("Add-ons not checked.");
        assertThat(html("/host", query("account", ACCOUNT, "id", id))).contains("<a href=\"/#hosts\">← All hosts</a>");
    }

    @Test
    void no_such_host_is_said_in_words() throws Exception {
        assertThat(text("/host", query("account", ACCOUNT, "id", "x"))).contains("No such host");
        assertThat(status).isEqualTo(404);
    }

    @Test
    void shows_each_month_of_an_account_and_why_a_list_does_not_count() throws Exception {
        database.change(
                db -> db.update("update runs set status = 'failed', failure = 'zoom-unavailable' where run_no = 1"));

        assertThat(html("/months", null)).contains("hosted: failed; did not host: settled");
        assertThat(text("/months", null)).contains("This list failed (zoom-unavailable).", "run-active-2026-10");
        assertThat(text("/months", query("account", ACCOUNT))).contains("run-inactive-2026-07");
        assertThat(text("/months", "account=nobody")).contains("No such account");
    }

    @Test
    void names_the_accounts_of_which_no_month_is_settled() throws Exception {
        host("iiii", "Ann", "Sales");
        database.change(db -> db.update("update runs set account_id = 'new <account>' where run_no = 8"));

        assertThat(text("/", null)).contains("No answer yet for account new &lt;account&gt;: no month is settled.");
        assertThat(text("/", query("account", ACCOUNT))).doesNotContain("No answer yet");
    }

    @Test
    void says_that_it_does_not_follow_the_topics_or_still_reads() throws Exception {
        host("iiii", "Ann", "Sales");
        behind = 1234;
        assertThat(text("/", null)).contains("Still reading: 1,234 records are left in the topics.");

        problem = "Kafka is out of reach";
        assertThat(text("/", null))
                .contains("The answer does not follow the topics at the moment: Kafka is out of reach.");
    }

    @Test
    void says_that_the_file_of_exclusions_was_broken_after_the_start() throws Exception {
        host("iiii", "Ann", "Sales");
        Exclusions exclusions = exclusions();
        Files.writeString(folder.resolve("licences.yaml"), "prices: [");
        exclusions.apply(database);

        assertThat(text(html(page(exclusions), "/", null)))
                .contains("The file of exclusions and prices cannot be used as it is now:", "licences.yaml")
                .contains("EUR");
    }

    @Test
    void says_in_words_that_the_database_is_out_of_reach() throws Exception {
        database.close();

        assertThat(text("/", null)).contains("The database is out of reach");
        assertThat(status).isEqualTo(503);
    }

    @Test
    void says_what_it_waits_for_while_there_is_no_answer() throws Exception {
        database.change(db -> db.update("delete from accounts"));

        assertThat(text("/", null)).contains("No answer yet", "Waiting for the first month");
        assertThat(status).isEqualTo(503);
    }
}
