package io.zoomhosts.sandbox;

import static io.zoomhosts.sandbox.ReportClient.texts;
import static io.zoomhosts.sandbox.ReportClient.verdict;
import static io.zoomhosts.sandbox.SandboxClient.encoded;
import static io.zoomhosts.sandbox.SandboxClient.encodedTwice;
import static io.zoomhosts.sandbox.SandboxClient.query;
import static io.zoomhosts.sandbox.SandboxClient.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Meetings, webinars and who took part, with what a client of Zoom gets wrong about them. */
class SandboxMeetingsTest {
    private static final LocalDate WEDNESDAY = LocalDate.of(2026, 10, 7);
    private static final LocalDate MONDAY = LocalDate.of(2026, 11, 23);
    private static final Map<String, String> DAY =
            query("from", "2026-10-07", "to", "2026-10-07", "page_size", "300", "meeting_type", "all");
    private static final Map<String, String> MONTH =
            query("from", "2026-10-01", "to", "2026-10-31", "page_size", "300", "meeting_type", "all");

    private ReportClient client;
    private List<SandboxMeeting> held;

    @BeforeEach
    void start() throws Exception {
        client = new ReportClient();
        held = client.zoom.world().meetings(WEDNESDAY);
    }

    @AfterEach
    void close() {
        client.close();
    }

    // uuids and ids

    @Test
    void finds_a_meeting_by_its_uuid_encoded_once() throws Exception {
        List<SandboxMeeting> plain = meetings(meeting -> isPlain(meeting.uuid()));

        assertThat(plain).anyMatch(meeting -> meeting.uuid().contains("/"));
        assertThat(plain).anyMatch(meeting -> meeting.uuid().contains("+"));
        assertThat(plain).allMatch(meeting -> meeting.uuid().endsWith("=="));
        for (SandboxMeeting meeting : plain) {
            assertThat(client.page("meetings/" + encoded(meeting.uuid()), Map.of())
                            .path("uuid")
                            .asText())
                    .isEqualTo(meeting.uuid());
        }
    }

    @Test
    void finds_any_meeting_by_its_uuid_encoded_twice_and_none_by_three_times() throws Exception {
        assertThat(held).anyMatch(meeting -> meeting.uuid().startsWith("/"));
        assertThat(held).anyMatch(meeting -> meeting.uuid().contains("//"));
        for (SandboxMeeting meeting : meetings(SandboxMeeting::hasDetails)) {
            String twice = encodedTwice(meeting.uuid());
            assertThat(client.page("meetings/" + twice, Map.of()).path("uuid").asText())
                    .isEqualTo(meeting.uuid());
            assertThat(verdict(client.get("meetings/" + encoded(twice), Map.of())))
                    .isEqualTo("404/3001");
        }
    }

    @Test
    void loses_slashes_of_a_uuid_that_is_encoded_once() throws Exception {
        for (SandboxMeeting meeting : meetings(meeting -> !isPlain(meeting.uuid()))) {
            HttpResponse<String> answer = client.get("meetings/" + encoded(meeting.uuid()), Map.of());

            String mangled = meeting.uuid().replaceAll("/+", "/").replaceFirst("^/", "");
            assertThat(verdict(answer)).isEqualTo("404/3001");
            assertThat(answer.body()).contains("Meeting does not exist: " + mangled + ".");
        }
    }

    @Test
    void records_the_path_as_it_was_sent() throws Exception {
        client.get("meetings/%252Fa%2Bb%3D%3D/polls", Map.of());

        ReceivedRequest last = client.zoom.requests().get(client.zoom.requests().size() - 1);
        assertThat(last.rawPath()).isEqualTo("/v2/report/meetings/%252Fa%2Bb%3D%3D/polls");
        assertThat(last.path()).isEqualTo("/v2/report/meetings/%2Fa+b==/polls");
    }

