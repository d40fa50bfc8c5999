package io.zoomhosts.sandbox;

import static io.zoomhosts.sandbox.SandboxClient.query;
import static io.zoomhosts.sandbox.SandboxClient.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The sandbox serves each report of Zoom's published contract as that describes it, errors included. */
class SandboxReportsContractTest {
    private static final LocalDate WEDNESDAY = LocalDate.of(2026, 10, 7);
    private static final Map<String, String> DAY = query("from", "2026-10-07", "to", "2026-10-07", "page_size", "300");
    private static final Map<String, String> MONTH = query("from", "2026-10-01", "to", "2026-10-31");
    private static final Map<String, String> PAGE = query("page_size", "300");
    private static final Map<String, String> AHEAD =
            query("from", "2026-11-23", "to", "2026-12-23", "page_size", "300");

    private final SandboxOptions options = SandboxOptions.defaults()
            .withClock(new SettableClock("2026-11-23T12:00:00Z"))
            .withRequestsPerSecond(1000);
    private SandboxZoom zoom;
    private SandboxClient client;

    @BeforeEach
    void start() throws IOException {
        start(options);
    }

    @AfterEach
    void close() {
        zoom.close();
    }

    /** A report and a request for rows of it. */
    static Stream<Arguments> reports() {
        return Stream.of(
                Arguments.of("/report/activities", "activity_logs", DAY),
                Arguments.of("/report/operationlogs", "operation_logs", with(DAY, "category_type", "all")),
                Arguments.of("/report/cloud_recording", "cloud_recording_storage", MONTH),
                Arguments.of("/report/daily", "dates", query("year", "2026", "month", "10")),
                Arguments.of("/report/telephone", "telephony_usage", with(DAY, "type", "1")),
                Arguments.of("/report/telephone", "telephony_usage", with(DAY, "type", "2")),
                Arguments.of("/report/telephone", "telephony_usage", with(DAY, "query_date_type", "meeting_end_time")),
                Arguments.of("/report/users/{userId}/meetings", "meetings", MONTH),
                Arguments.of("/report/users/{userId}/meetings", "meetings", with(MONTH, "type", "pastJoined")),
                Arguments.of("/report/meetings/{meetingId}", "", Map.of()),
                Arguments.of("/report/meetings/{meetingId}/participants", "participants", PAGE),
                Arguments.of("/report/meetings/{meetingId}/polls", "questions", Map.of()),
                Arguments.of("/report/webinars/{webinarId}", "", Map.of()),
                Arguments.of(
                        "/report/webinars/{webinarId}/participants",
                        "participants",
                        with(PAGE, "include_fields", "registrant_id")),
                Arguments.of("/report/webinars/{webinarId}/polls", "questions", Map.of()),
                Arguments.of("/report/webinars/{webinarId}/qa", "questions", Map.of()),
                Arguments.of("/report/history_meetings", "history_meetings", with(DAY, "meeting_type", "all")),
                Arguments.of(
                        "/report/meeting_activities",
                        "meeting_activity_logs",
                        with(DAY, "activity_type", "All Activities")),
                Arguments.of("/report/upcoming_events", "upcoming_events", AHEAD),
                Arguments.of("/report/remote_support", "remote_support_logs", DAY));
    }

    @ParameterizedTest
    @MethodSource("reports")
    void serves_every_report_as_in_the_contract(String path, String member, Map<String, String> query)
            throws Exception {
        for (String subject : subjects(path)) {
            JsonNode page = SandboxClient.json(checked(200, path, subject, query));

            if (!member.isEmpty()) {
                assertThat(page.path(member)).isNotEmpty();
                assertThat(page.path(member)).hasSizeLessThanOrEqualTo(300);
            }
        }
    }

    /** Guards the test above: a report of the contract that it leaves out. */
    @Test
    void serves_all_reports_of_the_contract() {
        Set<String> served = new HashSet<>(Set.of("/report/users"));
        reports().forEach(report -> served.add((String) report.get()[0]));

        assertThat(ZoomContract.reports()).isEqualTo(served).hasSize(18);
    }

    @ParameterizedTest
    @MethodSource("reports")
    void refuses_an_invalid_access_token_as_in_the_contract(String path, String member, Map<String, String> query)
            throws Exception {
        assertError(401, 124, checked(401, "invalid", path, subjects(path).get(0), query));
    }

    @ParameterizedTest
    @MethodSource("reports")
    void names_the_missing_scope_of_every_report(String path, String member, Map<String, String> query)
            throws Exception {
        String subject = subjects(path).get(0);
        start(options.withScope("report:read:list_users:admin user:read:admin"));

        HttpResponse<String> response = checked(400, path, subject, query);

        assertError(400, 4711, response);
        assertThat(response.body())
                .contains("does not contain scopes:[report:read:admin, report:read:")
                .contains(ZoomContract.scopes(path));
    }

    @ParameterizedTest
    @MethodSource("reports")
    void accepts_the_granular_scope_of_every_report(String path, String member, Map<String, String> query)
            throws Exception {
        String subject = subjects(path).get(0);
        List<String> granular = ZoomContract.scopes(path).stream()
                .filter(scope -> !scope.equals("report:read:admin"))
                .toList();
        assertThat(granular).hasSize(1);
        start(options.withScope(granular.get(0)));

        checked(200, path, subject, query);
    }

