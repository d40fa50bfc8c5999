package io.zoomhosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Settings that a report's declaration uses are checked with it, and an invalid one is named. */
class ReportSettingsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    zoom.report-types  | both
                    zoom.report-types  | active;inactive
                    zoom.report-types  | Active
                    zoom.report-types  | active,licensed
                    zoom.report-types  | ,
                    zoom.hosts-topic   | zoom hosts
                    zoom.hosts-topic   | zoom/hosts
                    zoom.hosts-topic   | höste
                    zoom.hosts-topic   | ..
                    zoom.activity-type | all activities
                    zoom.activity-type | 6
                    zoom.activity-type | ''
                    """)
    void rejects_a_setting_by_name(String property, String value) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> load(Application.Purpose.COLLECT, property, value))
                .withMessageMatching("(?s).*reports/[a-z-]+[.]camel[.]yaml:\\d+: .*")
                .withMessageContaining("the setting " + property + " (" + Environment.variable(property) + ")");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    zoom.report-types  | inactive
                    zoom.report-types  | ' inactive , active , '
                    zoom.hosts-topic   | a_B-9.x
                    zoom.hosts-topic   | ...
                    zoom.activity-type | User Join
                    zoom.activity-type | -1
                    """)
    void accepts_valid_settings(String property, String value) {
        Application application = load(Application.Purpose.READ, property, value);

        assertThat(application.reports().get("hosts")).isNotNull();
        application.stop();
    }

    @ParameterizedTest
    @EnumSource(
            value = Application.Purpose.class,
            mode = Mode.EXCLUDE,
            names = {"CHECK", "LICENCES", "LICENCES_ONCE"})
    void rejects_zoom_reports_that_names_an_undeclared_report(Application.Purpose purpose) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> load(purpose, "zoom.reports", "hosts,nothing"))
                .withMessageContaining("names a report that no file")
                .withMessageContaining("zoom.reports (ZOOM_REPORTS)");
    }

    private static Application load(Application.Purpose purpose, String property, String value) {
        Map<String, String> settings = new HashMap<>(Map.of("management.port", "0", property, value));
        List.of("zoom.account-id", "zoom.client-id", "zoom.client-secret")
                .forEach(credential -> settings.put(credential, "none"));
        return Application.load(purpose, settings, List.of());
    }
}
