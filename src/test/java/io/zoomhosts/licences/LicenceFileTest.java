package io.zoomhosts.licences;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The file in {@code licences.file}: exclusions and prices. */
class LicenceFileTest {

    private static final LocalDate TODAY = LocalDate.now(ZoneOffset.UTC);

    @TempDir
    private Path folder;

    @Test
    void prices_of_an_account_come_before_those_of_all() throws Exception {
        Exclusions file = new Exclusions(written("""
                prices:
                  - {licence: 2, per-year: 159.90, currency: EUR, renewal: 2027-03-01}
                  - {account: A, licence: 2, per-year: 99, currency: USD, renewal: 2027-01-01}
                """));

        assertThat(file.price("A", 2).orElseThrow().currency()).isEqualTo("USD");
        assertThat(file.price("B", 2).orElseThrow())
                .isEqualTo(new Price(null, 2, new BigDecimal("159.90"), "EUR", LocalDate.of(2027, 3, 1)));
        assertThat(file.price("A", 1)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '|', textBlock = """
            id: one
            email: ONE@example.com
            domain: Example.com
            department: sales
            attribute: Cost Centre=4711
            attribute: cbf_1=4711
            """)
    void a_host_is_excluded_by(String match) throws Exception {
        assertThat(excluded("exclusions:\n  - {" + match + ", until: " + TODAY + ", reason: leave}"))
                .containsExactly("one " + TODAY + " leave");
    }

    @Test
    void the_latest_end_counts() throws Exception {
        assertThat(excluded("exclusions:\n  - {id: one, until: " + TODAY
                        + ", reason: leave}\n  - {department: Sales, until: " + TODAY.plusDays(9) + ", reason: quota}"))
                .containsExactly("one " + TODAY.plusDays(9) + " quota");
    }

    @Test
    void an_exclusion_that_has_ended_excludes_nobody() throws Exception {
        assertThat(excluded("exclusions:\n  - {id: one, until: " + TODAY.minusDays(1) + ", reason: leave}"))
                .containsExactly("one null null");
    }

    @Test
    void an_exclusion_for_another_account_excludes_nobody() throws Exception {
        assertThat(excluded("exclusions:\n  - {id: one, account: B, until: " + TODAY + ", reason: leave}"))
                .containsExactly("one null null");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '|', textBlock = """
            exclusions:\\n  - {id: a, until: 2027-01-01};                                                    line 2: reason is missing
            exclusions:\\n  - {id: a, email: b, until: 2027-01-01, reason: r};                                line 2: an exclusion needs exactly one
            exclusions:\\n  - {id: a, until: soon, reason: r};                                                line 2: until must be a date
            exclusions:\\n  - {who: a, until: 2027-01-01, reason: r};                                         line 2: unknown field
            exclusions:\\n  - {attribute: a, until: 2027-01-01, reason: r};                                   line 2: an attribute is written as
            exclusions:\\n  - {id: a, until: 2027-01-01, reason: r}\\n  - {id: a, until: 2027-01-02, reason: r}; line 3: this contradicts line 2
            prices:\\n  - {licence: 2, per-year: much, currency: EUR, renewal: 2027-01-01};                   line 2: per-year must be
            prices:\\n  - {licence: 2, per-year: 1, currency: euro, renewal: 2027-01-01};                     line 2: currency must be
            exclusions: [;                                                                                   this is not YAML
            """)
    void a_file_that_cannot_be_used_is_refused_with_its_line(String text, String problem) throws Exception {
        String file = written(text.replace("\\n", "\n"));

        assertThatThrownBy(() -> new Exclusions(file))
                .hasMessageContaining(file)
                .hasMessageContaining(problem)
                .hasMessageNotContaining("soon");
    }

    @Test
    void a_change_is_read_again_and_one_that_cannot_be_used_leaves_the_old_content() throws Exception {
        Path file = Path.of(written("exclusions:\n  - {id: one, until: " + TODAY + ", reason: leave}"));
        Exclusions exclusions = new Exclusions(file.toString());
        try (LicenceDatabase database = database()) {
            exclusions.apply(database);
            Files.writeString(file, "exclusions:\n  - {id: one}");
            exclusions.apply(database);

            assertThat(exclusions.problem()).contains("line 2");
            assertThat(exclusionsIn(database)).containsExactly("one " + TODAY + " leave");

            Files.writeString(file, "");
            exclusions.apply(database);

            assertThat(exclusions.problem()).isNull();
            assertThat(exclusionsIn(database)).containsExactly("one null null");
        }
    }

    private String written(String text) throws Exception {
        return Files.writeString(folder.resolve("licences.yaml"), text).toString();
    }

    private List<String> excluded(String text) throws Exception {
        try (LicenceDatabase database = database()) {
            new Exclusions(written(text)).apply(database);
            return exclusionsIn(database);
        }
    }

    private static List<String> exclusionsIn(LicenceDatabase database) throws SQLException {
        return database.read(db -> db.list(
                "select id, excluded_until, excluded_because from verdicts where idle_months = 1",
                row -> row.getString(1) + " " + row.getString(2) + " " + row.getString(3)));
    }

    /** A database with one host who is idle. */
    private static LicenceDatabase database() throws SQLException {
        LicenceDatabase database = LicenceDatabase.temporary();
        database.prepare(3);
        database.change(db -> {
            db.update("insert into accounts values ('A', 24321, 1, null, 1, 1, '', current_timestamp)");
            return db.update(
                    "insert into licences (row_no, id, email, dept, licence_type, history, verdicts, months_idle,"
                            + " known_since, custom_attributes) values (1, 'one', 'one@example.com', 'Sales', 2, 'i', 'ix', 1,"
                            + " '2026-10', ?)",
                    "[{\"key\":\"cbf_1\",\"name\":\"Cost Centre\",\"value\":\"4711\"}]");
        });
        return database;
    }
}
