package io.zoomhosts.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.zoomhosts.routes.RouteFile;
import io.zoomhosts.support.RoutesCopy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Report declarations as Camel loads them from {@code routes/reports}. */
class ShippedReportTest {

    private static final Map<String, String> SETTINGS = Map.of(
            "zoom.page-size", "300",
            "zoom.group-id", "",
            "zoom.report-types", "active,inactive",
            "zoom.activity-type", "All Activities",
            "zoom.parts", "1",
            "zoom.hosts-topic", "zoom.hosts");

    /** Tests without Camel use the same report as users. */
    @Test
    void shipped_report_equals_the_report_of_the_tests() throws Exception {
        ReportDeclaration hosts =
                load(RoutesCopy.SHIPPED.resolve("reports/hosts.camel.yaml")).get("hosts");

        assertThat(hosts.report("hosts")).isEqualTo(HostReport.REPORT);
    }

    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(RoutesCopy.SHIPPED.resolve("reports"))) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void declares_one_report_per_file_in_at_most_25_lines(Path file) throws Exception {
        String name = file.getFileName().toString().replace(RouteFile.SUFFIX, "");

        Map<String, ReportDeclaration> declared = load(file);

        assertThat(declared).containsOnlyKeys(name);
        assertThat(declared.get(name).problems(name)).isEmpty();
        assertThat(declared.get(name).topic(name)).isEqualTo("zoom." + name);
        assertThat(Files.readAllLines(file)).hasSizeLessThanOrEqualTo(25);
    }

    /** Topics, metrics and consumers depend on these names. */
    @ParameterizedTest
    @CsvSource({
        "hosts, io.zoomhosts.host.reported.v1",
        "activities, io.zoomhosts.activity.reported.v1",
        "operation-logs, io.zoomhosts.operation.reported.v1",
        "cloud-recording, io.zoomhosts.cloud-recording-day.reported.v1",
        "daily, io.zoomhosts.daily-usage.reported.v1",
        "history-meetings, io.zoomhosts.history-meeting.reported.v1",
        "meeting-activities, io.zoomhosts.meeting-activity.reported.v1",
        "telephone, io.zoomhosts.telephone-call.reported.v1",
        "upcoming-events, io.zoomhosts.upcoming-event.reported.v1",
        "remote-support, io.zoomhosts.remote-support-session.reported.v1",
        "user-meetings, io.zoomhosts.user-meeting.reported.v1",
        "meeting-details, io.zoomhosts.meeting.reported.v1",
        "meeting-participants, io.zoomhosts.meeting-participant.reported.v1",
        "meeting-polls, io.zoomhosts.meeting-poll.reported.v1",
        "webinar-details, io.zoomhosts.webinar.reported.v1",
        "webinar-participants, io.zoomhosts.webinar-participant.reported.v1",
        "webinar-polls, io.zoomhosts.webinar-poll.reported.v1",
        "webinar-qa, io.zoomhosts.webinar-qa.reported.v1",
    })
    void keeps_the_names_of_reports_and_events(String name, String eventType) throws Exception {
        Path file = RoutesCopy.SHIPPED.resolve("reports/" + name + RouteFile.SUFFIX);

        assertThat(load(file).get(name).report(name).eventType()).isEqualTo(eventType);
    }

    @Test
    void declares_each_topic_and_event_once() throws Exception {
        List<Report> reports = new ArrayList<>();
        for (Path file : files()) {
            load(file).forEach((name, declaration) -> reports.add(declaration.report(name)));
        }

        assertThat(reports).extracting(Report::topic).doesNotHaveDuplicates();
        assertThat(reports).extracting(Report::eventType).doesNotHaveDuplicates();
    }

    /** Camel alone would call a setter once per member, and only the last one would remain. */
    @Test
    void keeps_every_member_of_a_nested_property() throws Exception {
        ReportDeclaration declaration =
                load(ResourceHelper.fromString("telephone.camel.yaml", """
                        - beans:
                            - name: telephone
                              type: io.zoomhosts.report.ReportDeclaration
                              properties:
                                path: /report/telephone
                                unchecked: true
                                query:
                                  page_size: 300
                                  group_id:
                                  active: true
                                calendar: months
                                varied:
                                  type: 1,2,3
                                  query_date_type: start_time,end_time
                                scheduled:
                                  type: 1,2
                                  query_date_type: start_time
                                rows: telephony_usage
                                key: uuid
                                echo: dates
                                total: total_records
                                sums:
                                  total_minutes: minutes
                                  total_cost: cost
                                eventType: io.zoomhosts.telephone-call.reported.v1
                                scope: report:read:telephone:admin
                        """)).get("telephone");

        assertThat(declaration.problems("telephone")).isEmpty();
        Report report = declaration.report("telephone");
        assertThat(report.query()).isEqualTo(Map.of("page_size", "300", "group_id", "", "active", "true"));
        assertThat(report.totals()).containsExactlyInAnyOrder("total_records", "total_minutes", "total_cost");
        // The order is part of the keys of windows.
        assertThat(report.scheduledVariants()).containsExactly("start_time/1", "start_time/2");
    }

    private static Map<String, ReportDeclaration> load(Path file) throws Exception {
        return load(ResourceHelper.resolveMandatoryResource(new DefaultCamelContext(), "file:" + file));
    }

    private static Map<String, ReportDeclaration> load(Resource file) throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            Properties settings = new Properties();
            settings.putAll(SETTINGS);
            context.getPropertiesComponent().setInitialProperties(settings);
            PluginHelper.getRoutesLoader(context).loadRoutes(file);
            return context.getRegistry().findByTypeWithName(ReportDeclaration.class);
        }
    }
}
