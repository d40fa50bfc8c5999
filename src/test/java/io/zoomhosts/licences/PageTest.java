package io.zoomhosts.licences;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the page shows of a small database: October is the newest settled month, after September. */
class PageTest {

    private static final Clock TODAY = Clock.fixed(Instant.parse("2026-11-26T12:00:00Z"), ZoneOffset.UTC);

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final LicenceDatabase database = LicenceDatabase.temporary();

    @TempDir
    private Path folder;

    @BeforeEach
    void fill() throws Exception {
        database.prepare(3);
        database.change(db -> {
            db.update("insert into accounts values ('A', 24321, 2, null, 1, 4, '', current_timestamp)");
            host(db, 1, "idle-1", "Jane Doe", "Sales", "ii");
            host(db, 2, "idle-2", "<script>alert(1)</script>", "R&D", "ii");
            host(db, 3, "active", "שרה כהן", null, "hh");
            host(db, 4, "short", "Wei", "Sales", "ss");
            int no = 0;
            for (String type : List.of("active", "inactive")) {
                for (int month : List.of(9, 10)) {
                    LocalDate from = LocalDate.of(2026, month, 1);
                    db.update(
                            "insert into runs (run_no, run_id, account_id, type, from_date, to_date, month_no, status,"
                                    + " announced_rows, stored_rows, filtered, rejected, mismatch, settled, finished_at, whole,"
                                    + " in_answer) values (?, ?, 'A', ?, ?, ?, ?, 'complete', 2, 2, 0, 0, false, true, ?, true, true)",
                            ++no,
                            "run-" + no,
                            type,
                            from,
                            from.withDayOfMonth(from.lengthOfMonth()),
                            24_311 + month,
                            Instant.parse("2026-11-03T04:30:00Z").atOffset(ZoneOffset.UTC));
                }
            }
            return db.update(
                    "insert into run_rows (row_no, id, licence_type, meetings, meeting_minutes) values (?, 'idle-1', 2, 0, 0)",
                    WindowStore.firstRow(4, WindowStore.part("idle-1")));
        });
    }

    private static void host(Sql db, int row, String id, String name, String dept, String history) throws SQLException {
        boolean idle = history.startsWith("i");
        db.update(
                "insert into licences (row_no, id, email, user_name, dept, licence_type, history, months_idle, months_known,"
                        + " licensed_idle, hosted_ago, created_no) values (?, ?, ?, ?, ?, 2, ?, ?, 2, ?, ?, 24000)",
                row,
                id,
                id + "@example.com",
                name,
                dept,
                history,
                idle ? 2 : 0,
                idle ? 2 : 0,
                idle ? null : 1);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private Page page(String file) throws Exception {
        Path written = Files.writeString(folder.resolve("licences.yaml"), file);
        Exclusions exclusions = new Exclusions(file.isEmpty() ? "" : written.toString());
        exclusions.apply(database);
        Licences licences = new Licences(database, TODAY);
        LicenceReader reader = new LicenceReader(context, null, database, null, null, null);
        return new Page(database, licences, reader, exclusions, 2);
    }

    private Exchange request(String query) {
        Exchange exchange = new DefaultExchange(context);
        exchange.getMessage().setHeader(Exchange.HTTP_RAW_QUERY, query);
        return exchange;
    }

    private String answer(String query) throws Exception {
        Exchange exchange = request(query);
        page("").answer(exchange);
        return exchange.getMessage().getBody(String.class);
    }

    @Test
    void begins_with_the_answer_and_what_it_is_based_on() throws Exception {
        assertThat(answer(null))
                .contains(
                        "<h1>2 of 4 licences are free: nobody hosted a meeting with them in September 2026 and October 2026</h1>")
                .contains("September 2026 to October 2026, settled; the newest month was collected on 2026-11-03");
    }

    @Test
    void shows_names_as_text() throws Exception {
        assertThat(answer("show=all"))
                .contains("<bdi>&lt;script&gt;alert(1)&lt;/script&gt;</bdi>")
                .doesNotContain("<script>")
                .contains("<bdi>שרה כהן</bdi>");
    }

    @ParameterizedTest
    @CsvSource({
        "show=idle, 1 to 2 of 2",
        "show=all, 1 to 4 of 4",
        "show=active, 1 to 2 of 2",
        "show=short, 1 to 1 of 1",
        "show=all&q=JANE, 1 to 1 of 1",
        "show=all&q=%25, No host.",
        "show=all&dept=Sales, 1 to 2 of 2",
        "show=all&dept=-, 1 to 1 of 1",
        "show=all&account=B, No host.",
        "months=3, No host.",
        "show=nonsense&months=x&page=-1&sort=', 1 to 2 of 2",
        "show=all&q=%E0%A4%A, 1 to 2 of 2"
    })
    void filters_by_its_address(String query, String found) throws Exception {
        assertThat(answer(query)).contains("<p>" + found + "</p>");
    }

    @Test
    void keeps_the_filter_in_the_form() throws Exception {
        assertThat(answer("show=all&q=%22x&dept=Sales"))
                .contains("value=\"&quot;x\"")
                .contains("<option value=\"Sales\" selected>");
    }

    @Test
    void shows_the_evidence_about_a_host() throws Exception {
        Exchange exchange = request("account=A&id=idle-1");

        page("").host(exchange);

        assertThat(exchange.getMessage().getBody(String.class))
                .contains("<bdi>Jane Doe</bdi>")
                .contains("October 2026")
                .contains("<bdi>run-4</bdi>");
    }

    @Test
    void says_404_for_a_host_that_holds_no_licence() throws Exception {
        Exchange exchange = request("account=A&id=nobody");

        page("").host(exchange);

        assertThat(exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE)).isEqualTo(404);
    }

    @Test
    void shows_which_months_are_known() throws Exception {
        Exchange exchange = request(null);

        page("").months(exchange);

        assertThat(exchange.getMessage().getBody(String.class))
                .contains("October 2026")
                .contains("settled")
                .doesNotContain("August 2026");
    }

    @Test
    void shows_money_only_with_a_price_and_does_not_count_excluded_seats() throws Exception {
        Exchange exchange = request(null);

        page("""
                exclusions:
                  - {id: idle-2, until: 2999-01-01, reason: leave}
                prices:
                  - {licence: 2, per-year: 159.90, currency: EUR, renewal: 2027-03-01}
                """).answer(exchange);

        assertThat(exchange.getMessage().getBody(String.class))
                .contains("EUR 159.90 a year, from 2027-03-01")
                .contains("excluded until 2999-01-01: leave")
                .contains("1 of 4 licences are free");
        assertThat(answer(null)).contains("no price").contains("LICENCES_FILE");
    }
}
