package io.zoomhosts.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** The formats of time that Zoom's reports use, all of them UTC. */
final class Times {
    private static final DateTimeFormatter BLANK = format("yyyy-MM-dd HH:mm:ss");
    private static final DateTimeFormatter MINUTE = format("MM/dd/yyyy HH:mm");
    private static final DateTimeFormatter MILLISECOND = format("yyyy-MM-dd HH:mm:ss:SSS");

    private Times() {}

    /** {@code 2026-10-05T17:51:22Z}, most reports. */
    static String iso(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** {@code 2026-10-05 17:51:22}: history_meetings, answers of polls. */
    static String blank(Instant time) {
        return BLANK.format(time);
    }

    /** {@code 10/05/2026 17:51}: the newer times of users/{userId}/meetings. */
    static String minute(Instant time) {
        return MINUTE.format(time);
    }

    /** {@code 2026-10-05 17:51:22:216}: meeting_activities. */
    static String millisecond(Instant time) {
        return MILLISECOND.format(time);
    }

    /** {@code 01:28}, with hours {@code 01:02:28}: remote_support. */
    static String span(Duration span) {
        String minutes = String.format(Locale.ROOT, "%02d:%02d", span.toMinutesPart(), span.toSecondsPart());
        return span.toHours() == 0 ? minutes : String.format(Locale.ROOT, "%02d:%s", span.toHours(), minutes);
    }

    static LocalDate day(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }

    static Instant midnight(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private static DateTimeFormatter format(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
    }
}
