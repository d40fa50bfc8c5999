package io.zoomhosts.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/** Whatever JSON Zoom may send. */
class PageReaderPropertiesTest {

    @Property(tries = 500)
    void should_keep_any_row_as_it_came(
            @ForAll @Size(max = 5) List<@From("values") String> rows, @ForAll("gaps") String gap) throws IOException {
        String body = "{\"users\":[" + gap + String.join(gap + "," + gap, rows) + gap + "]}";

        assertThat(HostReport.read(body).rows()).extracting(Row::json).containsExactlyElementsOf(rows);
    }

    @Property(tries = 500)
    void should_find_any_id_among_any_members(
            @ForAll("keys") String id, @ForAll("members") String before, @ForAll("members") String after)
            throws IOException {
        String rest = after.isEmpty() ? "" : "," + after.substring(0, after.length() - 1);
        String row = "{" + before + "\"id\":" + quoted(id) + rest + "}";

        assertThat(HostReport.read("{\"users\":[" + row + "]}").rows())
                .singleElement()
                .satisfies(only -> {
                    assertThat(only.key()).isEqualTo(id);
                    assertThat(only.json()).isEqualTo(row);
                    assertThat(only.reject()).isNull();
                });
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

    /** Members with a comma after each, none of them the id. */
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

    /** JSON text with escapes only where there have to be some: quotes, backslashes, controls, lone surrogates. */
    private static String quoted(String text) {
        return text.codePoints()
                .mapToObj(point -> point < 0x20 || point == '"' || point == '\\' || point >= 0xD800 && point < 0xE000
                        ? "\\u%04x".formatted(point)
                        : Character.toString(point))
                .collect(Collectors.joining("", "\"", "\""));
    }
}
