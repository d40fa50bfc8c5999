package io.zoomhosts.sandbox;

import static io.zoomhosts.sandbox.ReportClient.verdict;
import static io.zoomhosts.sandbox.SandboxClient.encoded;
import static io.zoomhosts.sandbox.SandboxClient.encodedTwice;
import static io.zoomhosts.sandbox.SandboxClient.query;
import static io.zoomhosts.sandbox.SandboxClient.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The meetings of a user, and users who are gone. */
class SandboxUserMeetingsTest {
    private static final LocalDate WEDNESDAY = LocalDate.of(2026, 10, 7);
    private static final Map<String, String> DAY =
            query("from", "2026-10-07", "to", "2026-10-07", "page_size", "300", "meeting_type", "all");
    private static final Map<String, String> MONTH =
            query("from", "2026-10-01", "to", "2026-10-31", "page_size", "300", "meeting_type", "all");

    @RegisterExtension
    final ReportClient client = new ReportClient();

    private final List<SandboxMeeting> held = client.zoom.world().meetings(WEDNESDAY);

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

    private SandboxMeeting found(Predicate<SandboxMeeting> which) {
        return held.stream().filter(which).findFirst().orElseThrow();
    }
}
