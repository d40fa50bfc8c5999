package io.zoomhosts.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A declaration becomes a report, or reports what is missing or wrong. */
class ReportDeclarationTest {

    private static final Map<String, BiConsumer<ReportDeclaration, String>> SETTERS = Map.ofEntries(
            entry("path", ReportDeclaration::setPath),
            entry("calendar", ReportDeclaration::setCalendar),
            entry("rows", ReportDeclaration::setRows),
            entry("key", ReportDeclaration::setKey),
            entry("echo", ReportDeclaration::setEcho),
            entry("total", ReportDeclaration::setTotal),
            entry("topic", ReportDeclaration::setTopic),
            entry("eventType", ReportDeclaration::setEventType),
            entry("scope", ReportDeclaration::setScope),
            entry("countedAs", ReportDeclaration::setCountedAs),
            entry("parts", ReportDeclaration::setParts),
            entry("monthsBack", ReportDeclaration::setMonthsBack),
            entry("marginDays", ReportDeclaration::setMarginDays),
            entry("settlingDays", ReportDeclaration::setSettlingDays),
            entry("rowTime", ReportDeclaration::setRowTime),
            entry("hook", ReportDeclaration::setHook));

    private final ReportDeclaration declaration = HostReport.declaration();

    private static Map.Entry<String, BiConsumer<ReportDeclaration, String>> entry(
            String property, BiConsumer<ReportDeclaration, String> setter) {
        return Map.entry(property, setter);
    }

    @Test
    void makes_a_report_of_every_property() {
        assertThat(declaration.problems("hosts")).isEmpty();

        Report report = declaration.report("hosts");

        assertThat(report.name()).isEqualTo("hosts");
        assertThat(report.path()).isEqualTo("/report/users");
        assertThat(report.query()).containsOnly(Map.entry("page_size", "300"), Map.entry("group_id", ""));
        assertThat(report.calendar()).isEqualTo(Calendar.MONTHS);
        assertThat(report.varied()).isEqualTo(Map.of("type", List.of("active", "inactive")));
        assertThat(report.scheduled()).isEqualTo(Map.of("type", List.of("active", "inactive")));
        assertThat(report.rows()).isEqualTo("users");
        assertThat(report.key()).isEqualTo(RowKey.of("id"));
        assertThat(report.rowTime()).isNull();
        assertThat(report.echo()).isEqualTo(Echo.DATES);
        assertThat(report.total()).isEqualTo("total_records");
        assertThat(report.totals())
                .containsExactly("total_records", "total_meetings", "total_participants", "total_meeting_minutes");
        assertThat(report.topic()).isEqualTo("zoom.hosts");
        assertThat(report.runsTopic()).isEqualTo("zoom.hosts.runs");
        assertThat(report.dlqTopic()).isEqualTo("zoom.hosts.dlq");
        assertThat(report.eventType()).isEqualTo("io.zoomhosts.host.reported.v1");
        assertThat(report.scope()).isEqualTo("report:read:list_users:admin");
        assertThat(report.countedAs()).isEqualTo("hosts");
        assertThat(report.hook()).isEqualTo("each-host");
    }

    @Test
    void needs_only_the_required_properties() {
        ReportDeclaration least = new ReportDeclaration();
        least.setPath("/report/operationlogs");
        least.setCalendar("months");
        least.setRows("operation_logs");
        least.setKey("time");
        least.setEcho("none");
        least.setTotal("none");
        least.setEventType("io.zoomhosts.operation.reported.v1");
        least.setScope("report:read:operation_logs:admin");
        assertThat(least.problems("operation-logs")).isEmpty();

        Report report = least.report("operation-logs");

        assertThat(report.topic()).isEqualTo("zoom.operation-logs");
        assertThat(report.echo()).isEqualTo(Echo.NONE);
        assertThat(report.total()).isNull();
        assertThat(report.totals()).isEmpty();
        assertThat(report.query()).isEmpty();
        assertThat(report.varied()).isEmpty();
        assertThat(report.scheduledVariants()).containsExactly("");
        assertThat(report.countedAs()).isNull();
        assertThat(report.hook()).isNull();
    }

