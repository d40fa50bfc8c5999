package io.zoomhosts.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.zoomhosts.failure.RunException;
import io.zoomhosts.kafka.ExactJson;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/** The page reader agrees with a JSON parser on arbitrary JSON. */
class PageReaderPropertiesTest {

    @Property(tries = 500)
    void keeps_any_row_as_zoom_sent_it(
            @ForAll @Size(max = 5) List<@From("values") String> rows, @ForAll("gaps") String gap) throws IOException {
        String body = "{\"users\":[" + gap + String.join(gap + "," + gap, rows) + gap + "]}";

        assertThat(HostReport.read(body).rows()).extracting(Row::json).containsExactlyElementsOf(rows);
    }

    @Property(tries = 500)
    void finds_any_id_among_any_members(
            @ForAll("keys") String id, @ForAll("members") String before, @ForAll("members") String after)
            throws IOException {
        String rest = after.isEmpty() ? "" : "," + after.substring(0, after.length() - 1);
        String row = "{" + before + "\"id\":" + quoted(id) + rest + "}";

        assertThat(HostReport.read("{\"users\":[" + row + "]}").rows())
                .singleElement()
                .satisfies(only -> {
                    assertThat(only.key()).isEqualTo(survivesUtf8(id) ? id : null);
                    assertThat(only.json()).isEqualTo(row);
                    assertThat(only.reject()).isEqualTo(survivesUtf8(id) ? null : "id is not valid Unicode");
                });
    }

    /** Lone surrogates, which JSON allows, do not: different keys would have the same bytes. */
    private static boolean survivesUtf8(String text) {
        return new String(text.getBytes(UTF_8), UTF_8).equals(text);
    }

    /** Pages with their members in any order and arbitrary other members. */
    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void reads_any_page_like_a_json_parser(@ForAll("pages") String page, @ForAll("gaps") String around)
            throws IOException {
        String body = around + page + around;
        JsonNode tree = ExactJson.MAPPER.readTree(body);

        Page read = HostReport.read(body);

        assertText(read.from(), tree.path("from"));
        assertText(read.to(), tree.path("to"));
        assertText(read.nextPageToken(), tree.path("next_page_token"));
        assertThat(read.totals().asMap())
                .isEqualTo(Pages.totals(
                        number(tree.path("total_records")),
                        number(tree.path("total_meetings")),
                        number(tree.path("total_participants")),
                        number(tree.path("total_meeting_minutes"))));
        assertThat(read.rows()).hasSameSizeAs(tree.path("users"));
        for (int index = 0; index < read.rows().size(); index++) {
            assertRow(read.rows().get(index), tree.path("users").get(index));
        }
    }

    private static void assertRow(Row row, JsonNode tree) throws IOException {
        assertThat(ExactJson.MAPPER.readTree(row.json())).isEqualTo(tree);
        assertThat(row.bytes()).isEqualTo(row.json().getBytes(UTF_8));
        assertThat(row.reject()).isEqualTo(reject(tree));
        if (row.reject() == null) {
            assertText(row.key(), tree.path("id"));
        } else {
            assertThat(row.key()).isNull();
        }
        assertThat(row.hasReservedMember()).isEqualTo(tree.has("report"));
        assertThat(row.contribution(0)).isEqualTo(1);
        assertThat(row.contribution(1)).isEqualTo(number(tree.path("meetings")));
        assertThat(row.contribution(2)).isEqualTo(number(tree.path("participants")));
        assertThat(row.contribution(3)).isEqualTo(number(tree.path("meeting_minutes")));
    }

    private static String reject(JsonNode row) {
        String id = text(row.path("id"));
        return !row.isObject()
                ? "not an object"
                : id == null ? "no id" : survivesUtf8(id) ? null : "id is not valid Unicode";
    }

    /** Compares numbers by their digits, which a tree may write differently. */
    private static void assertText(String read, JsonNode tree) {
        if (tree.isNumber()) {
            assertThat(new BigDecimal(read)).isEqualByComparingTo(tree.decimalValue());
        } else {
            assertThat(read).isEqualTo(text(tree));
        }
    }

    /** Brackets, quotes and escapes in any order: text that a JSON parser rejects never becomes rows. */
    @Property(tries = 5000, edgeCases = EdgeCasesMode.NONE)
    void rejects_rows_that_a_json_parser_rejects(
            @ForAll("pieces") String before, @ForAll("pieces") String rows, @ForAll("pieces") String after) {
        String body = "{" + before + "\"users\":[" + rows + "]" + after + "}";

        List<String> read = rowsOrNull(body);

        assertThat(read).isIn(null, rowsOfTree(body));
    }

    /** The rows of a page; null if it is rejected. */
    private static List<String> rowsOrNull(String body) {
        try {
            return HostReport.read(body).rows().stream()
                    .map(row -> tree(row.json()).toString())
                    .toList();
        } catch (IOException | RunException refused) {
            return null;
        }
    }

    private static List<String> rowsOfTree(String body) {
        JsonNode tree = tree(body);
        List<String> rows = new ArrayList<>();
        tree.path("users").forEach(row -> rows.add(row.toString()));
        return tree.path("users").isArray() ? rows : null;
    }

    /** A missing node if the text is not JSON. */
    private static JsonNode tree(String json) {
        try {
            return ExactJson.MAPPER
                    .reader()
                    .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .readTree(json);
        } catch (IOException notJson) {
            return MissingNode.getInstance();
        }
    }

