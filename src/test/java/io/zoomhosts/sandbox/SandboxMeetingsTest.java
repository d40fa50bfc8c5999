package io.zoomhosts.sandbox;

import static io.zoomhosts.sandbox.ReportClient.texts;
import static io.zoomhosts.sandbox.ReportClient.verdict;
import static io.zoomhosts.sandbox.SandboxClient.encoded;
import static io.zoomhosts.sandbox.SandboxClient.encodedTwice;
import static io.zoomhosts.sandbox.SandboxClient.query;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How a meeting is found by uuid and number, and which meetings have no report. */
class SandboxMeetingsTest {
    private static final LocalDate WEDNESDAY = LocalDate.of(2026, 10, 7);
    private static final LocalDate MONDAY = LocalDate.of(2026, 11, 23);
    private static final Map<String, String> DAY =
            query("from", "2026-10-07", "to", "2026-10-07", "page_size", "300", "meeting_type", "all");

    @RegisterExtension
    final ReportClient client = new ReportClient();

    private final List<SandboxMeeting> held = client.zoom.world().meetings(WEDNESDAY);

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
