package io.zoomhosts.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.zoomhosts.report.ReportDeclaration.Problem;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A declaration that disagrees with Zoom's API is rejected: Zoom would answer with the rows of something else. */
class ApiCheckTest {

    private final ReportDeclaration declaration = HostReport.declaration();

    private Stream<Problem> problems() {
        return declaration.problems("hosts").stream();
    }

    @Test
    void accepts_what_zoom_has() {
        assertThat(problems()).isEmpty();
    }

    @Test
    void rejects_a_path_that_zoom_does_not_have() {
        declaration.setPath("/report/user");

        assertThat(problems()).singleElement().satisfies(problem -> {
            assertThat(problem.property()).isEqualTo("path");
            assertThat(problem.reason())
                    .startsWith("path is not one of Zoom's reports, which are [/report/activities, ")
                    .contains(", /report/users, ", "add unchecked: true");
        });
    }

    @Test
    void compares_nothing_if_the_report_is_newer() {
        declaration.setPath("/report/disclaimer");
        declaration.getQuery().put("disclaimer_type", "1");
        declaration.setUnchecked(true);

        assertThat(problems()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    groupId   | Zoom has no parameter groupId for this path and would ignore it. Known parameters: [type, page_size, page_number, group_id]
                    page_size | parameter page_size must be a whole number, at least 1, at most 300
                    """)
    void rejects_a_parameter_that_zoom_ignores(String parameter, String reason) {
        declaration.getQuery().put(parameter, "301");

        assertThat(problems()).containsExactly(new Problem("query." + parameter, reason));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "many", "3.0", "99999999999999999999"})
    void rejects_a_number_out_of_range(String size) {
        declaration.getQuery().put("page_size", size);

        assertThat(problems()).extracting(Problem::property).containsExactly("query.page_size");
    }

    @Test
    void rejects_a_parameter_of_the_path() {
        declaration.getVaried().put("userId", "a,b");

        assertThat(problems()).extracting(Problem::property).containsExactly("varied.userId");
    }

    @Test
    void rejects_values_that_zoom_does_not_list() {
        declaration.setVaried(Map.of("type", "active,idle"));
        declaration.setScheduled(Map.of());
        assertThat(problems())
                .containsExactly(new Problem("varied.type", "parameter type must be one of [active, inactive]"));

        declaration.setVaried(Map.of());
        declaration.getQuery().put("type", "Active");
        assertThat(problems())
                .containsExactly(new Problem("query.type", "parameter type must be one of [active, inactive]"));
    }

    /** The names are those of Zoom's text, the numbers those of its list. */
    @ParameterizedTest
    @ValueSource(strings = {"All Activities", "In-Meeting Chat", "-1", "9"})
    void accepts_both_notations_of_an_activity(String type) {
        ReportDeclaration activities = meetingActivities();
        activities.getQuery().put("activity_type", type);

        assertThat(activities.problems("meeting-activities")).isEmpty();
    }

    @Test
    void rejects_a_report_without_a_parameter_that_zoom_requires() {
        Problem problem = new Problem(
                "query.activity_type",
                "parameter activity_type is missing or empty, and Zoom requires it for this path");
        ReportDeclaration activities = meetingActivities();
        assertThat(activities.problems("meeting-activities")).containsExactly(problem);

        activities.getQuery().put("activity_type", "");
        assertThat(activities.problems("meeting-activities")).containsExactly(problem);

        activities.setQuery(Map.of());
        activities.getVaried().put("activity_type", "1,2");
        assertThat(activities.problems("meeting-activities")).isEmpty();
    }

    private static ReportDeclaration meetingActivities() {
        ReportDeclaration activities = new ReportDeclaration();
        activities.setPath("/report/meeting_activities");
        activities.setCalendar("days");
        activities.setRows("meeting_activity_logs");
        activities.setKey("hash");
        activities.setEcho("none");
        activities.setTotal("none");
        activities.setEventType("io.zoomhosts.meeting-activity.reported.v1");
        activities.setScope("report:read:meeting_activity_log:admin");
        return activities;
    }

    @Test
    void rejects_a_calendar_that_asks_by_parameters_of_another_report() {
        declaration.setCalendar("year-months");
        assertThat(problems())
                .containsExactly(new Problem(
                        "calendar",
                        "calendar asks Zoom by [month, year], but Zoom's parameters for the window of this report are"
                                + " [from, to]"));

        ReportDeclaration daily = meetingActivities();
        daily.setPath("/report/daily");
        daily.setRows("dates");
        assertThat(daily.problems("daily"))
                .containsExactly(new Problem(
                        "calendar",
                        "calendar asks Zoom by [from, to], but Zoom's parameters for the window of this report are"
                                + " [month, year]"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"hosts", "total_records"})
    void rejects_rows_that_are_not_an_array_of_the_answer(String rows) {
        declaration.setRows(rows);

        assertThat(problems())
                .containsExactly(
                        new Problem("rows", "rows is not an array of Zoom's answer. Arrays of the answer: [users]"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    key     | uuid          | Zoom's row has no member uuid. Known members of the row: [custom_attributes, dept,
                    key     | id/uuid       | Zoom's row has no member uuid.
                    rowTime | start_time    | Zoom's row has no member start_time.
                    total   | total_users   | Zoom's answer has no member total_users. Known members of the answer: [from, next_page_token,
                    echo    | year-month    | Zoom's answer has no member year.
                    """)
    void rejects_a_member_that_zoom_does_not_send(String property, String value, String reason) {
        Map<String, BiConsumer<ReportDeclaration, String>> setters = Map.of(
                "key", ReportDeclaration::setKey,
                "rowTime", ReportDeclaration::setRowTime,
                "total", ReportDeclaration::setTotal,
                "echo", ReportDeclaration::setEcho);
        setters.get(property).accept(declaration, value);

        assertThat(problems()).first().satisfies(problem -> {
            assertThat(problem.property()).isEqualTo(property);
            assertThat(problem.reason()).startsWith(reason);
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    total_hours    | meetings | Zoom's answer has no member total_hours.
                    total_meetings | hours    | Zoom's row has no member hours.
                    """)
    void rejects_a_sum_that_zoom_does_not_send(String total, String summed, String reason) {
        declaration.setSums(Map.of(total, summed));

        assertThat(problems()).singleElement().satisfies(problem -> {
            assertThat(problem.property()).isEqualTo("sums." + total);
            assertThat(problem.reason()).startsWith(reason);
        });
    }
}
