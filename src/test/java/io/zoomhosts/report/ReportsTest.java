package io.zoomhosts.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Declared reports, and those that {@code ZOOM_REPORTS} collects. */
class ReportsTest {

    private final Map<String, ReportDeclaration> declared = new LinkedHashMap<>();

    ReportsTest() {
        declared.put("hosts", HostReport.declaration());
        declared.put("activities", declaration("zoom.activities"));
        declared.put("meetings", declaration("zoom.meetings"));
    }

    @Test
    void finds_a_report_by_its_name() {
        Reports reports = collecting("hosts");

        assertThat(reports.all()).containsOnlyKeys("hosts", "activities", "meetings");
        assertThat(reports.get("hosts")).isEqualTo(HostReport.REPORT);
        assertThat(reports.get("meetings").topic()).isEqualTo("zoom.meetings");
    }

    @Test
    void lists_the_reports_when_one_is_unknown() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> collecting("hosts").get("guests"))
                .withMessageStartingWith("there is no report 'guests'. The reports declared in routes/reports and"
                        + " routes/yours are [hosts, activities, meetings]")
                .withMessageContaining("routes/reports");
    }

    /** Rows of the two reports could not be told apart. */
    @Test
    void rejects_two_reports_with_one_topic() {
        declared.put("guests", declaration("zoom.meetings"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> collecting("hosts").all())
                .withMessage("the reports meetings and guests cannot have the same topic zoom.meetings");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    hosts           | hosts
                    meetings,hosts  | meetings,hosts
                    all             | hosts,activities,meetings
                    hosts,all       | hosts,activities,meetings
                    hosts,hosts     | hosts
                    """)
    void collects_the_named_reports_or_all_each_once(String named, String collected) {
        Reports reports = collecting(named.split(","));

        assertThat(reports.collected()).extracting(Report::name).containsExactly(collected.split(","));
    }

    @Test
    void reports_whether_a_report_is_collected() {
        Reports reports = collecting("meetings");

        assertThat(reports.isCollected(reports.get("meetings"))).isTrue();
        assertThat(reports.isCollected(reports.get("hosts"))).isFalse();
    }

    @Test
    void rejects_zoom_reports_that_names_an_undeclared_report() {
        assertThatIllegalArgumentException()
                .isThrownBy(collecting("hosts", "guests")::collected)
                .withMessageContaining("there is no report 'guests'");
    }

    @Test
    void rejects_an_invalid_declaration_with_all_problems() {
        declared.get("meetings").setKey("no key");
        declared.get("meetings").setScope(null);

        assertThatIllegalArgumentException()
                .isThrownBy(collecting("hosts")::all)
                .withMessageStartingWith("report meetings cannot be used: key must be ")
                .withMessageContaining("; scope is missing: ");
    }

    @Test
    void reads_the_declarations_once_when_first_needed() {
        Reports reports = collecting("all");
        declared.remove("activities");
        assertThat(reports.collected()).extracting(Report::name).containsExactly("hosts", "meetings");

        declared.clear();

        assertThat(reports.collected()).extracting(Report::name).containsExactly("hosts", "meetings");
    }

    private Reports collecting(String... names) {
        return new Reports(() -> declared, List.of(names));
    }

    private static ReportDeclaration declaration(String topic) {
        ReportDeclaration declaration = HostReport.declaration();
        declaration.setTopic(topic);
        return declaration;
    }
}
