package io.zoomhosts.report;

/**
 * What Zoom says of the whole window, on any page of it; null where it did not say.
 *
 * @param records rows in all pages
 * @param meetings sum of the rows' {@code meetings}
 * @param participants sum of the rows' {@code participants}
 * @param meetingMinutes sum of the rows' {@code meeting_minutes}
 */
public record Totals(Long records, Long meetings, Long participants, Long meetingMinutes) {

    static final Totals UNKNOWN = new Totals(null, null, null, null);

    /** These totals, and the older ones where these are silent: later pages may leave totals out. */
    Totals orElse(Totals older) {
        return new Totals(
                records != null ? records : older.records,
                meetings != null ? meetings : older.meetings,
                participants != null ? participants : older.participants,
                meetingMinutes != null ? meetingMinutes : older.meetingMinutes);
    }
}
