package io.zoomhosts.sandbox;

import static io.zoomhosts.sandbox.SandboxClient.query;
import static io.zoomhosts.sandbox.SandboxClient.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The sandbox's data, as an account and as pages. */
class SandboxAccountTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final LocalDate FROM = LocalDate.of(2026, 10, 1);
    private static final LocalDate TO = LocalDate.of(2026, 10, 31);
    private static final Map<String, String> ACTIVE =
            query("type", "active", "from", "2026-10-01", "to", "2026-10-31", "page_size", "300");

    private final SandboxOptions options = SandboxOptions.defaults()
            .withClock(new SettableClock("2026-11-23T12:00:00Z"))
            .withRequestsPerSecond(1000);
    private final SandboxAccount account = new SandboxAccount(options.seed(), 650, 350);

    @Test
    void returns_each_host_once_over_all_pages_of_a_type() throws Exception {
        try (SandboxZoom zoom = SandboxZoom.start(options)) {
            SandboxClient client = new SandboxClient(zoom);
            String accessToken = client.accessToken();
            for (String type : List.of("active", "inactive")) {
                List<String> ids = new ArrayList<>();
                List<JsonNode> pages = client.pages(accessToken, with(ACTIVE, "type", type));
                pages.forEach(page -> page.path("users").forEach(row -> ids.add(id(row))));

                assertThat(ids).hasSize(type.equals("active") ? 650 : 350).doesNotHaveDuplicates();
            }
        }
    }

    @Test
    void serves_the_rows_of_the_account_unchanged() throws Exception {
        StringBuilder served = new StringBuilder();
        try (SandboxZoom zoom = SandboxZoom.start(options)) {
            SandboxClient client = new SandboxClient(zoom);
            String accessToken = client.accessToken();
            String next = "";
            do {
                String page = client.report(accessToken, with(ACTIVE, "next_page_token", next))
                        .body();
                served.append(page);
                next = json(page).path("next_page_token").asText();
            } while (!next.isEmpty());
        }

        assertThat(account.rows("active", FROM, TO)).hasSize(650).allMatch(row -> served.indexOf(row) >= 0);
    }

    @Test
    void totals_are_the_sums_of_the_rows() throws Exception {
        List<JsonNode> rows = rows("active", FROM, TO);

        assertThat(account.totals("active", FROM, TO))
                .isEqualTo(new SandboxTotals(
                        650, sum(rows, "meetings"), sum(rows, "participants"), sum(rows, "meeting_minutes")));
        assertThat(rows).allMatch(row -> row.path("meetings").asInt() >= 1);
        assertThat(account.totals("inactive", FROM, TO)).isEqualTo(new SandboxTotals(350, 0, 0, 0));
    }

    @Test
    void another_month_has_other_active_hosts_and_numbers() throws Exception {
        Set<String> october = ids("active", FROM, TO);
        Set<String> september = ids("active", FROM.minusMonths(1), FROM.minusDays(1));

        assertThat(october).hasSize(650);
        assertThat(september).hasSize(650).isNotEqualTo(october);
        assertThat(account.totals("active", FROM, TO))
                .isNotEqualTo(account.totals("active", FROM.minusMonths(1), FROM.minusDays(1)));
    }

    @Test
    void has_hosts_that_are_idle_for_months() throws Exception {
        Set<String> idle = ids("inactive", FROM, TO);
        for (int months = 1; months < 6; months++) {
            LocalDate from = FROM.minusMonths(months);
            idle.retainAll(ids("inactive", from, from.plusMonths(1).minusDays(1)));
        }

        assertThat(idle).hasSizeBetween(50, 300);
    }

    @Test
    void lists_the_members_of_a_group() throws Exception {
        for (String group : account.groups()) {
            List<String> active = account.rows("active", FROM, TO, group);
            List<String> inactive = account.rows("inactive", FROM, TO, group);

            assertThat(account.rows("active", FROM, TO)).containsAll(active);
            assertThat(active.size() + inactive.size()).isBetween(100, 300);
        }
        assertThat(account.rows("active", FROM, TO, "unknown")).isEmpty();
    }

    @Test
    void equal_seeds_give_equal_accounts() {
        List<String> rows = account.rows("active", FROM, TO);

        assertThat(new SandboxAccount(options.seed(), 650, 350).rows("active", FROM, TO))
                .isEqualTo(rows);
        assertThat(new SandboxAccount(1, 650, 350).rows("active", FROM, TO)).isNotEqualTo(rows);
    }

    @Test
    void has_rows_that_careless_code_would_change() throws Exception {
        List<String> all = Stream.of("active", "inactive")
                .flatMap(type -> account.rows(type, FROM, TO).stream())
                .toList();
        String text = String.join("\n", all);

        assertThat(text)
                .contains("\"cost_rate\":1.10", "\"employee_number\":9007199254740993", "\"manager\":null", "1E+2")
                .contains("\"custom_attributes\":{", "\"custom_attributes\":[]", "\"floors\":[1,2,null]")
                .contains("\ud83d\ude80", "\\ud83d\\udc69", "\u05e9", "e\u0301", "\\\"Shay\\\"", "EXAMPLE\\\\jdoe");
        assertThat(text).containsPattern("\"id\":\"[^\"]*\\+[^\"]*/[^\"]*==\"");
        assertThat(all).allMatch(row -> json(row).isObject());
    }

    @Test
    void serves_a_hundred_thousand_hosts_page_by_page() {
        SandboxAccount large = new SandboxAccount(options.seed(), 65_000, 35_000);
        SandboxWindow window = new SandboxWindow("active", FROM, TO, Optional.empty());
        Set<String> ids = new HashSet<>();

        for (int offset = 0; offset < 65_000; offset += 300) {
            large.rows(window, offset, 300).forEach(row -> ids.add(id(json(row))));
        }

        assertThat(ids).hasSize(65_000);
    }

    @Test
    void pads_narrow_rows_to_the_configured_width() {
        int width = 450;
        List<String> rows = new SandboxAccount(options.seed(), 650, 350, width).rows("active", FROM, TO);

        // Zoom's sample stays unchanged; in all other rows only the custom attributes change.
        assertThat(rows).contains(HostRow.SAMPLE_ACTIVE);
        assertThat(rows).filteredOn(row -> bytes(row) < width).containsExactly(HostRow.SAMPLE_ACTIVE);
        assertThat(rows).filteredOn(row -> bytes(row) == width).hasSizeGreaterThan(600);
        assertThat(rows)
                .map(SandboxAccountTest::withoutAttributes)
                .isEqualTo(account.rows("active", FROM, TO).stream()
                        .map(SandboxAccountTest::withoutAttributes)
                        .toList());
    }

    private static int bytes(String row) {
        return row.getBytes(StandardCharsets.UTF_8).length;
    }

    private static JsonNode withoutAttributes(String row) {
        return ((ObjectNode) json(row)).without("custom_attributes");
    }

    private List<JsonNode> rows(String type, LocalDate from, LocalDate to) {
        return account.rows(type, from, to).stream()
                .map(SandboxAccountTest::json)
                .toList();
    }

    private Set<String> ids(String type, LocalDate from, LocalDate to) {
        Set<String> ids = new HashSet<>();
        rows(type, from, to).forEach(row -> ids.add(id(row)));
        return ids;
    }

    private static long sum(List<JsonNode> rows, String field) {
        return rows.stream().mapToLong(row -> row.path(field).asLong()).sum();
    }

    private static String id(JsonNode row) {
        return row.path("id").asText();
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + text, e);
        }
    }
}