    @ParameterizedTest
    @MethodSource("reports")
    void limits_requests_for_every_report_as_in_the_contract(String path, String member, Map<String, String> query)
            throws Exception {
        String subject = subjects(path).get(0);
        start(options.withRequestsPerDay(1));
        client.report(client.accessToken(), with(DAY, "type", "active"));

        HttpResponse<String> response = checked(429, path, subject, query);

        assertThat(response.headers().firstValue("X-RateLimit-Type")).contains("Daily-limit");
    }

    @Test
    void refuses_as_in_the_contract() throws Exception {
        SandboxMeeting meeting = meeting(SandboxMeeting::hasPolls);
        SandboxMeeting webinar = webinar(SandboxMeeting::hasQuestions);
        Map<String, String> early = query("from", "2026-05-22", "to", "2026-05-22");

        assertError(400, 300, checked(400, "/report/operationlogs", "", early));
        assertError(400, 300, checked(400, "/report/daily", "", query("year", "2026", "month", "4")));
        assertError(400, 300, checked(400, "/report/activities", "", with(DAY, "next_page_token", "dead")));
        assertError(400, 300, checked(400, "/report/meetings/{meetingId}/polls", webinar.uuid(), Map.of()));
        assertError(400, 300, checked(400, "/report/webinars/{webinarId}", meeting.uuid(), Map.of()));
        assertError(404, 3001, checked(404, "/report/meetings/{meetingId}", "nobody-held-it==", Map.of()));
        assertError(404, 1001, checked(404, "/report/users/{userId}/meetings", "nobody", MONTH));
        assertError(
                403, 12703, checked(403, "/report/history_meetings", "", with(DAY, "group_id", "not-of-this-account")));
        LocalDate twoYearsAgo = WEDNESDAY.minusYears(2);
        SandboxMeeting old = zoom.world().meetings(twoYearsAgo).stream()
                .filter(held -> !held.isWebinar())
                .findFirst()
                .orElseThrow();
        assertError(400, 12702, checked(400, "/report/meetings/{meetingId}", old.uuid(), Map.of()));
    }

    private void start(SandboxOptions changed) throws IOException {
        if (zoom != null) {
            zoom.close();
        }
        zoom = SandboxZoom.start(changed);
        client = new SandboxClient(zoom);
    }

    /** Subjects that have rows in this report. */
    private List<String> subjects(String path) {
        return switch (path) {
            case "/report/users/{userId}/meetings" ->
                List.of(meeting(held -> held.hasParticipants() && !held.host().isDeleted())
                        .host()
                        .id());
            case "/report/meetings/{meetingId}" -> all(held -> !held.isWebinar());
            case "/report/meetings/{meetingId}/participants" ->
                all(held -> !held.isWebinar() && held.hasParticipants());
            case "/report/meetings/{meetingId}/polls" -> all(held -> !held.isWebinar() && held.hasPolls());
            case "/report/webinars/{webinarId}" -> all(held -> held.isWebinar() && held.hasDetails());
            case "/report/webinars/{webinarId}/participants" -> all(held -> held.isWebinar() && held.hasParticipants());
            case "/report/webinars/{webinarId}/polls" -> all(held -> held.isWebinar() && held.hasPolls());
            case "/report/webinars/{webinarId}/qa" -> all(SandboxMeeting::hasQuestions);
            default -> List.of("");
        };
    }

    private List<String> all(Predicate<SandboxMeeting> which) {
        List<String> uuids = zoom.world().meetings(WEDNESDAY).stream()
                .filter(which)
                .map(SandboxMeeting::uuid)
                .toList();
        assertThat(uuids).hasSizeGreaterThan(1);
        return uuids;
    }

    private SandboxMeeting meeting(Predicate<SandboxMeeting> which) {
        return found(which.and(held -> !held.isWebinar()));
    }

    private SandboxMeeting webinar(Predicate<SandboxMeeting> which) {
        return found(which.and(SandboxMeeting::isWebinar));
    }

    private SandboxMeeting found(Predicate<SandboxMeeting> which) {
        return zoom.world().meetings(WEDNESDAY).stream()
                .filter(which)
                .findFirst()
                .orElseThrow();
    }

    private HttpResponse<String> checked(int status, String path, String subject, Map<String, String> query)
            throws IOException, InterruptedException {
        return checked(status, client.accessToken(), path, subject, query);
    }

    /** Sends the request; fails unless request and answer match the contract. */
    private HttpResponse<String> checked(
            int status, String accessToken, String path, String subject, Map<String, String> query)
            throws IOException, InterruptedException {
        String rawPath = path.replaceFirst("\\{\\w+}", SandboxClient.encodedTwice(subject));
        HttpResponse<String> response = client.send(client.reportRequest(accessToken, rawPath, query));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        ReceivedRequest received = zoom.requests().get(zoom.requests().size() - 1);
        ZoomContract.check(received, "", response);
        return response;
    }

    private static void assertError(int status, int code, HttpResponse<String> response) throws IOException {
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(SandboxClient.json(response).path("code").asInt()).isEqualTo(code);
    }
}
