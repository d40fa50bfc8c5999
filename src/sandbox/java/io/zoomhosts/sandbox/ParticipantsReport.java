package io.zoomhosts.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.IntStream;

/**
 * {@code /report/meetings/{meetingId}/participants} and the same of webinars: a row for each {@link Stay}, none of which names
 * the meeting. Guests have neither id nor address.
 */
final class ParticipantsReport implements SandboxReport.Rows {
    private static final int FIRST_USER_ID = 16_778_240;

    private final Members members;

    ParticipantsReport(Members members) {
        this.members = members;
    }

    @Override
    public List<ObjectNode> of(ReportRequest request) throws Refused {
        SandboxMeeting meeting = request.theMeeting();
        if (!meeting.hasParticipants()) {
            throw Refused.noMeeting(request.subject());
        }
        boolean withRegistrants =
                request.choice("include_fields", "", "registrant_id").equals("registrant_id")
                        && meeting.features().contains("registration");
        List<Stay> stays = Stay.in(meeting, members);
        return Json.rows(IntStream.range(0, stays.size()).boxed().toList(), nth -> {
            Stay stay = stays.get(nth);
            ObjectNode row = row(stay, FIRST_USER_ID + 1024 * nth);
            if (withRegistrants) {
                row.put("registrant_id", stay.attendee() == 0 ? "" : registrant(meeting, stay.attendee()));
            }
            return row;
        });
    }

    /** @param userId valid in this meeting only, and new at each stay */
    private static ObjectNode row(Stay stay, int userId) {
        ObjectNode row = Json.object();
        String id = stay.user().map(SandboxUser::id).orElse("");
        row.put("id", id);
        row.put("user_id", String.valueOf(userId));
        row.put("participant_user_id", id);
        row.put("name", stay.name());
        row.put("user_email", stay.user().map(SandboxUser::email).orElse(""));
        row.put("join_time", Times.iso(stay.join()));
        row.put("leave_time", Times.iso(stay.leave()));
        row.put("duration", stay.duration().toSeconds());
        row.put("failover", false);
        row.put("status", stay.isWaiting() ? "in_waiting_room" : "in_meeting");
        row.put("customer_key", "");
        row.put("bo_mtg_id", stay.breakout().orElse(""));
        return row;
    }

    private static String registrant(SandboxMeeting meeting, int attendee) {
        return "r" + Long.toHexString(meeting.dice().about(attendee).number(30));
    }
}