    private static String text(JsonNode node) {
        return node.isValueNode() && !node.isNull() && !node.asText().isEmpty() ? node.asText() : null;
    }

    private static Long number(JsonNode node) {
        try {
            return text(node) == null ? null : new BigDecimal(text(node)).longValueExact();
        } catch (ArithmeticException | NumberFormatException notACount) {
            return null;
        }
    }

    @Provide
    Arbitrary<String> pages() {
        Arbitrary<String> members = Combinators.combine(
                        Arbitraries.of(
                                "from",
                                "to",
                                "next_page_token",
                                "total_records",
                                "total_meetings",
                                "page_size",
                                "more"),
                        Arbitraries.oneOf(plain(), nested(2)))
                .as((name, value) -> quoted(name) + ":" + value);
        Arbitrary<List<String>> others =
                members.list().uniqueElements(PageReaderPropertiesTest::nameOf).ofMaxSize(6);
        Arbitrary<String> rows =
                Arbitraries.oneOf(rows(), nested(2)).list().ofMaxSize(4).map(all -> "[" + String.join(",", all) + "]");
        return Combinators.combine(others, rows, gaps(), Arbitraries.integers().between(0, 6))
                .as((all, array, gap, at) -> {
                    List<String> page = new ArrayList<>(all);
                    page.add(Math.min(at, all.size()), "\"users\"" + gap + ":" + gap + array);
                    return "{" + gap + String.join(gap + "," + gap, page) + gap + "}";
                });
    }

    private static String nameOf(String member) {
        return member.substring(0, member.indexOf(':'));
    }

    private static Arbitrary<String> rows() {
        Arbitrary<String> members = Combinators.combine(
                        Arbitraries.of("id", "report", "meetings", "participants", "meeting_minutes", "users"),
                        Arbitraries.oneOf(plain(), nested(1)))
                .as((name, value) -> quoted(name) + ":" + value);
        return members.list().ofMaxSize(6).map(all -> "{" + String.join(",", all) + "}");
    }

    /** Values of a page's own members. */
    private static Arbitrary<String> plain() {
        return Arbitraries.oneOf(
                Arbitraries.of(
                        "\"\"",
                        "\"2026-10-01\"",
                        "\"users\"",
                        "\"]\"",
                        "\"[{\"",
                        "\"\\\\\"",
                        "\"\\\"\"",
                        "\"3\"",
                        "3.0"),
                Arbitraries.longs().map(Object::toString));
    }

    @Provide
    Arbitrary<String> pieces() {
        return Arbitraries.of(
                        "{", "}", "[", "]", "\"", "\\", ":", ",", "\"id\"", "\"a\":", "1", "null", " ", "a", "é",
                        "\u0000", "{}", "[]")
                .list()
                .ofMaxSize(5)
                .map(all -> String.join("", all));
    }

    @Provide
    Arbitrary<String> values() {
        return nested(3);
    }

    @Provide
    Arbitrary<String> gaps() {
        return Arbitraries.strings().withChars(" \t\r\n").ofMaxLength(3);
    }

    @Provide
    Arbitrary<String> keys() {
        return Arbitraries.strings().all().ofMinLength(1).ofMaxLength(10);
    }

    /** Members other than the id, each followed by a comma. */
    @Provide
    Arbitrary<String> members() {
        return Combinators.combine(names(), nested(1))
                .as((name, value) -> name + ":" + value + ",")
                .filter(member -> !member.startsWith("\"id\""))
                .list()
                .ofMaxSize(3)
                .map(all -> String.join("", all));
    }

    private static Arbitrary<String> nested(int levels) {
        if (levels == 0) {
            return scalars();
        }
        Arbitrary<String> inner = nested(levels - 1);
        Arbitrary<String> arrays = inner.list().ofMaxSize(4).map(all -> "[" + String.join(",", all) + "]");
        Arbitrary<String> objects = Combinators.combine(names(), gapsAround(), inner)
                .as((name, gap, value) -> name + gap + ":" + gap + value)
                .list()
                .ofMaxSize(4)
                .map(all -> "{" + String.join(", ", all) + "}");
        return Arbitraries.oneOf(scalars(), arrays, objects);
    }

    private static Arbitrary<String> gapsAround() {
        return Arbitraries.of("", " ", "\n\t");
    }

    private static Arbitrary<String> names() {
        return Arbitraries.oneOf(
                Arbitraries.of("\"id\"", "\"report\"", "\"users\"", "\"\""),
                Arbitraries.strings().all().ofMaxLength(8).map(PageReaderPropertiesTest::quoted));
    }

    private static Arbitrary<String> scalars() {
        return Arbitraries.oneOf(
                Arbitraries.of("null", "true", "false", "-0", "1.10", "1e400", "1E-7", "9007199254740993", "\"\\/\""),
                Arbitraries.bigDecimals().map(Object::toString),
                Arbitraries.bigIntegers().map(Object::toString),
                Arbitraries.strings().all().ofMaxLength(20).map(PageReaderPropertiesTest::quoted));
    }

    /** JSON text with only the required escapes: quotes, backslashes, control characters, lone surrogates. */
    private static String quoted(String text) {
        return text.codePoints()
                .mapToObj(point -> point < 0x20 || point == '"' || point == '\\' || point >= 0xD800 && point < 0xE000
                        ? "\\u%04x".formatted(point)
                        : Character.toString(point))
                .collect(Collectors.joining("", "\"", "\""));
    }
}
