package io.zoomhosts.sandbox;

import io.zoomhosts.sandbox.MeetingUuid.Form;
import java.util.Set;

/**
 * What is held at a place of a day. Of any 20 meetings and webinars in a row, each occasion is held once, so each day has all
 * that a client of Zoom has to expect.
 */
enum Occasion {
    /** Twice a day with the same meeting number: see {@link #STAND_UP_AGAIN}. */
    STAND_UP(8, Attendance.FEW, Form.ANY, "telephone_usage", "video_on"),
    /** The first one of a Wednesday has more participants than a page has rows. */
    ALL_HANDS(2, Attendance.MANY, Form.ANY, "poll", "waiting_room", "record_to_cloud", "video_on"),
    /** A webinar with registration; the first one of a Wednesday has more attendees than a page has rows. */
    TOWN_HALL(5, Attendance.MANY, Form.ANY, "poll", "registration", "record_to_cloud"),
    REVIEW(2, Attendance.FEW, Form.LEADING_SLASH, "in_meeting_chat", "screen_sharing"),
    STAND_UP_AGAIN(8, Attendance.FEW, Form.ANY, "telephone_usage"),
    /** Nobody else came. */
    ALONE(1, Attendance.ONE, Form.ANY),
    RETROSPECTIVE(3, Attendance.FEW, Form.DOUBLE_SLASH, "poll", "in_meeting_chat"),
    /** A personal audio conference: its type is next to those of webinars. */
    AUDIO_CONFERENCE(7, Attendance.FEW, Form.ANY),
    HELP_DESK(2, Attendance.FEW, Form.SLASH, "telephone_usage", "remote_control", "screen_sharing"),
    /** A webinar with questions and answers, and without polls. */
    PRODUCT_TOUR(6, Attendance.SOME, Form.PLUS, "registration", "in_meeting_chat"),
    OFFICE_HOURS(4, Attendance.FEW, Form.ANY, "waiting_room"),
    /** Its poll is anonymous. */
    QUICK_CALL(1, Attendance.FEW, Form.LEADING_SLASH, "poll", "in_meeting_chat"),
    INTERVIEW(2, Attendance.FEW, Form.PLUS, "telephone_usage", "waiting_room"),
    /** Nobody else came, in the host's personal room. */
    EMPTY_ROOM(4, Attendance.ONE, Form.PLUS),
    /** Over midnight. */
    NIGHT_SHIFT(2, Attendance.FEW, Form.ANY, "in_meeting_chat"),
    /** A webinar that was cancelled two days before it. It is among the meetings of its day, and has no report. */
    CANCELLED(9, Attendance.NOBODY, Form.ANY),
    /** A webinar with polls, and without questions and answers. */
    LECTURE(9, Attendance.SOME, Form.LEADING_SLASH, "poll", "record_to_cloud"),
    CUSTOMER_CALL(2, Attendance.FEW, Form.SLASH, "in_meeting_chat", "screen_sharing"),
    PLANNING(8, Attendance.FEW, Form.DOUBLE_SLASH, "screen_sharing", "in_meeting_chat"),
    /** In breakout rooms. */
    WORKSHOP(2, Attendance.SOME, Form.ANY, "breakout_room", "in_meeting_chat", "whiteboard");

    /** How many take part, the host included. */
    enum Attendance {
        NOBODY,
        ONE,
        FEW,
        SOME,
        MANY
    }

    private static final Occasion[] ALL = values();
    private static final Set<Integer> WEBINARS = Set.of(5, 6, 9);
    private static final Set<Integer> SERIES = Set.of(3, 4, 6, 8, 9);
    private static final Set<Integer> UNPLANNED = Set.of(1, 4, 7);

    private final int type;
    private final Attendance attendance;
    private final Form uuid;
    private final Set<String> features;

    Occasion(int type, Attendance attendance, Form uuid, String... features) {
        this.type = type;
        this.attendance = attendance;
        this.uuid = uuid;
        this.features = Set.of(features);
    }

    /** @param number of the meeting on its day, from 0 */
    static Occasion at(int number) {
        return ALL[number % ALL.length];
    }

    /** Zoom's type of a meeting or webinar. */
    int type() {
        return type;
    }

    Attendance attendance() {
        return attendance;
    }

    Form uuid() {
        return uuid;
    }

    /** Names of {@code feature_used} that are true. */
    Set<String> features() {
        return features;
    }

    boolean isWebinar() {
        return WEBINARS.contains(type);
    }

    /** Whether its number names a series of the host, not one meeting. */
    boolean isOfASeries() {
        return SERIES.contains(type);
    }

    /** Whether it is known before it starts. */
    boolean isPlanned() {
        return !UNPLANNED.contains(type);
    }

    boolean hasQuestions() {
        return this == TOWN_HALL || this == PRODUCT_TOUR;
    }

    /** The occasion of the same day with the same host and number, if there is one. */
    int numberOfTwin(int number) {
        return this == STAND_UP_AGAIN ? number - STAND_UP_AGAIN.ordinal() : number;
    }
}
