package io.zoomhosts.sandbox;

/**
 * Sums over all rows of a window.
 *
 * @param records rows, {@code total_records}
 * @param meetings {@code total_meetings}
 * @param participants {@code total_participants}
 * @param meetingMinutes {@code total_meeting_minutes}
 */
public record SandboxTotals(long records, long meetings, long participants, long meetingMinutes) {}
