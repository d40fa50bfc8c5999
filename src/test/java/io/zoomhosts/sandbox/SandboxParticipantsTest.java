package io.zoomhosts.sandbox;

import static io.zoomhosts.sandbox.ReportClient.texts;
import static io.zoomhosts.sandbox.SandboxClient.encodedTwice;
import static io.zoomhosts.sandbox.SandboxClient.query;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who took part in a meeting, what they answered and asked. */
class SandboxParticipantsTest {
    private static final LocalDate WEDNESDAY = LocalDate.of(2026, 10, 7);

    @RegisterExtension
    final ReportClient client = new ReportClient();

    private final List<SandboxMeeting> held = client.zoom.world().meetings(WEDNESDAY);

    // Participants

    @Test
    void has_guests_without_id_and_address() throws Exception {
        List<JsonNode> guests = participants().stream()
                .filter(row -> row.path("id").asText().isEmpty())
                .toList();

        assertThat(guests).hasSizeGreaterThan(10);
        assertThat(texts(guests, "participant_user_id")).containsOnly("");
        assertThat(texts(guests, "user_email")).containsOnly("");
        assertThat(new HashSet<>(texts(guests, "name"))).hasSizeLessThan(guests.size());
        assertThat(texts(guests, "name")).contains("");
    }

    @Test
    void has_several_rows_of_a_person_who_rejoins() throws Exception {
        for (SandboxMeeting meeting : meetings(SandboxMeeting::hasParticipants)) {
            List<JsonNode> rows = participants(meeting);

            assertThat(rows).hasSizeGreaterThan(meeting.participants());
            assertThat(new HashSet<>(texts(rows, "user_id"))).hasSize(rows.size());
        }
    }

    @Test
    void has_rows_of_waiting_rooms_and_breakout_rooms() throws Exception {
        assertThat(participants()).anyMatch(row -> row.path("status").asText().equals("in_waiting_room"));
        assertThat(participants())
                .anyMatch(row -> !row.path("bo_mtg_id").asText().isEmpty());
    }

    @Test
    void names_no_meeting_with_its_participants() throws Exception {
        for (SandboxMeeting meeting : meetings(SandboxMeeting::hasParticipants)) {
            assertThat(client.get("meetings/" + encodedTwice(meeting.uuid()) + "/participants", Map.of())
                            .body())
                    .doesNotContain(meeting.uuid(), String.valueOf(meeting.id()));
        }
    }

    @Test
    void marks_registrants_of_webinars_when_asked() throws Exception {
        SandboxMeeting webinar = found(held -> held.features().contains("registration"));
        String path = "webinars/" + encodedTwice(webinar.uuid()) + "/participants";

        assertThat(client.rows(path, "participants", query("page_size", "300")))
                .noneMatch(row -> row.has("registrant_id"));
        List<JsonNode> rows =
                client.rows(path, "participants", query("page_size", "300", "include_fields", "registrant_id"));
        assertThat(new HashSet<>(texts(rows, "registrant_id"))).hasSize(webinar.participants());
    }

    @Test
    void has_more_participants_than_a_page_has_rows() throws Exception {
        assertThat(held)
                .filteredOn(meeting -> meeting.participants() > 300)
                .extracting(SandboxMeeting::isWebinar)
                .containsExactlyInAnyOrder(true, false);
    }

    // Polls, questions and answers

    @Test
    void has_respondents_with_several_answers_and_equal_anonymous_ones() throws Exception {
        List<String> rows = meetings(SandboxMeeting::hasPolls).stream()
                .flatMap(meeting -> world("/report/meetings/{meetingId}/polls", meeting).stream())
                .toList();

        assertThat(rows).allMatch(row -> row.split("polling_id").length == 3);
        assertThat(rows).anyMatch(row -> row.contains("Budget;Roadmap"));
        assertThat(rows).allMatch(row -> row.contains("\"date_time\":\"2026-10-07 "));
        List<String> anonymous =
                rows.stream().filter(row -> row.contains("Anonymous")).toList();
        assertThat(anonymous).isNotEmpty().allMatch(row -> row.contains("\"email\":\"\""));
        assertThat(new HashSet<>(anonymous)).hasSizeLessThan(anonymous.size());
    }

    @Test
    void names_the_meeting_in_the_envelope_of_polls_and_questions() throws Exception {
        SandboxMeeting webinar = found(held -> held.hasPolls() && held.hasQuestions());

        for (String report : List.of("/polls", "/qa")) {
            JsonNode answer = client.page("webinars/" + encodedTwice(webinar.uuid()) + report, Map.of());
            assertThat(answer.path("uuid").asText()).isEqualTo(webinar.uuid());
            assertThat(answer.path("id").asLong()).isEqualTo(webinar.id());
            assertThat(answer.path("questions")).isNotEmpty();
        }
    }

    @Test
    void has_askers_without_id() {
        SandboxMeeting webinar = found(SandboxMeeting::hasQuestions);

        assertThat(world("/report/webinars/{webinarId}/qa", webinar))
                .anyMatch(row -> row.startsWith("{\"user_id\":\"\",\"name\":\"Anonymous Attendee\",\"email\":\"\""))
                .anyMatch(row -> row.split("question_id").length > 2);
    }

    private List<String> world(String path, SandboxMeeting meeting) {
        return client.zoom.world().rows(path, meeting.uuid(), Map.of());
    }

    private List<JsonNode> participants(SandboxMeeting meeting) throws Exception {
        return client.rows(
                "meetings/" + encodedTwice(meeting.uuid()) + "/participants",
                "participants",
                query("page_size", "300"));
    }

    private List<JsonNode> participants() throws Exception {
        List<JsonNode> rows = new ArrayList<>();
        for (SandboxMeeting meeting : meetings(SandboxMeeting::hasParticipants)) {
            rows.addAll(participants(meeting));
        }
        return rows;
    }

    /** Meetings that were held, no webinars. */
    private List<SandboxMeeting> meetings(Predicate<SandboxMeeting> which) {
        List<SandboxMeeting> found =
                held.stream().filter(which.and(meeting -> !meeting.isWebinar())).toList();
        assertThat(found).isNotEmpty();
        return found;
    }

    private SandboxMeeting found(Predicate<SandboxMeeting> which) {
        return held.stream().filter(which).findFirst().orElseThrow();
    }
}
