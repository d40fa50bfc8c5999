package io.zoomhosts.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
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

    @Test
    void collects_the_reports_with_the_subjects_before_those_that_ask_about_them() {
        declared.put("details", bySubject("meetings"));
        declared.put("more", bySubject("details"));

        Reports reports = collecting("more", "hosts");

        assertThat(reports.collected())
                .extracting(Report::name)
                .containsExactly("meetings", "details", "more", "hosts");
        assertThat(reports.depth(reports.get("more"))).isEqualTo(2);
        assertThat(reports.depth(reports.get("hosts"))).isZero();
    }

    @Test
    void the_subjects_of_a_window_are_in_the_window_of_the_same_days_that_the_conditions_name() {
        declared.put("details", bySubject("meetings"));
        Report details = collecting("details").get("details");
        Window window = details.windows(LocalDate.parse("2026-10-01"), LocalDate.parse("2026-10-31"), Map.of())
                .get(0);

        assertThat(collecting("details").parentsOf(window))
                .extracting(Window::toString)
                .containsExactly("meetings active 2026-10-01 to 2026-10-31");
    }

    @Test
    void a_window_asks_about_the_subjects_of_each_part_of_the_other() {
        ReportDeclaration parent = bySubject("meetings");
        parent.setParts("2");
        declared.put("details", parent);
        ReportDeclaration child = bySubject("details");
        child.setWhere("");
        declared.put("more", child);
        Reports reports = collecting("more");
        Window window = reports.get("more")
                .windows(LocalDate.parse("2026-10-01"), LocalDate.parse("2026-10-31"), Map.of())
                .get(0);

        assertThat(reports.parentsOf(window)).extracting(Window::part).containsExactly("1-of-2", "2-of-2");
    }

    @Test
    void every_subject_is_in_one_part() {
        ReportDeclaration declaration = bySubject("meetings");
        declaration.setParts("3");
        declared.put("details", declaration);
        List<Window> parts = collecting("details")
                .get("details")
                .windows(LocalDate.parse("2026-10-01"), LocalDate.parse("2026-10-31"), Map.of());

        assertThat(parts).extracting(Window::part).containsExactly("1-of-3", "2-of-3", "3-of-3");
        for (String subject : List.of("a", "/H4URxTPYdaNZ/wVGWg7Xw==", "", "\uD83D\uDE00", "polygenelubricants")) {
            assertThat(parts).filteredOn(part -> part.asksAbout(subject)).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    guests   | report.type=active | its subjects are the rows of report guests, which is not declared
                    details  | report.type=active | its subjects would be rows of itself, or of a report that is not declared
                    meetings | type=active        | 'where' must say which window of report meetings has its subjects, with a value of report.type [active, inactive]
                    meetings | report.type=activ  | 'where' must say which window of report meetings has its subjects, with a value of report.type [active, inactive]
                    other    | report.type=active | 'where' must say which window of report other has its subjects, with members of its rows only
                    days     | report.type=active | its calendar is not that of report days, whose rows are its subjects
                    """)
    void rejects_subjects_that_cannot_be(String parent, String where, String reason) {
        ReportDeclaration days = declaration("zoom.days");
        days.setCalendar("days");
        declared.put("days", days);
        ReportDeclaration other = declaration("zoom.other");
        other.setVaried(Map.of());
        other.setScheduled(Map.of());
        declared.put("other", other);
        ReportDeclaration details = bySubject(parent);
        details.setWhere(where);
        if (parent.equals("details")) {
            details.setVaried(Map.of("type", "past"));
        }
        declared.put("details", details);

        assertThatIllegalArgumentException()
                .isThrownBy(collecting("hosts")::all)
                .withMessage("report details cannot be used: " + reason);
    }

    @Test
    @Timeout(10)
    void rejects_reports_that_are_each_others_subjects() {
        for (String[] pair : new String[][] {{"a", "b"}, {"b", "c"}, {"c", "b"}}) {
            ReportDeclaration declaration = bySubject(pair[1]);
            declaration.setTopic("zoom." + pair[0]);
            declared.put(pair[0], declaration);
        }

        assertThatIllegalArgumentException()
                .isThrownBy(collecting("hosts")::all)
                .withMessageEndingWith("its subjects would be rows of itself, or of a report that is not declared");
    }

    /** Zoom would be asked about nothing, or about everything, and the window would be complete. */
    @ParameterizedTest
    @CsvSource({
        "uuid, report.type=active, uuid",
        "id, 'report.type=active, licence=2', licence",
        "id, 'report.type=active, custom.licence=2', custom",
    })
    void rejects_subjects_and_conditions_that_zooms_rows_do_not_have(String subject, String where, String member) {
        ReportDeclaration details = bySubject("meetings");
        details.setSubject(subject);
        details.setWhere(where);
        declared.put("details", details);
        assertThatCode(collecting("hosts")::all).doesNotThrowAnyException();

        details.setRows("meetings");
        details.setKey("report.subject/uuid");
        details.setSums(Map.of());
        details.setQuery(Map.of());
        details.setVaried(Map.of("type", "past"));
        details.setUnchecked(false);

        assertThatIllegalArgumentException()
                .isThrownBy(collecting("hosts")::all)
                .withMessageStartingWith("report details cannot be used: the rows of report meetings, which are its"
                        + " subjects, have no member " + member + ". Known members: [");
    }

    private static ReportDeclaration bySubject(String parent) {
        ReportDeclaration declaration = HostReport.declaration();
        declaration.setPath("/report/users/{userId}/meetings");
        declaration.setVaried(Map.of());
        declaration.setScheduled(Map.of());
        declaration.setTopic("zoom.of-" + parent);
        declaration.setSubjects(parent);
        declaration.setSubject("id");
        declaration.setWhere(parent.equals("meetings") ? "report.type=active" : "");
        declaration.setUnchecked(true);
        return declaration;
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
