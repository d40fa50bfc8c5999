package io.zoomhosts.report;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What Zoom says of the whole window, on any page of it; or what its rows add up to. Null where that is not known.
 *
 * @param records rows in all pages
 * @param meetings sum of the rows' {@code meetings}
 * @param participants sum of the rows' {@code participants}
 * @param meetingMinutes sum of the rows' {@code meeting_minutes}
 */
public record Totals(Long records, Long meetings, Long participants, Long meetingMinutes) {

    static final Totals UNKNOWN = new Totals(null, null, null, null);

    static final Totals NOTHING = new Totals(0L, 0L, 0L, 0L);

    /** These totals, and the older ones where these are silent: later pages may leave totals out. */
    Totals orElse(Totals older) {
        return new Totals(
                records != null ? records : older.records,
                meetings != null ? meetings : older.meetings,
                participants != null ? participants : older.participants,
                meetingMinutes != null ? meetingMinutes : older.meetingMinutes);
    }

    /** The sum of both: unknown where one of them is. */
    Totals plus(Totals more) {
        return new Totals(
                sum(records, more.records),
                sum(meetings, more.meetings),
                sum(participants, more.participants),
                sum(meetingMinutes, more.meetingMinutes));
    }

    private static Long sum(Long one, Long other) {
        return one == null || other == null ? null : Long.valueOf(one + other);
    }

    /**
     * Where the rows add up to something else than these totals: the row's sum by the name of Zoom's total. What either
     * side does not know is not compared, nor are {@link #records}.
     */
    Map<String, Long> differences(Totals rows) {
        Map<String, Long> differences = new LinkedHashMap<>();
        compare("total_meetings", meetings, rows.meetings, differences);
        compare("total_participants", participants, rows.participants, differences);
        compare("total_meeting_minutes", meetingMinutes, rows.meetingMinutes, differences);
        return differences;
    }

    private static void compare(String name, Long total, Long sum, Map<String, Long> differences) {
        if (total != null && sum != null && !total.equals(sum)) {
            differences.put(name, sum);
        }
    }
}
