package io.zoomhosts.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sums over the rows, compared with Zoom's totals. */
class TotalsTest {

    @Test
    void finds_no_difference_when_sums_equal_totals() {
        Totals totals = totals(2L, 3L, 4L, 5L);

        assertThat(totals.differences(totals(2L, 3L, 4L, 5L))).isEmpty();
    }

    @Test
    void reports_each_total_that_differs_from_its_sum() {
        Totals totals = totals(2L, 3L, 4L, 5L);

        assertThat(totals.differences(totals(2L, 30L, 4L, 50L)))
                .isEqualTo(Map.of("total_meetings", 30L, "total_meeting_minutes", 50L));
    }

    @Test
    void reports_differences_in_the_order_of_the_declaration() {
        Totals totals = totals(2L, 3L, 4L, 5L);

        assertThat(totals.differences(totals(20L, 30L, 40L, 50L)))
                .containsExactly(
                        Map.entry("total_records", 20L),
                        Map.entry("total_meetings", 30L),
                        Map.entry("total_participants", 40L),
                        Map.entry("total_meeting_minutes", 50L));
    }

    @Test
    void compares_only_totals_that_have_a_sum() {
        Totals totals = totals(2L, null, 4L, 5L);

        assertThat(totals.differences(totals(2L, 3L, null, 5L))).isEmpty();
    }

    /** Zoom's published sample does not add up, so a difference alone must not fail a window. */
    @Test
    void finds_the_differences_of_the_published_sample() throws IOException {
        Page page = HostReport.read(HostReport.file("report-users.sample.json"));
        Totals sums = Totals.zero(HostReport.REPORT);

        page.rows().forEach(sums::add);

        assertThat(sums.asMap()).isEqualTo(Pages.totals(2L, 1L, 5L, 5L));
        assertThat(page.totals().differences(sums))
                .isEqualTo(Map.of(
                        "total_records", 2L,
                        "total_meetings", 1L,
                        "total_participants", 5L,
                        "total_meeting_minutes", 5L));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"id\":\"a\"}", "{\"id\":\"a\",\"meetings\":\"many\"}", "{\"id\":\"a\",\"meetings\":1.5}", "7"
            })
    void has_no_sum_after_a_row_without_that_number(String row) throws IOException {
        String known = "{\"id\":\"b\",\"meetings\":1,\"participants\":2,\"meeting_minutes\":3}";
        Page page = HostReport.read("{\"users\":[" + row + "," + known + "]}");
        Totals sums = Totals.zero(HostReport.REPORT);

        sums.add(page.rows().get(0));
        assertThat(sums.asMap()).isEqualTo(Pages.totals(1L, null, null, null));
        sums.add(page.rows().get(1));
        assertThat(sums.asMap()).isEqualTo(Pages.totals(2L, null, null, null));
    }

    @Test
    void keeps_an_earlier_total_when_a_later_page_has_none() {
        Totals later = totals(null, 3L, null, 0L);

        assertThat(later.orElse(totals(2L, 30L, null, 50L)).asMap()).isEqualTo(Pages.totals(2L, 3L, null, 0L));
    }

    @Test
    void lists_totals_in_the_order_of_the_declaration() {
        assertThat(totals(null, 3L, 4L, 5L).asMap()).containsExactlyEntriesOf(Pages.totals(null, 3L, 4L, 5L));
    }

    @Test
    void finds_a_total_by_zooms_name_only() {
        Totals totals = totals(2L, null, 4L, 5L);

        assertThat(totals.get("total_records")).isEqualTo(2);
        assertThat(totals.get("total_meetings")).isNull();
        assertThat(totals.get("meetings")).isNull();
    }

    @Test
    void has_no_totals_of_a_report_that_names_none() throws IOException {
        ReportDeclaration declaration = HostReport.declaration();
        declaration.setTotal("none");
        declaration.setSums(Map.of());
        Report report = declaration.report("logs");
        Page page = HostReport.read("{\"total_records\":1,\"users\":[{\"id\":\"a\"}]}".getBytes(UTF_8), report);
        Totals sums = Totals.zero(report);

        sums.add(page.rows().get(0));

        assertThat(sums.asMap()).isEmpty();
        assertThat(page.totals().differences(sums)).isEmpty();
    }

    private static Totals totals(Long records, Long meetings, Long participants, Long meetingMinutes) {
        return Totals.of(HostReport.REPORT, Pages.totals(records, meetings, participants, meetingMinutes));
    }
}