    @Test
    void finds_the_latest_instance_by_the_number_of_a_series() throws Exception {
        Map<Long, List<SandboxMeeting>> series =
                held.stream().filter(SandboxMeeting::hasDetails).collect(Collectors.groupingBy(SandboxMeeting::id));
        List<SandboxMeeting> twice = series.values().stream()
                .filter(instances -> instances.size() == 2)
                .findFirst()
                .orElseThrow();
        assertThat(twice.get(0).uuid()).isNotEqualTo(twice.get(1).uuid());

        client.clock.moveOn(
                Duration.between(client.clock.instant(), twice.get(1).end()));

        assertThat(client.page("meetings/" + twice.get(0).id(), Map.of())
                        .path("uuid")
                        .asText())
                .isEqualTo(twice.get(1).uuid());
    }

    @Test
    void numbers_meetings_beyond_32_bits() {
        assertThat(held).allMatch(meeting -> meeting.id() > Integer.MAX_VALUE);
    }

    // Meetings without a report

    @Test
    void tells_webinars_from_meetings() throws Exception {
        SandboxMeeting webinar = found(SandboxMeeting::isWebinar);
        SandboxMeeting meeting = found(found -> !found.isWebinar());

        HttpResponse<String> asMeeting = client.get("meetings/" + encodedTwice(webinar.uuid()), Map.of());
        HttpResponse<String> asWebinar = client.get("webinars/" + encodedTwice(meeting.uuid()), Map.of());

        assertThat(verdict(asMeeting)).isEqualTo("400/300");
        assertThat(asMeeting.body()).contains("Can not access webinar info");
        assertThat(verdict(asWebinar)).isEqualTo("400/300");
        assertThat(asWebinar.body()).contains("Can not access meeting info");
    }

    @Test
    void has_no_participants_of_a_meeting_of_one() throws Exception {
        SandboxMeeting alone = found(meeting -> meeting.participants() == 1);
        String path = "meetings/" + encodedTwice(alone.uuid());

        assertThat(verdict(client.get(path + "/participants", Map.of()))).isEqualTo("404/3001");
        assertThat(client.page(path, Map.of()).path("participants_count").asInt())
                .isEqualTo(1);
    }

    @Test
    void lists_a_cancelled_webinar_without_a_report() throws Exception {
        SandboxMeeting cancelled = found(webinar -> !webinar.hasDetails());
        String path = "webinars/" + encodedTwice(cancelled.uuid());

        assertThat(texts(client.rows("history_meetings", "history_meetings", DAY), "meeting_uuid"))
                .contains(cancelled.uuid());
        for (String report : List.of("", "/participants", "/polls", "/qa")) {
            assertThat(verdict(client.get(path + report, Map.of()))).isEqualTo("404/3001");
        }
    }

    @Test
    void has_no_report_of_a_meeting_that_has_not_ended() throws Exception {
        SandboxMeeting running = client.zoom.world().meetings(MONDAY).stream()
                .filter(meeting -> !meeting.isWebinar() && meeting.end().isAfter(client.clock.instant()))
                .findFirst()
                .orElseThrow();
        String path = "meetings/" + encodedTwice(running.uuid());

        assertThat(verdict(client.get(path, Map.of()))).isEqualTo("404/3001");
        client.clock.moveOn(Duration.between(client.clock.instant(), running.end()));
        assertThat(client.get(path, Map.of()).statusCode()).isEqualTo(200);
    }

