package io.zoomhosts.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * {@code /report/meetings/{meetingId}/polls} and the same of webinars: a row for each respondent, with the answers to several
 * questions. Rows of an anonymous poll may be equal. Of the meetings without polls, some have an empty report, some none.
 */
final class PollsReport implements SandboxReport.Rows {
    private static final List<String> FEELINGS = List.of("I am wonderful.", "So-so");
    private static final List<String> TOPICS = List.of("Budget", "Budget;Roadmap", "Roadmap;Hiring; Team");
    private static final int OPENED_AFTER = 600;

    private final Members members;

    PollsReport(Members members) {
        this.members = members;
    }

    @Override
    public List<ObjectNode> of(ReportRequest request) throws Refused {
        SandboxMeeting meeting = request.theMeeting();
        if (!meeting.hasPolls()) {
            return none(request);
        }
        boolean isAnonymous = meeting.occasion() == Occasion.QUICK_CALL;
        return Stay.in(meeting, members).stream()
                .filter(Stay::isInMeeting)
                .filter(stay -> stay.join().isBefore(meeting.start().plusSeconds(OPENED_AFTER / 2)))
                .filter(stay -> isAnonymous || stay.attendee() % 4 != 3)
                .map(stay -> isAnonymous ? anonymous(stay, meeting) : row(stay, meeting))
                .toList();
    }

    /** Zoom's answer for a meeting that has no such report is not documented. */
    static List<ObjectNode> none(ReportRequest request) throws Refused {
        if (request.theMeeting().number() % 2 == 1) {
            throw Refused.noMeeting(request.subject());
        }
        return List.of();
    }

    private static ObjectNode row(Stay stay, SandboxMeeting meeting) {
        Optional<SandboxUser> user = stay.user();
        ObjectNode row = Json.object();
        row.put("email", user.map(SandboxUser::email).orElse(""));
        row.put("name", stay.name());
        row.put("first_name", stay.name().replaceFirst("(?s) .*", ""));
        row.put("last_name", stay.name().replaceFirst("^\\S* ?", ""));
        Instant answered = stay.join().plusSeconds(OPENED_AFTER);
        answers(row, meeting, meeting.dice().about(stay.attendee()), answered);
        return row;
    }

    private static ObjectNode anonymous(Stay stay, SandboxMeeting meeting) {
        ObjectNode row = Json.object();
        row.put("email", "");
        row.put("name", "Anonymous Attendee");
        row.put("first_name", "Anonymous");
        row.put("last_name", "Attendee");
        answers(
                row,
                meeting,
                meeting.dice().about(stay.attendee() % 2),
                meeting.start().plusSeconds(OPENED_AFTER));
        return row;
    }

    private static void answers(ObjectNode row, SandboxMeeting meeting, SeededRandom dice, Instant time) {
        String poll = meeting.uuid().substring(6, 20);
        ArrayNode details = row.putArray("question_details");
        details.addObject()
                .put("answer", FEELINGS.get(dice.below(FEELINGS.size(), 40)))
                .put("date_time", Times.blank(time))
                .put("polling_id", poll)
                .put("question", "How are you?");
        details.addObject()
                .put("answer", TOPICS.get(dice.below(TOPICS.size(), 41)))
                .put("date_time", Times.blank(time))
                .put("polling_id", poll)
                .put("question", "What shall we speak about?");
    }
}
