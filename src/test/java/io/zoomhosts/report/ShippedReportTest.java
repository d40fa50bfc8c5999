package io.zoomhosts.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Properties;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;

/** Report declarations as Camel loads them from {@code routes/reports}. */
class ShippedReportTest {

    private static final Map<String, String> SETTINGS = Map.of(
            "zoom.page-size", "300",
            "zoom.group-id", "",
            "zoom.report-types", "active,inactive",
            "zoom.hosts-topic", "zoom.hosts");

    /** Tests without Camel use the same report as users. */
    @Test
    void shipped_report_equals_the_report_of_the_tests() throws Exception {
        Map<String, ReportDeclaration> declared = load(ResourceHelper.resolveMandatoryResource(
                new DefaultCamelContext(), "classpath:routes/reports/hosts.camel.yaml"));

        assertThat(declared).containsOnlyKeys("hosts");
        assertThat(declared.get("hosts").problems("hosts")).isEmpty();
        assertThat(declared.get("hosts").report("hosts")).isEqualTo(HostReport.REPORT);
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
