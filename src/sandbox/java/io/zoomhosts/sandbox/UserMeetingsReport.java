package io.zoomhosts.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * {@code /report/users/{userId}/meetings}: the meetings and webinars of a host, or those a user joined. Answers 404 for a
 * deleted user, whom the host report still lists.
 */
final class UserMeetingsReport implements SandboxReport.Rows {
    private final Members members;
    private final Meetings meetings;

    UserMeetingsReport(Members members, Meetings meetings) {
        this.members = members;
        this.meetings = meetings;
    }

    @Override
    public List<ObjectNode> of(ReportRequest request) throws Refused {
        SandboxUser user = Stream.of(request.from(), request.to())
                .map(YearMonth::from)
                .distinct()
                .flatMap(month -> members.find(request.subject(), month).stream())
                .filter(found -> !found.isDeleted())
                .findFirst()
                .orElseThrow(() -> Refused.noUser(request.subject()));
        String type = request.choice("type", "past", "pastOne", "pastJoined");
        List<SandboxMeeting> found = meetings.ended(request.from(), request.to(), request.now())
                .filter(meeting -> switch (type) {
                    case "pastOne" -> isHost(user, meeting) && meeting.participants() == 1;
                    case "pastJoined" -> stay(user, meeting).isPresent();
                    default -> isHost(user, meeting) && meeting.participants() > 1;
                })
                .toList();
        return Json.rows(found, meeting -> row(meeting, user, type.equals("pastJoined")));
    }

    private static boolean isHost(SandboxUser user, SandboxMeeting meeting) {
        return meeting.host().id().equals(user.id());
    }

    /** The first stay of a user in a meeting. */
    private Optional<Stay> stay(SandboxUser user, SandboxMeeting meeting) {
        return Stay.in(meeting, members).stream()
                .filter(stay -> stay.user().filter(user::equals).isPresent())
                .findFirst();
    }

    private ObjectNode row(SandboxMeeting meeting, SandboxUser user, boolean isJoined) {
        ObjectNode row = MeetingDetailsReport.facts(meeting, members);
        row.put("source", "Zoom");
        row.put("session_key", "");
        row.put("schedule_time", meeting.occasion().isPlanned() ? Times.minute(meeting.start()) : "");
        row.put("join_waiting_room_time", "");
        stay(user, meeting).ifPresent(stay -> row.put("join_time", Times.minute(stay.join()))
                .put("leave_time", Times.minute(stay.leave())));
        row.put("host_name", meeting.host().name());
        row.put("host_organization", "Example");
        row.put("meeting_encryption_status", 1);
        row.put(
                "participants_count_my_account",
                Stay.in(meeting, members).stream()
                        .filter(stay -> stay.user().isPresent())
                        .map(Stay::attendee)
                        .distinct()
                        .count());
        if (isJoined) {
            row.put("has_chat", meeting.features().contains("in_meeting_chat"));
            row.put("has_recording", meeting.features().contains("record_to_cloud"));
            row.put("has_screen_share", meeting.features().contains("screen_sharing"));
        }
        return row;
    }
}