    @Test
    void has_no_report_of_a_meeting_older_than_a_year() throws Exception {
        assertThat(verdict(client.get("meetings/" + encodedTwice(heldOn(MONDAY.minusDays(366))), Map.of())))
                .isEqualTo("400/12702");
        assertThat(client.get("meetings/" + encodedTwice(heldOn(MONDAY.minusDays(365))), Map.of())
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void answers_both_ways_for_a_meeting_without_polls() throws Exception {
        Set<String> answers = new HashSet<>();
        for (SandboxMeeting meeting : meetings(meeting -> !meeting.hasPolls())) {
            HttpResponse<String> answer = client.get("meetings/" + encodedTwice(meeting.uuid()) + "/polls", Map.of());
            answers.add(
                    answer.statusCode() == 200
                            ? SandboxClient.json(answer).path("questions").toString()
                            : verdict(answer));
        }

        assertThat(answers).containsExactlyInAnyOrder("[]", "404/3001");
    }

    // Users and their meetings

    @Test
    void does_not_know_deleted_hosts_that_the_host_report_lists() throws Exception {
        List<SandboxUser> hosts = client.zoom.world().hosts(YearMonth.of(2026, 10));
        List<SandboxUser> deleted =
                hosts.stream().filter(SandboxUser::isDeleted).toList();

        assertThat(deleted).isNotEmpty().hasSizeLessThan(hosts.size() / 20);
        assertThat(client.rows("users", "users", with(with(MONTH, "type", "active"), "page_size", "300")))
                .extracting(row -> row.path("id").asText())
                .containsExactlyElementsOf(hosts.stream().map(SandboxUser::id).toList());
        for (SandboxUser user : deleted) {
            assertThat(verdict(client.get("users/" + encoded(user.id()) + "/meetings", MONTH)))
                    .isEqualTo("404/1001");
        }
    }

    @Test
    void lists_every_meeting_under_its_host() throws Exception {
        Set<String> listed = new HashSet<>();
        for (SandboxUser host : client.zoom.world().hosts(YearMonth.of(2026, 10))) {
            if (!host.isDeleted()) {
                String path = "users/" + encoded(host.id()) + "/meetings";
                for (String type : List.of("past", "pastOne")) {
                    for (JsonNode row : client.rows(path, "meetings", with(MONTH, "type", type))) {
                        assertThat(listed.add(row.path("uuid").asText())).isTrue();
                        assertThat(row.path("user_email").asText()).isEqualTo(host.email());
                        assertThat(row.path("participants_count").asInt() == 1).isEqualTo(type.equals("pastOne"));
                    }
                }
            }
        }

        assertThat(listed)
                .isEqualTo(LocalDate.of(2026, 10, 1)
                        .datesUntil(LocalDate.of(2026, 11, 1))
                        .flatMap(day -> client.zoom.world().meetings(day).stream())
                        .filter(meeting ->
                                meeting.hasDetails() && !meeting.host().isDeleted())
                        .map(SandboxMeeting::uuid)
                        .collect(Collectors.toSet()));
    }

    @Test
    void finds_a_host_by_email_and_lists_webinars_among_the_meetings() throws Exception {
        SandboxMeeting webinar = found(
                held -> held.isWebinar() && held.hasDetails() && !held.host().isDeleted());

        List<JsonNode> rows = client.rows("users/" + encoded(webinar.host().email()) + "/meetings", "meetings", DAY);

        JsonNode row = rows.stream()
                .filter(listed -> listed.path("uuid").asText().equals(webinar.uuid()))
                .findFirst()
                .orElseThrow();
        assertThat(row.path("type").asInt()).isIn(5, 6, 9);
        assertThat(row.path("join_time").asText()).matches("10/07/2026 \\d\\d:\\d\\d");
    }

    @Test
    void lists_a_meeting_under_each_user_who_joined() throws Exception {
        SandboxMeeting meeting = found(held -> !held.isWebinar() && held.hasParticipants());
        List<JsonNode> users = client
                .rows(
                        "meetings/" + encodedTwice(meeting.uuid()) + "/participants",
                        "participants",
                        query("page_size", "300"))
                .stream()
                .filter(row -> !row.path("participant_user_id").asText().isEmpty())
                .toList();

        assertThat(users).hasSizeGreaterThan(1);
        for (JsonNode user : users) {
            String id = user.path("participant_user_id").asText();
            HttpResponse<String> joined =
                    client.get("users/" + encoded(id) + "/meetings", with(DAY, "type", "pastJoined"));
            assertThat(joined.body())
                    .satisfiesAnyOf(body -> assertThat(body).contains(meeting.uuid()), body -> assertThat(body)
                            .contains("1001"));
        }
    }

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

    private static boolean isPlain(String uuid) {
        return !uuid.startsWith("/") && !uuid.contains("//");
    }

    private String heldOn(LocalDate day) {
        return client.zoom.world().meetings(day).stream()
                .filter(meeting -> !meeting.isWebinar())
                .findFirst()
                .orElseThrow()
                .uuid();
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
