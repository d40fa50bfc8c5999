package io.zoomhosts.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the rows add up to, held against Zoom's totals. */
class TotalsTest {

    @Test
    void should_find_no_difference_where_sums_and_totals_agree() {
        Totals totals = new Totals(2L, 3L, 4L, 5L);

        assertThat(totals.differences(new Totals(2L, 3L, 4L, 5L))).isEmpty();
    }

    @Test
    void should_name_each_total_that_differs_with_the_sum_of_the_rows() {
        Totals totals = new Totals(2L, 3L, 4L, 5L);

        assertThat(totals.differences(new Totals(2L, 30L, 4L, 50L)))
                .isEqualTo(Map.of("total_meetings", 30L, "total_meeting_minutes", 50L));
    }

    @Test
    void should_not_compare_what_either_side_does_not_know() {
        Totals totals = new Totals(2L, null, 4L, 5L);

        assertThat(totals.differences(new Totals(2L, 3L, null, 5L))).isEmpty();
    }

    /** Zoom's own sample does not add up: a difference alone is no reason to fail a window. */
    @Test
    void should_find_the_differences_of_the_published_sample() throws IOException {
        Page page = HostReport.read(HostReport.file("report-users.sample.json"));

        Totals sums = page.rows().stream().map(Row::share).reduce(Totals.NOTHING, Totals::plus);

        assertThat(sums).isEqualTo(new Totals(2L, 1L, 5L, 5L));
        assertThat(page.totals().differences(sums))
                .isEqualTo(Map.of("total_meetings", 1L, "total_participants", 5L, "total_meeting_minutes", 5L));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"id\":\"a\"}", "{\"id\":\"a\",\"meetings\":\"many\"}", "{\"id\":\"a\",\"meetings\":1.5}", "7"
            })
    void should_not_know_a_sum_where_a_row_has_no_such_number(String row) throws IOException {
        Page page = HostReport.read("{\"users\":[" + row + "]}");

        assertThat(page.rows().get(0).share()).isEqualTo(new Totals(1L, null, null, null));
        assertThat(Totals.NOTHING.plus(page.rows().get(0).share())).isEqualTo(new Totals(1L, null, null, null));
    }
}
