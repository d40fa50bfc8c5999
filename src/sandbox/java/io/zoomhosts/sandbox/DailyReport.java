package io.zoomhosts.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;

/** {@code /report/daily}: a row for each day of a month, up to today. Who rejoins a meeting counts again. */
final class DailyReport implements SandboxReport.Rows {
    private final Members members;
    private final Meetings meetings;

    DailyReport(Members members, Meetings meetings) {
        this.members = members;
        this.meetings = meetings;
    }

    @Override
    public List<ObjectNode> of(ReportRequest request) {
        List<LocalDate> created = members.all(YearMonth.from(request.from()))
                .map(user -> Times.day(user.created()))
                .toList();
        return request.from()
                .datesUntil(request.to().plusDays(1))
                .map(day -> row(day, created, request))
                .toList();
    }

    private ObjectNode row(LocalDate day, List<LocalDate> created, ReportRequest request) {
        List<SandboxMeeting> held = meetings.ended(day, day, request.now())
                .filter(meeting -> !meeting.isWebinar())
                .toList();
        List<Stay> stays = held.stream()
                .flatMap(meeting -> Stay.in(meeting, members).stream())
                .filter(Stay::isInMeeting)
                .toList();
        return Json.object()
                .put("date", day.toString())
                .put("meeting_minutes", Stay.minutes(stays))
                .put("meetings", held.size())
                .put("new_users", created.stream().filter(day::equals).count())
                .put("participants", stays.size());
    }
}
