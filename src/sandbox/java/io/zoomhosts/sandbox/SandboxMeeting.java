package io.zoomhosts.sandbox;

import io.zoomhosts.sandbox.Occasion.Attendance;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;

/** A meeting or webinar of the account, one instance of it: a pure function of its day and number. */
public final class SandboxMeeting {
    private static final int MORE_THAN_A_PAGE = 310;
    private static final long HALF_HOUR = 1_800;
    private static final List<String> TOPICS = List.of(
            "Weekly sync",
            "Q&A: what's next?",
            "Budget 2026 / 2027",
            "Réunion d'équipe \ud83d\ude80",
            "${env:HOME} {{zoom.client-secret}} ${body}",
            "\"Project X\"",
            "",
            "Onboarding");

    private final Occasion occasion;
    private final LocalDate day;
    private final int number;
    private final SeededRandom dice;
    private final SandboxUser host;
    private final String uuid;
    private final long id;

    SandboxMeeting(
            Occasion occasion, LocalDate day, int number, SeededRandom dice, SandboxUser host, String uuid, long id) {
        this.occasion = occasion;
        this.day = day;
        this.number = number;
        this.dice = dice;
        this.host = host;
        this.uuid = uuid;
        this.id = id;
    }

    /** Names this instance: base64, with {@code /}, {@code +} and {@code =}. */
    public String uuid() {
        return uuid;
    }

    /** The meeting number: names a series, which may have several instances, also on one day. */
    public long id() {
        return id;
    }

    /** Zoom's type: 5, 6 and 9 are webinars. */
    public int type() {
        return occasion.type();
    }

    public boolean isWebinar() {
        return occasion.isWebinar();
    }

    public SandboxUser host() {
        return host;
    }

    public String topic() {
        return TOPICS.get(dice.below(TOPICS.size(), 1));
    }

    /** Day of the start, UTC. */
    public LocalDate day() {
        return day;
    }

    public Instant start() {
        return Times.midnight(day)
                .plusSeconds(
                        switch (occasion) {
                            case STAND_UP -> 8 * 3_600 + 300L * dice.below(12, 2);
                            case STAND_UP_AGAIN -> 15 * 3_600 + 300L * dice.below(12, 2);
                            case NIGHT_SHIFT -> 23 * 3_600 + HALF_HOUR + dice.below(1_200, 2);
                            default ->
                                7 * 3_600
                                        + (occasion.isPlanned()
                                                ? 300L * dice.below(12 * 12, 2)
                                                : dice.below(12 * 3_600, 2));
                        });
    }

    public Instant end() {
        return isCancelled() ? start() : start().plusSeconds(HALF_HOUR + dice.below(3_600, 3));
    }

    /** Minutes from start to end, a started one counts. */
    public int minutes() {
        return minutes(Duration.between(start(), end()));
    }

    /** How many take part, the host included. Who rejoins counts once. */
    public int participants() {
        boolean isLarge = number < Occasion.values().length && day.getDayOfWeek() == DayOfWeek.WEDNESDAY;
        return switch (occasion.attendance()) {
            case NOBODY -> 0;
            case ONE -> 1;
            case FEW -> 2 + dice.below(8, 4);
            case SOME -> 8 + dice.below(24, 4);
            case MANY -> (isLarge ? MORE_THAN_A_PAGE : 12) + dice.below(30, 4);
        };
    }

    /** Names of {@code feature_used} that are true. */
    public Set<String> features() {
        return occasion.features();
    }

    /** Whether {@code meetings/{meetingId}} or {@code webinars/{webinarId}} has a report of it once it has ended. */
    public boolean hasDetails() {
        return !isCancelled();
    }

    /** Whether it has a report of participants: not if nobody came except for the host. */
    public boolean hasParticipants() {
        return participants() > 1;
    }

    public boolean hasPolls() {
        return features().contains("poll");
    }

    /** Whether it is a webinar with questions and answers. */
    public boolean hasQuestions() {
        return occasion.hasQuestions();
    }

    boolean isCancelled() {
        return occasion.attendance() == Attendance.NOBODY;
    }

    boolean hasEnded(Instant now) {
        return !end().isAfter(now);
    }

    Occasion occasion() {
        return occasion;
    }

    /** Its number on the day, from 0. */
    int number() {
        return number;
    }

    SeededRandom dice() {
        return dice;
    }

    static int minutes(Duration duration) {
        return Math.toIntExact((duration.toSeconds() + 59) / 60);
    }

    @Override
    public String toString() {
        return occasion + " of " + day + ", " + uuid;
    }
}
