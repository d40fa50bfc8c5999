package io.zoomhosts.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the reports report on: users, and the meetings and webinars they hold. All reports tell of the same ones. A pure
 * function of the options' seed and numbers and of the days asked; only what has ended by now is reported. Thread-safe.
 */
public final class SandboxWorld {
    private static final int YEAR_OF_DAYS = 365;

    private final SandboxOptions options;
    private final Members members;
    private final Meetings meetings;
    private final SandboxReports reports;

    SandboxWorld(SandboxOptions options, SandboxAccount account) {
        this.options = options;
        this.members = new Members(account);
        this.meetings = new Meetings(options.seed(), options.meetingsPerDay(), members);
        this.reports = new SandboxReports(options, members, meetings);
    }

    /** All meetings and webinars that start on this day, UTC, by their start; also those that have not ended yet. */
    public List<SandboxMeeting> meetings(LocalDate day) {
        return meetings.of(day);
    }

    /** The hosts of a month, as in its host report. */
    public List<SandboxUser> hosts(YearMonth month) {
        return members.all(month).limit(members.hosts(month)).toList();
    }

    /**
     * All rows of a report at this moment, in the order of its pages, as the JSON text that is served.
     *
     * @param path as in Zoom's contract: {@code /report/meetings/{meetingId}/participants}. Not for {@code /report/users},
     *     whose rows are in {@link SandboxAccount}
     * @param subject what stands for the braces, not encoded; "" without braces
     * @param query parameters
     * @throws IllegalArgumentException if the request is refused: the message has status, code and message
     */
    public List<String> rows(String path, String subject, Map<String, String> query) {
        SandboxReport report = reports.report(path);
        try {
            ReportRequest request =
                    request(report, subject, query, options.clock().instant());
            return report.rows().of(request).stream().map(ObjectNode::toString).toList();
        } catch (Refused refused) {
            throw new IllegalArgumentException(refused.toString(), refused);
        }
    }

    SandboxReports reports() {
        return reports;
    }

    /** @throws Refused if the parameters are impossible, or there is no report of the meeting */
    ReportRequest request(SandboxReport report, String subject, Map<String, String> parameters, Instant now)
            throws Refused {
        AskedDates.Days days = report.dates().of(parameters, Times.day(now));
        boolean byMeeting = report.isOfMeeting() || report.isOfWebinar();
        Optional<SandboxMeeting> meeting =
                byMeeting ? Optional.of(meeting(subject, report.isOfWebinar(), now)) : Optional.empty();
        return new ReportRequest(subject, parameters, days, meeting, now);
    }

    /** The meeting with this uuid, or the latest one with this number. */
    private SandboxMeeting meeting(String subject, boolean isWebinar, Instant now) throws Refused {
        SandboxMeeting meeting = (subject.matches("\\d{9,11}")
                        ? meetings.latest(Long.parseLong(subject), now)
                        : meetings.byUuid(subject))
                .orElseThrow(() -> Refused.noMeeting(subject));
        if (meeting.isWebinar() != isWebinar) {
            throw Refused.otherKind(isWebinar);
        }
        if (!meeting.hasEnded(now) || !meeting.hasDetails()) {
            throw Refused.noMeeting(subject);
        }
        if (meeting.day().isBefore(Times.day(now).minusDays(YEAR_OF_DAYS))) {
            throw Refused.olderThanAYear();
        }
        return meeting;
    }
}
