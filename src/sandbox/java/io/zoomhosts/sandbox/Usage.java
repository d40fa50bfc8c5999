package io.zoomhosts.sandbox;

import java.time.temporal.ChronoUnit;

/**
 * The usage of one host in one window; all zero for an inactive host.
 *
 * @param meetings meetings hosted, 1 or more for an active host
 * @param participants of all these meetings
 * @param meetingMinutes of all these meetings
 */
record Usage(int meetings, int participants, int meetingMinutes) {
    static final Usage NONE = new Usage(0, 0, 0);

    /** The usage of an active host: busy hosts are busy in every window, with different numbers. */
    static Usage of(SeededRandom host, SandboxWindow window) {
        SeededRandom dice = host.about(window.datesNumber());
        long days = ChronoUnit.DAYS.between(window.from(), window.to()) + 1;
        int most = Math.toIntExact(Math.max(1, days * (1 + host.below(4, 1)) / 2));
        int meetings = 1 + dice.below(most, 2);
        int participants = meetings * (2 + host.below(9, 3)) + dice.below(meetings, 4);
        int minutes = meetings * (15 + host.below(50, 5)) + dice.below(10 * meetings, 6);
        return new Usage(meetings, participants, minutes);
    }
}
