package io.zoomhosts.sandbox;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A row of a meeting's participants: who rejoins, waits, or is in a breakout room has several, which may overlap.
 *
 * @param attendee number of the person in the meeting; 0 is the host
 * @param user empty for a guest, who is not a user of the account
 * @param name as shown in the meeting
 * @param join start of the stay
 * @param leave its end
 * @param isWaiting whether in the waiting room
 * @param breakout uuid of the breakout room; empty in the meeting itself
 */
record Stay(
        int attendee,
        Optional<SandboxUser> user,
        String name,
        Instant join,
        Instant leave,
        boolean isWaiting,
        Optional<String> breakout) {

    /** Names that several guests of a meeting share, and one that Zoom hides. */
    private static final List<String> DEVICES = List.of("iPhone", "iPhone", "Galaxy S21", "");

    private static final int ROOMS = 3;
    private static final int GAP = 45;
    private static final int LEAVES_EARLY = 300;

    /** All stays in a meeting, by their start. */
    static List<Stay> in(SandboxMeeting meeting, Members members) {
        List<Stay> stays = new ArrayList<>();
        for (int attendee = 0; attendee < meeting.participants(); attendee++) {
            addAll(stays, attendee, meeting, members);
        }
        stays.sort(Comparator.comparing(Stay::join).thenComparing(Stay::attendee));
        return stays;
    }

    /** Whether it counts for the meeting: not the waiting room, and not a breakout room, where the person is in both. */
    boolean isInMeeting() {
        return !isWaiting && breakout.isEmpty();
    }

    Duration duration() {
        return Duration.between(join, leave);
    }

    /** Minutes of all stays in the meeting itself. */
    static int minutes(List<Stay> stays) {
        return stays.stream()
                .filter(Stay::isInMeeting)
                .mapToInt(stay -> SandboxMeeting.minutes(stay.duration()))
                .sum();
    }

    private static void addAll(List<Stay> stays, int attendee, SandboxMeeting meeting, Members members) {
        SeededRandom dice = meeting.dice().about(attendee);
        Optional<SandboxUser> user = user(attendee, meeting, members);
        String name = user.map(SandboxUser::name).orElseGet(() -> guestName(dice));
        Instant join = attendee == 0 ? meeting.start() : meeting.start().plusSeconds(GAP + dice.below(LEAVES_EARLY, 2));
        Instant leave = attendee == 0 ? meeting.end() : meeting.end().minusSeconds(dice.below(LEAVES_EARLY, 3));
        if (meeting.features().contains("waiting_room") && attendee > 0) {
            stays.add(new Stay(attendee, user, name, join.minusSeconds(GAP), join, true, Optional.empty()));
        }
        if (attendee % 3 == 1) { // rejoins
            Instant lost = join.plusSeconds(LEAVES_EARLY + dice.below(LEAVES_EARLY, 4));
            stays.add(new Stay(attendee, user, name, join, lost, false, Optional.empty()));
            stays.add(new Stay(attendee, user, name, lost.plusSeconds(GAP), leave, false, Optional.empty()));
        } else {
            stays.add(new Stay(attendee, user, name, join, leave, false, Optional.empty()));
        }
        if (meeting.features().contains("breakout_room") && attendee > 0) {
            Instant divided = leave.minusSeconds(LEAVES_EARLY);
            String room = room(meeting.dice().about(-1 - attendee % ROOMS));
            stays.add(new Stay(attendee, user, name, divided, leave, false, Optional.of(room)));
        }
    }

    /** Two of five are guests, after the host and one colleague. */
    private static Optional<SandboxUser> user(int attendee, SandboxMeeting meeting, Members members) {
        if (attendee == 0) {
            return Optional.of(meeting.host());
        }
        YearMonth month = YearMonth.from(meeting.day());
        if (attendee % 5 == 2 || attendee % 5 == 4) {
            return Optional.empty();
        }
        int first = meeting.dice().below(members.size(month), 5);
        return Optional.of(members.at(month, (first + attendee) % members.size(month)));
    }

    private static String room(SeededRandom dice) {
        ByteBuffer bytes =
                ByteBuffer.allocate(2 * Long.BYTES).putLong(dice.number(7)).putLong(dice.number(8));
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    private static String guestName(SeededRandom dice) {
        int device = dice.below(2 * DEVICES.size(), 6);
        return device < DEVICES.size() ? DEVICES.get(device) : People.fullName(dice, 0);
    }
}
