package io.zoomhosts.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * {@code /report/upcoming_events}: what is planned from now on, the next first. What is held becomes history; what is
 * cancelled vanishes two days before its start. Occurrences of a series share an id.
 */
final class UpcomingEventsReport implements SandboxReport.Rows {
    private static final int CANCELLED_BEFORE_DAYS = 2;

    private final Members members;
    private final Meetings meetings;

    UpcomingEventsReport(Members members, Meetings meetings) {
        this.members = members;
        this.meetings = meetings;
    }

    @Override
    public List<ObjectNode> of(ReportRequest request) {
        String type = request.choice("type", "all", "meeting", "webinar");
        Optional<String> group = request.text("group_id");
        LocalDate today = Times.day(request.now());
        LocalDate first = request.from().isBefore(today) ? today : request.from();
        if (first.isAfter(request.to())) {
            return List.of();
        }
        List<SandboxMeeting> found = first.datesUntil(request.to().plusDays(1))
                .flatMap(day -> meetings.of(day).stream())
                .filter(event -> event.occasion().isPlanned() && event.start().isAfter(request.now()))
                .filter(event -> !event.isCancelled()
                        || event.day().minusDays(CANCELLED_BEFORE_DAYS).isAfter(today))
                .filter(event -> type.equals("all") || type.equals("webinar") == event.isWebinar())
                .filter(event -> group.isEmpty()
                        || group.get()
                                .equals(members.groups(YearMonth.from(event.day()))
                                        .get(event.host().id())))
                .toList();
        return Json.rows(found, UpcomingEventsReport::row);
    }

    private static ObjectNode row(SandboxMeeting event) {
        return Json.object()
                .put("id", id(event))
                .put("topic", event.topic())
                .put("host_id", event.host().id())
                .put("host_name", event.host().name())
                .put("dept", event.host().department())
                .put("start_time", Times.iso(event.start()));
    }

    private static String id(SandboxMeeting event) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * Long.BYTES);
        bytes.putLong(SeededRandom.mixed(event.id())).putLong(event.id());
        return Base64.getEncoder().encodeToString(bytes.array());
    }
}