    @Test
    void names_every_required_property_that_is_missing() {
        List<ReportDeclaration.Problem> problems = new ReportDeclaration().problems("hosts");

        assertThat(problems)
                .extracting(ReportDeclaration.Problem::property)
                .containsExactly("path", "calendar", "rows", "key", "echo", "total", "eventType", "scope");
        assertThat(problems).allSatisfy(problem -> assertThat(problem.reason())
                .startsWith(problem.property() + " is missing: it must be "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "path",
                "calendar",
                "rows",
                "key",
                "echo",
                "total",
                "eventType",
                "scope",
                "topic",
                "countedAs",
                "rowTime",
                "hook"
            })
    void treats_a_blank_property_as_missing(String property) {
        for (String blank : List.of("", "  ")) {
            SETTERS.get(property).accept(declaration, blank);

            assertThat(declaration.problems("hosts")).singleElement().satisfies(problem -> {
                assertThat(problem.property()).isEqualTo(property);
                assertThat(problem.reason()).startsWith(property + " is missing: it must be ");
            });
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    # property  | value                    | what it must be
                    path      | report/users               | a path below the API's address such as /report/users
                    path      | /                          | a path
                    path      | /report/users/             | a path
                    path      | /report//users             | a path
                    path      | /report/users?type=active  | a path
                    path      | https://api.zoom.us/v2     | a path
                    path      | /report/us ers             | a path
                    calendar  | weeks                      | months or days or closed-months or year-months or upcoming
                    calendar  | MONTHS                     | months
                    rows      | data.users                 | the member of a page that holds the rows
                    rows      | us"ers                     | the member of a page that holds the rows
                    key       | user id                    | values that are unique among the rows of a window
                    key       | id/                        | values that are unique among the rows of a window
                    key       | id,start_time              | values that are unique among the rows of a window
                    key       | hash()                     | values that are unique among the rows of a window
                    parts     | 0                          | a number of parts
                    parts     | some                       | a number of parts
                    monthsBack   | 0                       | a number of months
                    marginDays   | -1                      | a number of days
                    settlingDays | two                     | a number of days
                    rowTime   | start time                 | the member of a row with its time
                    echo      | yes                        | dates or date-times or year-month or uuid or none
                    echo      | from                       | dates or date-times or year-month or uuid or none
                    total     | total records              | the member of a page that counts all rows
                    topic     | zoom hosts                 | a topic name
                    topic     | zoom/hosts                 | a topic name
                    topic     | .                          | a topic name
                    topic     | ..                         | a topic name
                    eventType | host reported              | a CloudEvents type
                    scope     | report:read users          | the scope that the Zoom app needs
                    countedAs | all hosts                  | the name of a member of run events
                    hook      | direct:each-host           | the id of your route, such as each-host
                    """)
    void names_an_invalid_property_without_quoting_it(String property, String value, String what) {
        SETTERS.get(property).accept(declaration, value);

        assertThat(declaration.problems("hosts")).singleElement().satisfies(problem -> {
            assertThat(problem.property()).isEqualTo(property);
            assertThat(problem.reason())
                    .startsWith(property + " must be " + what)
                    .doesNotEndWith("'" + value + "'");
        });
    }

    /** The number in such a key is that among the rows of one subject, or of whichever subject answers first. */
    @ParameterizedTest
    @ValueSource(strings = {"hash", "hash(uuid,topic)", "report.account_id/hash"})
    void a_hash_of_a_report_by_subject_needs_the_subject_beside_it(String key) {
        declaration.setPath("/report/users/{userId}/meetings");
        declaration.setSubjects("users");
        declaration.setSubject("id");
        declaration.setUnchecked(true);

        declaration.setKey(key);
        assertThat(declaration.problems("hosts")).singleElement().satisfies(problem -> assertThat(problem.reason())
                .startsWith("a hash needs report.subject beside it"));

        declaration.setKey("report.subject/" + key);
        assertThat(declaration.problems("hosts")).isEmpty();
    }

    /** With the suffix {@code .runs} it must still be a Kafka topic name, of at most 249 characters. */
    @Test
    void limits_the_topic_name_so_that_suffixes_fit() {
        declaration.setTopic("t".repeat(240));
        assertThat(declaration.problems("hosts")).isEmpty();

        declaration.setTopic("t".repeat(241));
        assertThat(declaration.problems("hosts"))
                .extracting(ReportDeclaration.Problem::property)
                .containsExactly("topic");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hosts", "h", "meeting-participants", "report2"})
    void accepts_names_of_lower_case_letters_digits_and_hyphens(String name) {
        assertThat(declaration.problems(name)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Hosts", "2hosts", "-hosts", "zoom_hosts", "zoom.hosts", "my hosts", "hôtes", "all"})
    void rejects_other_names(String name) {
        assertThat(declaration.problems(name))
                .containsExactly(new ReportDeclaration.Problem(
                        null,
                        "'" + name
                                + "' is not a valid report name: use lower-case letters, digits and hyphens, begin with a"
                                + " letter, and do not use 'all'"));
    }

    @Test
    void reads_values_of_a_varied_parameter_in_order_each_once() {
        declaration.setUnchecked(true);
        declaration.setVaried(Map.of("type", " 2,1 ,, 3,1"));
        declaration.setScheduled(Map.of());

        assertThat(declaration.problems("hosts")).isEmpty();
        assertThat(declaration.report("hosts").varied()).isEqualTo(Map.of("type", List.of("2", "1", "3")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ''              | parameter type has no value
                    ' , '           | parameter type has no value
                    active inactive | the values of type must be words, separated by commas
                    active;inactive | the values of type must be words, separated by commas
                    a/b             | the values of type must be words, separated by commas
                    """)
    void rejects_invalid_values_of_a_varied_parameter(String values, String reason) {
        declaration.setVaried(Map.of("type", values));
        declaration.setScheduled(Map.of());

        assertThat(declaration.problems("hosts")).containsExactly(new ReportDeclaration.Problem("varied", reason));
    }

    @Test
    void rejects_a_parameter_that_is_both_varied_and_constant() {
        declaration.setQuery(Map.of("type", "active"));

        assertThat(declaration.problems("hosts"))
                .containsExactly(new ReportDeclaration.Problem("varied", "parameter type is also in query"));
    }

    /** A constant {@code from} would request another window than the one that the run names. */
    @ParameterizedTest
    @ValueSource(strings = {"from", "to", "next_page_token"})
    void rejects_a_parameter_of_the_window_or_the_page(String parameter) {
        String reason = "parameter " + parameter + " cannot be declared: the engine sets it for each request";

        declaration.setQuery(Map.of(parameter, "2026-10-01"));
        assertThat(declaration.problems("hosts")).containsExactly(new ReportDeclaration.Problem("query", reason));

        declaration.setQuery(Map.of());
        declaration.setVaried(Map.of("type", "active,inactive", parameter, "a,b"));
        assertThat(declaration.problems("hosts")).containsExactly(new ReportDeclaration.Problem("varied", reason));
    }

    @Test
    void schedules_all_values_by_default() {
        Map<String, String> varied = new LinkedHashMap<>();
        varied.put("type", "1,2,3");
        varied.put("by", "start,end");
        declaration.setUnchecked(true);
        declaration.setVaried(varied);
        declaration.setScheduled(Map.of("by", "end"));
        assertThat(declaration.problems("hosts")).isEmpty();

        Report report = declaration.report("hosts");

        assertThat(report.scheduled()).isEqualTo(Map.of("type", List.of("1", "2", "3"), "by", List.of("end")));
        assertThat(report.scheduledVariants()).containsExactly("1/end", "2/end", "3/end");
        assertThat(report.varied()).isEqualTo(Map.of("type", List.of("1", "2", "3"), "by", List.of("start", "end")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    type  | idle          | each value of type must be one of [active, inactive], the values in varied
                    type  | active,idle   | each value of type must be one of [active, inactive], the values in varied
                    type  | ''            | each value of type must be one of [active, inactive], the values in varied
                    group | active        | parameter group is not in varied
                    """)
    void rejects_a_scheduled_value_that_is_not_varied(String parameter, String values, String reason) {
        declaration.setScheduled(Map.of(parameter, values));

        assertThat(declaration.problems("hosts")).containsExactly(new ReportDeclaration.Problem("scheduled", reason));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a.b"})
    void rejects_a_sum_without_a_member_of_the_rows(String summed) {
        declaration.setSums(Map.of("total_meetings", summed));

        assertThat(declaration.problems("hosts"))
                .containsExactly(new ReportDeclaration.Problem(
                        "sums", "total total_meetings needs the name of the row member to add up"));
    }

    @Test
    void reports_all_problems_at_once() {
        declaration.setPath("report/users");
        declaration.setScope(null);
        declaration.setSums(Map.of("total_meetings", ""));
        declaration.setScheduled(Map.of("type", "idle"));

        assertThat(declaration.problems("Hosts"))
                .extracting(ReportDeclaration.Problem::property)
                .containsExactly(null, "path", "scope", "sums", "scheduled");
    }
}
