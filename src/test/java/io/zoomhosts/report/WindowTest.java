package io.zoomhosts.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

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
