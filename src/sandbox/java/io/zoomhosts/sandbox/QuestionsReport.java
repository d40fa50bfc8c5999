package io.zoomhosts.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;

/**
 * {@code /report/webinars/{webinarId}/qa}: a row for each asker, with the questions and their answers. Outsiders have no
 * {@code user_id}; some askers are anonymous.
 */
final class QuestionsReport implements SandboxReport.Rows {
    private final Members members;

    QuestionsReport(Members members) {
        this.members = members;
    }

    @Override
    public List<ObjectNode> of(ReportRequest request) throws Refused {
        SandboxMeeting meeting = request.theMeeting();
        return meeting.hasQuestions()
                ? Stay.in(meeting, members).stream()
                        .filter(stay -> stay.isInMeeting() && stay.attendee() % 3 == 2)
                        .map(stay -> row(stay, meeting))
                        .toList()
                : PollsReport.none(request);
    }

    private static ObjectNode row(Stay stay, SandboxMeeting meeting) {
        boolean isAnonymous = stay.attendee() % 2 == 0;
        ObjectNode row = Json.object();
        row.put("user_id", isAnonymous ? "" : stay.user().map(SandboxUser::id).orElse(""));
        row.put("name", isAnonymous ? "Anonymous Attendee" : stay.name());
        row.put("email", isAnonymous ? "" : stay.user().map(SandboxUser::email).orElse(""));
        ArrayNode details = row.putArray("question_details");
        for (int question = 0; question <= stay.attendee() % 2; question++) {
            details.add(question(stay, meeting, question));
        }
        return row;
    }

    private static ObjectNode question(Stay stay, SandboxMeeting meeting, int number) {
        SeededRandom dice = meeting.dice().about(stay.attendee()).about(number);
        boolean isAnswered = dice.below(3, 1) > 0;
        Instant asked = stay.join().plusSeconds(60 + dice.below(120, 2));
        ObjectNode question = Json.object();
        question.put("question", number == 0 ? "how are you; what's new?" : "Will there be a recording?");
        question.put("question_id", "q" + Long.toHexString(dice.number(3)));
        question.put("create_time", Times.iso(asked));
        question.put("question_status", isAnswered ? "answered" : "open");
        question.put("answer", isAnswered ? "fine;live answered" : "");
        ArrayNode answers = question.putArray("answer_details");
        if (isAnswered) {
            answers.addObject()
                    .put("user_id", meeting.host().id())
                    .put("name", meeting.host().name())
                    .put("email", meeting.host().email())
                    .put("content", "fine")
                    .put("create_time", Times.iso(asked.plusSeconds(90)))
                    .put("type", "host_answered_publicly");
        }
        return question;
    }
}
