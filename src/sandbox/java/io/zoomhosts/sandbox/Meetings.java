package io.zoomhosts.sandbox;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The meetings and webinars of the account: on each day the same number of them, held by hosts of the month. Thread-safe; keeps
 * the days that were asked last.
 */
final class Meetings {
    private static final Comparator<SandboxMeeting> BY_START =
            Comparator.comparing(SandboxMeeting::start).thenComparing(SandboxMeeting::number);
    private static final int KEPT_DAYS = 70;
    private static final long FIRST_DAY = LocalDate.of(2000, 1, 1).toEpochDay();
    private static final long LAST_DAY = LocalDate.of(2100, 1, 1).toEpochDay();
    private static final int SERIES_LIVES_DAYS = 31;
    private static final int SKEW = 1 << 20;

    private final SeededRandom dice;
    private final int perDay;
    private final Members members;
    private final MeetingUuid uuids;
    private final Map<LocalDate, List<SandboxMeeting>> days = new LinkedHashMap<>();

    Meetings(long seed, int perDay, Members members) {
        this.dice = new SeededRandom(seed).about(-1);
        this.perDay = perDay;
        this.members = members;
        this.uuids = new MeetingUuid(seed);
    }

    /** Those that start on this day, past or future, by their start. Empty if the account has no hosts. */
    List<SandboxMeeting> of(LocalDate day) {
        synchronized (days) {
            List<SandboxMeeting> known = days.remove(day);
            List<SandboxMeeting> meetings = known == null ? made(day) : known;
            days.put(day, meetings);
            if (days.size() > KEPT_DAYS) {
                days.remove(days.keySet().iterator().next()); // least recently used
            }
            return meetings;
        }
    }

    /** Those that start on these days and have ended, by their start; cancelled ones included. */
    Stream<SandboxMeeting> ended(LocalDate from, LocalDate to, Instant now) {
        LocalDate today = Times.day(now);
        LocalDate last = to.isAfter(today) ? today : to;
        return from.isAfter(last)
                ? Stream.empty()
                : from.datesUntil(last.plusDays(1))
                        .flatMap(day -> of(day).stream())
                        .filter(meeting -> meeting.hasEnded(now));
    }

    Optional<SandboxMeeting> byUuid(String uuid) {
        return uuids.place(uuid)
                .filter(place -> place.number() < perDay && place.day() > FIRST_DAY && place.day() < LAST_DAY)
                .filter(place -> members.hosts(YearMonth.from(LocalDate.ofEpochDay(place.day()))) > 0)
                .map(place -> meeting(LocalDate.ofEpochDay(place.day()), place.number()))
                .filter(meeting -> meeting.uuid().equals(uuid));
    }

    /** The latest instance with this number that has ended and was held. */
    Optional<SandboxMeeting> latest(long id, Instant now) {
        LocalDate today = Times.day(now);
        return IntStream.rangeClosed(0, SERIES_LIVES_DAYS)
                .mapToObj(today::minusDays)
                .flatMap(day -> of(day).stream()
                        .filter(meeting -> meeting.id() == id && meeting.hasEnded(now) && !meeting.isCancelled())
                        .sorted(BY_START.reversed()))
                .findFirst();
    }

    private List<SandboxMeeting> made(LocalDate day) {
        if (members.hosts(YearMonth.from(day)) == 0) {
            return List.of();
        }
        List<SandboxMeeting> meetings = new ArrayList<>(perDay);
        for (int number = 0; number < perDay; number++) {
            meetings.add(meeting(day, number));
        }
        meetings.sort(BY_START);
        return List.copyOf(meetings);
    }

    private SandboxMeeting meeting(LocalDate day, int number) {
        Occasion occasion = Occasion.at(number);
        SeededRandom ofDay = dice.about(day.toEpochDay());
        SandboxUser host = host(YearMonth.from(day), ofDay.about(occasion.numberOfTwin(number)));
        return new SandboxMeeting(
                occasion,
                day,
                number,
                ofDay.about(number),
                host,
                uuids.of(new MeetingUuid.Place(day.toEpochDay(), number), occasion.uuid()),
                id(occasion, host, ofDay.about(number)));
    }

    /** Hosts differ in how often they host. */
    private SandboxUser host(YearMonth month, SeededRandom meeting) {
        double share = meeting.below(SKEW, 10) / (double) SKEW;
        return members.at(month, (int) (members.hosts(month) * share * share));
    }

    /** Ten digits for a personal room, otherwise eleven: more than an int has. */
    private long id(Occasion occasion, SandboxUser host, SeededRandom meeting) {
        SeededRandom of =
                occasion.isOfASeries() ? dice.about(host.id().hashCode()).about(occasion.type()) : meeting;
        return occasion.type() == 4
                ? 3_000_000_000L + Long.remainderUnsigned(of.number(11), 6_000_000_000L)
                : 80_000_000_000L + Long.remainderUnsigned(of.number(11), 10_000_000_000L);
    }
}
