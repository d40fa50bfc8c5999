package io.zoomhosts.licences.oracle;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;

/**
 * Days that Zoom is asked about, in one account.
 *
 * @param month the month in which the days are, 0 for the month to date
 * @param collected the day on which Zoom was asked
 */
record ScriptedWindow(
        AccountScenario account, int month, LocalDate from, LocalDate to, LocalDate collected, Content content) {

    /** What Zoom says. */
    enum Content {
        TRUTH,
        /** Nobody hosted. */
        NO_MEETINGS,
        /** Every second host hosted later. */
        EARLY,
        /** Idle hosts host, all others are idle and licensed. */
        OPPOSITE
    }

    Instant fired() {
        return collected.atTime(LocalTime.of(2, 30)).toInstant(ZoneOffset.UTC);
    }

    /** Whether the window had been over for two days. */
    boolean isSettled() {
        return !collected.isBefore(to.plusDays(3));
    }

    ScriptedWindow opposite() {
        return new ScriptedWindow(account, month, from, to, collected, Content.OPPOSITE);
    }

    /** The host's letter in the window. */
    char letter(ScriptedHost host) {
        char letter = host.scenario().life.in(month);
        return switch (content) {
            case TRUTH -> letter;
            case NO_MEETINGS -> withoutMeetings(letter);
            case EARLY ->
                host.nth() % 2 == 1 && !account.failsLaterInTheMonthToDate() ? withoutMeetings(letter) : letter;
            case OPPOSITE -> letter == 'i' || letter == 'T' ? 'h' : 'i';
        };
    }

    private static char withoutMeetings(char letter) {
        return switch (letter) {
            case 'h', 'x', 'm' -> 'i';
            case 'B' -> 'b';
            default -> letter;
        };
    }
}
