package io.zoomhosts.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which reports there are, and which of them the schedule collects. */
class ReportsTest {

    private final Map<String, ReportDeclaration> declared = new LinkedHashMap<>();

    ReportsTest() {
        declared.put("hosts", HostReport.declaration());
        declared.put("activities", declaration("zoom.activities"));
        declared.put("meetings", declaration("zoom.meetings"));
    }

    @Test
    void has_every_report_that_is_declared_by_its_name() {
        Reports reports = collecting("hosts");

        assertThat(reports.all()).containsOnlyKeys("hosts", "activities", "meetings");
        assertThat(reports.get("hosts")).isEqualTo(HostReport.REPORT);
        assertThat(reports.get("meetings").topic()).isEqualTo("zoom.meetings");
    }

    @Test
    void says_which_reports_there_are_where_one_is_not() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> collecting("hosts").get("guests"))
                .withMessageStartingWith("there is no report 'guests': there are [hosts, activities, meetings]")
                .withMessageContaining("routes/reports");
    }

    /** Rows of one would look like rows of the other. */
    @Test
    void refuses_two_reports_with_one_topic() {
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
    void collects_what_is_named_or_all_and_each_report_once(String named, String collected) {
        Reports reports = collecting(named.split(","));

        assertThat(reports.collected()).extracting(Report::name).containsExactly(collected.split(","));
    }

    @Test
    void says_of_a_report_whether_it_is_collected() {
        Reports reports = collecting("meetings");

        assertThat(reports.isCollected(reports.get("meetings"))).isTrue();
        assertThat(reports.isCollected(reports.get("hosts"))).isFalse();
    }

    @Test
    void refuses_to_collect_a_report_that_is_not_declared() {
        assertThatIllegalArgumentException()
                .isThrownBy(collecting("hosts", "guests")::collected)
                .withMessageContaining("there is no report 'guests'");
    }

    @Test
    void refuses_a_declaration_that_cannot_be_used_and_says_all_that_is_wrong() {
        declared.get("meetings").setKey("no key");
        declared.get("meetings").setScope(null);

        assertThatIllegalArgumentException()
                .isThrownBy(collecting("hosts")::all)
                .withMessageStartingWith("report meetings cannot be used: key must be ")
                .withMessageContaining("; scope is missing: ");
    }

    @Test
    void asks_for_the_declarations_once_they_are_needed_and_never_again() {
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
