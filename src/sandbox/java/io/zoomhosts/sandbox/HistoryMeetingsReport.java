package io.zoomhosts.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.YearMonth;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * {@code /report/history_meetings}: all meetings and webinars of the account, the newest first; cancelled ones too, although
 * they have no report of their own. Without {@code meeting_type}, whose default is not documented, only meetings.
 */
final class HistoryMeetingsReport implements SandboxReport.Rows {
    private static final List<String> FEATURES =
            List.of(("screen_sharing, video_on, remote_control, closed_caption, breakout_room, language_interpretation,"
                            + " telephone_usage, in_meeting_chat, poll, join_by_room, waiting_room, live_transcription,"
                            + " reaction, zoom_apps, annotation, raise_hand, virtual_background, whiteboard,"
                            + " immersive_scene, avatar, switch_to_mobile, file_sharing, meeting_summary,"
                            + " meeting_questions, record_to_computer, record_to_cloud, live_translation, registration,"
                            + " smart_recording, multi_speaker, meeting_wallpaper, gen_ai_virtual_background, multi_share,"
                            + " document_collaboration, portrait_lighting, personalized_audio_isolation, color_themes")
                    .split(", "));

    private final Members members;
    private final Meetings meetings;

    HistoryMeetingsReport(Members members, Meetings meetings) {
        this.members = members;
        this.meetings = meetings;
    }

    @Override
    public List<ObjectNode> of(ReportRequest request) throws Refused {
        Optional<String> group = request.text("group_id");
        if (group.isPresent() && !members.hasGroup(group.get())) {
            throw Refused.group(group.get());
        }
        boolean byEnd = request.choice("date_type", "start_time", "end_time").equals("end_time");
        List<SandboxMeeting> found = meetings.ended(request.from().minusDays(1), request.to(), request.now())
                .filter(meeting -> request.covers(byEnd ? meeting.end() : meeting.start()))
                .filter(meeting -> isAsked(meeting, request))
                .filter(meeting -> group.isEmpty() || group.equals(group(meeting)))
                .sorted(Comparator.comparing(SandboxMeeting::start).reversed())
                .toList();
        return Json.rows(found, this::row);
    }

    private static boolean isAsked(SandboxMeeting meeting, ReportRequest request) {
        boolean kind =
                switch (request.choice("meeting_type", "meeting", "webinar", "all")) {
                    case "all" -> true;
                    case "webinar" -> meeting.isWebinar();
                    default -> !meeting.isWebinar();
                };
        boolean report =
                switch (request.choice("report_type", "all", "poll", "survey", "qa", "resource", "reaction")) {
                    case "all" -> true;
                    case "poll" -> meeting.hasPolls();
                    case "qa" -> meeting.hasQuestions();
                    default -> false;
                };
        // Of all features, Zoom cannot filter by this one.
        String feature = request.text("meeting_feature")
                .filter(name -> FEATURES.contains(name) && !name.equals("breakout_room"))
                .orElse("");
        String words = request.text("search_key").orElse("").toLowerCase(Locale.ROOT);
        return kind
                && report
                && (feature.isEmpty() || meeting.features().contains(feature))
                && meeting.topic().toLowerCase(Locale.ROOT).contains(words);
    }

    private Optional<String> group(SandboxMeeting meeting) {
        return Optional.ofNullable(
                members.groups(YearMonth.from(meeting.day())).get(meeting.host().id()));
    }

    private ObjectNode row(SandboxMeeting meeting) {
        ObjectNode row = Json.object();
        row.put("meeting_uuid", meeting.uuid());
        row.put("meeting_id", meeting.id());
        row.put("type", meeting.isWebinar() ? "Webinar" : "Meeting");
        row.put("topic", meeting.topic());
        row.put("host_display_name", meeting.host().name());
        row.put("host_email", meeting.host().email());
        row.put("start_time", Times.blank(meeting.start()));
        row.put("end_time", Times.blank(meeting.end()));
        row.put(
                "create_time",
                Times.blank(meeting.start().minusSeconds(meeting.occasion().isPlanned() ? 86_400 : 0)));
        row.put("participants", meeting.participants());
        row.put("duration", meeting.minutes());
        row.put("total_participant_minutes", Stay.minutes(Stay.in(meeting, members)));
        row.put("department", meeting.host().department());
        group(meeting).ifPresent(group -> row.putArray("group").add(group));
        row.put("source", "Zoom");
        if (meeting.isWebinar()) {
            row.put("unique_viewers", meeting.participants());
            row.put("max_concurrent_views", meeting.participants());
        }
        row.putArray("custom_fields");
        row.putArray("tracking_fields");
        ObjectNode used = row.putObject("feature_used");
        FEATURES.forEach(feature -> used.put(feature, meeting.features().contains(feature)));
        return row;
    }
}
