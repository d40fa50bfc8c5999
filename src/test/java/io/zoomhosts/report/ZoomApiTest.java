package io.zoomhosts.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What Zoom's OpenAPI file says about reports. */
class ZoomApiTest {

    @Test
    void knows_every_report_by_its_path() {
        assertThat(ZoomApi.reports())
                .hasSize(18)
                .containsKeys("/report/users", "/report/meetings/{meetingId}/participants")
                .doesNotContainKey("/oauth/token");
        assertThat(ZoomApi.reports().values()).allSatisfy(report -> {
            assertThat(report.parameters()).isNotEmpty();
            assertThat(report.answer()).isNotEmpty();
        });
    }

    @Test
    void knows_parameters_with_their_limits() {
        ZoomApi.Endpoint telephone = ZoomApi.reports().get("/report/telephone");

        assertThat(telephone.query())
                .containsExactly(
                        "type", "query_date_type", "from", "to", "page_size", "page_number", "next_page_token");
        assertThat(telephone.parameters())
                .containsEntry("type", new ZoomApi.Parameter(false, false, false, List.of("1", "2", "3"), null, null))
                .containsEntry("from", new ZoomApi.Parameter(false, true, false, List.of(), null, null))
                .containsEntry("page_size", new ZoomApi.Parameter(false, false, true, List.of(), 1L, 300L));
    }

    @Test
    void tells_parameters_of_the_path_from_those_of_the_query() {
        ZoomApi.Endpoint participants = ZoomApi.reports().get("/report/meetings/{meetingId}/participants");

        assertThat(participants.parameters().get("meetingId").inPath()).isTrue();
        assertThat(participants.query()).containsExactly("page_size", "next_page_token", "include_fields");
    }

    @Test
    void knows_the_members_of_answers_and_of_their_rows() {
        ZoomApi.Endpoint daily = ZoomApi.reports().get("/report/daily");

        assertThat(daily.answer()).containsExactlyInAnyOrder("dates", "month", "year");
        assertThat(daily.arrays()).containsOnlyKeys("dates");
        assertThat(daily.row("dates")).hasValueSatisfying(row -> assertThat(row)
                .containsExactlyInAnyOrder("date", "meeting_minutes", "meetings", "new_users", "participants"));
        assertThat(daily.row("month")).isEmpty();
    }

    @Test
    void takes_the_answer_for_the_row_if_it_is_one() {
        ZoomApi.Endpoint meeting = ZoomApi.reports().get("/report/meetings/{meetingId}");

        assertThat(meeting.row(".")).hasValueSatisfying(row -> assertThat(row).contains("uuid", "topic", "dept"));
    }
}
