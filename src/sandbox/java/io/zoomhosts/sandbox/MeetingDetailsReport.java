package io.zoomhosts.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** {@code /report/meetings/{meetingId}} and {@code /report/webinars/{webinarId}}: one object, which is the answer. */
final class MeetingDetailsReport implements SandboxReport.Rows {
    private final Members members;

    MeetingDetailsReport(Members members) {
        this.members = members;
    }

    @Override
    public List<ObjectNode> of(ReportRequest request) {
        SandboxMeeting meeting = request.theMeeting();
        ObjectNode row = facts(meeting, members);
        row.put("dept", meeting.host().department());
        ArrayNode fields = row.putArray("tracking_fields");
        if (meeting.number() % 2 == 0) {
            fields.addObject().put("field", "Cost Centre").put("value", String.valueOf(1000 + meeting.number()));
        }
        return List.of(row);
    }

    /** What the details have in common with a row of {@code users/{userId}/meetings}. */
    static ObjectNode facts(SandboxMeeting meeting, Members members) {
        ObjectNode row = Json.object();
        row.put("uuid", meeting.uuid());
        row.put("id", meeting.id());
        row.put("type", meeting.type());
        row.put("topic", meeting.topic());
        row.put("user_name", meeting.host().name());
        row.put("user_email", meeting.host().email());
        row.put("start_time", Times.iso(meeting.start()));
        row.put("end_time", Times.iso(meeting.end()));
        row.put("duration", meeting.minutes());
        row.put("total_minutes", Stay.minutes(Stay.in(meeting, members)));
        row.put("participants_count", meeting.participants());
        if (meeting.number() % 3 == 0) {
            row.putArray("custom_keys").addObject().put("key", "Host Nation").put("value", "US");
        }
        return row;
    }
}
