package io.zoomhosts.sandbox;

import static io.zoomhosts.sandbox.SandboxReport.WHOLE;
import static io.zoomhosts.sandbox.SandboxReport.at;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** All reports of the sandbox but {@code /v2/report/users}, which {@link HostReportEndpoint} serves. */
final class SandboxReports {
    private static final String PREFIX = "/v2/report/";

    /**
     * A report and what a path names in it.
     *
     * @param report at the path
     * @param subject the decoded part of the path that is in braces; "" without one
     */
    record Found(SandboxReport report, String subject) {}

    private final List<SandboxReport> reports;

    SandboxReports(SandboxOptions options, Members members, Meetings meetings) {
        int perDay = options.meetingsPerDay();
        long seed = options.seed();
        var participants = new ParticipantsReport(members);
        var polls = new PollsReport(members);
        var details = new MeetingDetailsReport(members);
        var telephone = new TelephoneReport(meetings);
        this.reports = List.of(
                at("activities", "user_activities", "activity_logs", new ActivitiesReport(seed, 2 * perDay, members))
                        .asked(AskedDates.OPTIONAL)
                        .echoing(Echo.DATE_TIMES),
                at("operationlogs", "operation_logs", "operation_logs", new OperationLogsReport(seed, perDay, members)),
                at("cloud_recording", "cloud_recording", "cloud_recording_storage", new CloudRecordingReport(meetings))
                        .asked(AskedDates.UNTIL_YESTERDAY)
                        .echoing(Echo.DATES)
                        .withoutPages(),
                at("daily", "daily_usage", "dates", new DailyReport(members, meetings))
                        .asked(AskedDates.YEAR_MONTH)
                        .echoing(Echo.YEAR_MONTH)
                        .withoutPages(),
                at("telephone", "telephone", "telephony_usage", telephone)
                        .echoing(Echo.DATES)
                        .withTotals(TelephoneReport::hasTotals),
                at("users/{userId}/meetings", "user", "meetings", new UserMeetingsReport(members, meetings))
                        .echoing(Echo.DATES)
                        .withTotals(request -> true),
                at("meetings/{meetingId}", "meeting", WHOLE, details).withoutPages(),
                at("meetings/{meetingId}/participants", "list_meeting_participants", "participants", participants)
                        .withTotals(request -> true),
                at("meetings/{meetingId}/polls", "list_meeting_polls", "questions", polls)
                        .echoing(Echo.MEETING)
                        .withoutPages(),
                at("webinars/{webinarId}", "webinar", WHOLE, details).withoutPages(),
                at("webinars/{webinarId}/participants", "list_webinar_participants", "participants", participants)
                        .withTotals(request -> true),
                at("webinars/{webinarId}/polls", "list_webinar_polls", "questions", polls)
                        .echoing(Echo.MEETING)
                        .withoutPages(),
                at("webinars/{webinarId}/qa", "webinar_qna", "questions", new QuestionsReport(members))
                        .echoing(Echo.MEETING)
                        .withoutPages(),
                at(
                        "history_meetings",
                        "list_history_meetings",
                        "history_meetings",
                        new HistoryMeetingsReport(members, meetings)),
                at(
                        "meeting_activities",
                        "meeting_activity_log",
                        "meeting_activity_logs",
                        new MeetingActivitiesReport(members, meetings)),
                at(
                                "upcoming_events",
                                "upcoming_meetings_webinars",
                                "upcoming_events",
                                new UpcomingEventsReport(members, meetings))
                        .echoing(Echo.DATES),
                at("remote_support", "remote_support", "remote_support_logs", new RemoteSupportReport(meetings)));
    }

    /** @param rawPath as sent, percent-encoded */
    Optional<Found> find(String rawPath) {
        for (SandboxReport report : reports) {
            Matcher match = Pattern.compile(
                            Pattern.quote(PREFIX + report.path()).replaceAll("\\{\\w+}", "\\\\E([^/]+)\\\\Q"))
                    .matcher(rawPath);
            if (match.matches()) {
                return Optional.of(new Found(report, match.groupCount() == 0 ? "" : decoded(match.group(1))));
            }
        }
        return Optional.empty();
    }

    /** @param path as in the contract: {@code /report/meetings/{meetingId}} */
    SandboxReport report(String path) {
        return reports.stream()
                .filter(report -> path.equals("/report/" + report.path()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such report: " + path));
    }

    /**
     * Decodes a part of a path as Zoom does: its gateway decodes once and merges slashes, which cuts a leading one off; what is
     * behind it decodes again. So a uuid with such slashes must be encoded twice.
     */
    private static String decoded(String part) {
        String once = percentDecoded(part);
        return percentDecoded(once.replaceAll("/+", "/").replaceFirst("^/", ""));
    }

    /** Unlike in a query, a plus is a plus; what is not percent-encoded UTF-8 stays as it is. */
    private static String percentDecoded(String text) {
        try {
            return Form.text(text.replace("+", "%2B"));
        } catch (IllegalArgumentException malformed) {
            return text;
        }
    }
}
