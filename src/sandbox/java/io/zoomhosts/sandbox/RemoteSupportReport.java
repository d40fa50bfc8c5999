package io.zoomhosts.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** {@code /report/remote_support}: a session in each meeting with remote control. Durations are strings. */
final class RemoteSupportReport implements SandboxReport.Rows {
    private static final int ASKED_AFTER = 77;
    private static final int WAITED = 30;

    private final Meetings meetings;

    RemoteSupportReport(Meetings meetings) {
        this.meetings = meetings;
    }

    @Override
    public List<ObjectNode> of(ReportRequest request) {
        List<SandboxMeeting> found = meetings.ended(request.from(), request.to(), request.now())
                .filter(meeting -> meeting.features().contains("remote_control"))
                .toList();
        return Json.rows(found, RemoteSupportReport::row);
    }

    private static ObjectNode row(SandboxMeeting meeting) {
        Instant asked = meeting.start().plusSeconds(ASKED_AFTER);
        Instant start = asked.plusSeconds(WAITED + meeting.dice().below(90, 60));
        Instant end = start.plusSeconds(300 + meeting.dice().below(4_000, 61));
        Instant last = end.isAfter(meeting.end()) ? meeting.end() : end;
        return Json.object()
                .put("meeting_uuid", meeting.uuid())
                .put("meeting_number", meeting.id())
                .put("meeting_start_time", Times.iso(meeting.start()))
                .put("topic", meeting.topic())
                .put("meeting_host_id", meeting.host().id())
                .put("supporter_name", meeting.host().name())
                .put("supporter_email", meeting.host().email())
                .put("supportee_name", People.fullName(meeting.dice(), 0))
                .put("supportee_email", "")
                .put("request_time", Times.iso(asked))
                .put("wait_time", Times.span(Duration.between(asked, start)))
                .put("start_time", Times.iso(start))
                .put("end_time", Times.iso(last))
                .put("duration", Times.span(Duration.between(start, last)));
    }
}
