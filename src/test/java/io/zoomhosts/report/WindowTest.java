package io.zoomhosts.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The key, the variant and the parameters of a window. */
class WindowTest {

    private final Window hosts = HostReport.window("active", "2026-10-01", "2026-10-31");
    private final Window telephone =
            new Window(HostReport.REPORT, twoParameters(), day("2026-10-01"), day("2026-10-04"));
    private final Window plain = new Window(HostReport.REPORT, Map.of(), day("2026-02-28"), day("2026-02-28"));

    @Test
    void has_a_key_of_its_varied_values_and_its_dates() {
        assertThat(hosts.key()).isEqualTo("active/2026-10-01/2026-10-31");
        assertThat(telephone.key()).isEqualTo("2/start_time/2026-10-01/2026-10-04");
        assertThat(plain.key()).isEqualTo("2026-02-28/2026-02-28");
    }

    @Test
    void has_a_variant_of_its_varied_values() {
        assertThat(hosts.variant()).isEqualTo("active");
        assertThat(telephone.variant()).isEqualTo("2/start_time");
        assertThat(plain.variant()).isEmpty();
    }

    @Test
    void has_parameters_under_zooms_names_dates_last() {
        assertThat(telephone.asked())
                .containsExactly(
                        Map.entry("type", "2"),
                        Map.entry("query_date_type", "start_time"),
                        Map.entry("from", "2026-10-01"),
                        Map.entry("to", "2026-10-04"));
        assertThat(plain.asked()).containsExactly(Map.entry("from", "2026-02-28"), Map.entry("to", "2026-02-28"));
    }

    @Test
    void is_found_again_by_its_key() {
        Window part = new Window(HostReport.REPORT, Map.of("type", "active"), hosts.from(), hosts.to(), "1-of-4");

        assertThat(HostReport.REPORT.window(hosts.key())).isEqualTo(hosts);
        assertThat(HostReport.REPORT.window(part.key())).isEqualTo(part);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "active",
                "active/2026-10-01",
                "2026-10-01/2026-10-31",
                "active/2026-10-01/2026-10-32",
                "active/2026-10-31/2026-10-01",
                "active/2026-10-01/2026-10-31/1-of-4/more"
            })
    void other_keys_have_no_window(String key) {
        assertThat(HostReport.REPORT.window(key)).isNull();
    }

    /** The ledger forgets a window once another one of its series ends later. */
    @Test
    void is_in_one_series_with_the_windows_that_replace_it() {
        assertThat(HostReport.window("active", "2026-10-01", "2026-10-30").series())
                .isEqualTo(hosts.series());
        assertThat(HostReport.window("inactive", "2026-10-01", "2026-10-30").series())
                .isNotEqualTo(hosts.series());
        assertThat(HostReport.window("active", "2026-09-01", "2026-09-30").series())
                .isNotEqualTo(hosts.series());
    }

    @Test
    void text_is_readable_in_messages() {
        assertThat(hosts).hasToString("hosts active 2026-10-01 to 2026-10-31");
        assertThat(telephone).hasToString("hosts 2 start_time 2026-10-01 to 2026-10-04");
        assertThat(plain).hasToString("hosts 2026-02-28 to 2026-02-28");
    }

    @Test
    void rejects_a_window_that_ends_before_it_begins() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HostReport.window("active", "2026-10-02", "2026-10-01"))
                .withMessageContainingAll("2026-10-02", "2026-10-01");
    }

    private static Map<String, String> twoParameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("type", "2");
        parameters.put("query_date_type", "start_time");
        return parameters;
    }

    private static LocalDate day(String text) {
        return LocalDate.parse(text);
    }
}
