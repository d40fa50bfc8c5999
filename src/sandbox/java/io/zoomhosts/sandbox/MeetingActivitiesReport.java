package io.zoomhosts.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * {@code /report/meeting_activities}: what happens in meetings, the newest first. Names the meeting by its number, with blanks.
 * Who speaks twice within a millisecond has two equal rows.
 */
final class MeetingActivitiesReport implements SandboxReport.Rows {
    private static final String ALL = "All Activities";

    /** The names of the contract's enum by the numbers of its description; which ones Zoom takes is not known. */
    private static final Map<String, String> TYPES = Map.of(
            "-1", ALL,
            "0", "Meeting Created",
            "1", "Meeting Started",
            "2", "User Join",
            "3", "User Left",
            "4", "Remote Control",
            "5", "In-Meeting Chat",
            "9", "Meeting Ended");

    /** More joins of a meeting are not logged, to keep the log short. */
    private static final int LOGGED_STAYS = 5;

    private record Activity(
            SandboxMeeting meeting, Instant time, String name, String email, String category, String detail) {}

    private final Members members;
    private final Meetings meetings;

    MeetingActivitiesReport(Members members, Meetings meetings) {
        this.members = members;
        this.meetings = meetings;
    }

    @Override
    public List<ObjectNode> of(ReportRequest request) throws Refused {
        String type = request.text("activity_type")
                .orElseThrow(() -> Refused.parameter("Missing required parameter: activity_type."));
        String name = TYPES.getOrDefault(type, TYPES.containsValue(type) ? type : ALL);
        Optional<String> number = request.text("meeting_number");
        String words = request.text("search_key").orElse("");
        List<Activity> found = meetings.ended(request.from().minusDays(1), request.to(), request.now())
                .filter(meeting -> !meeting.isWebinar())
                .filter(meeting ->
                        number.isEmpty() || number.get().replace(" ", "").equals(String.valueOf(meeting.id())))
                .flatMap(this::in)
                .filter(activity -> request.covers(activity.time()))
                .filter(activity -> name.equals(ALL) || name.equals(activity.category()))
                .filter(activity ->
                        activity.name().contains(words) || activity.email().contains(words))
                .sorted(Comparator.comparing(Activity::time).reversed())
                .toList();
        return Json.rows(found, MeetingActivitiesReport::row);
    }

    private Stream<Activity> in(SandboxMeeting meeting) {
        SandboxUser host = meeting.host();
        List<Activity> activities = new ArrayList<>();
        if (!meeting.occasion().isPlanned()) {
            activities.add(byHost(meeting, meeting.start().minusMillis(400), "Meeting Created", "Meeting Created"));
        }
        activities.add(byHost(meeting, meeting.start(), "Meeting Started", "Meeting Started"));
        Stay.in(meeting, members).stream()
                .filter(Stay::isInMeeting)
                .limit(LOGGED_STAYS)
                .forEach(stay -> {
                    String email = stay.user().map(SandboxUser::email).orElse("");
                    Instant joined = stay.join().plusMillis(meeting.dice().below(1_000, 50));
                    activities.add(new Activity(meeting, joined, stay.name(), email, "User Join", "User Join"));
                    activities.add(new Activity(meeting, stay.leave(), stay.name(), email, "User Left", "User Left"));
                });
        if (meeting.features().contains("in_meeting_chat")) {
            Instant said = meeting.start().plusMillis(600_216);
            Activity chat = byHost(meeting, said, "In-Meeting Chat", host.name() + ": +1");
            activities.addAll(Collections.nCopies(2, chat));
        }
        if (meeting.features().contains("remote_control")) {
            activities.add(byHost(meeting, meeting.start().plusMillis(900_042), "Remote Control", "Remote Control"));
        }
        activities.add(byHost(meeting, meeting.end(), "Meeting Ended", "Meeting Ended"));
        return activities.stream();
    }

    private static Activity byHost(SandboxMeeting meeting, Instant time, String category, String detail) {
        return new Activity(meeting, time, meeting.host().name(), meeting.host().email(), category, detail);
    }

    private static ObjectNode row(Activity activity) {
        return Json.object()
                .put("meeting_number", spaced(activity.meeting().id()))
                .put("activity_time", Times.millisecond(activity.time()))
                .put("operator", activity.name())
                .put("operator_email", activity.email())
                .put("activity_category", activity.category())
                .put("activity_detail", activity.detail());
    }

    /** 982 610 0285, or 812 3456 7890 with eleven digits. */
    private static String spaced(long id) {
        return String.valueOf(id).replaceFirst("(\\d{3})(\\d{3,4})(\\d{4})$", "$1 $2 $3");
    }
}
