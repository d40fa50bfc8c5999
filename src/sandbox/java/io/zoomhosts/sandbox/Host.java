package io.zoomhosts.sandbox;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * The host at a place of the account, as it is in one month.
 *
 * @param dice its random numbers, which stay the same from month to month
 * @param number unique among the hosts that ever hold a place
 * @param story what happens at its place
 * @param months since the turn of the story, 0 to 11
 * @param year of that turn
 * @param month first day of the month
 */
record Host(SeededRandom dice, int number, Story story, int months, int year, LocalDate month) {
    private static final int MONTHS = 12;
    private static final int EPOCH_YEAR = 1970;

    /** Licences of hosts: 1 Basic, 2 Licensed, 4 Unassigned, 99 None; most hosts are licensed. */
    private static final int[] LICENCES = {2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 4, 99};

    private static final int LICENSED = 2;
    private static final int[] BEFORE_LICENSED = {1, 4};

    private static final long FIRST_ACCOUNT =
            Instant.parse("2013-01-07T08:00:00Z").getEpochSecond();
    private static final int FIVE_YEARS_OF_SECONDS = 5 * 365 * 86_400;

    /**
     * @param places number of places in the account
     * @param day any day of the month
     */
    static Host at(int place, int places, Story story, LocalDate day, SeededRandom account) {
        LocalDate month = day.withDayOfMonth(1);
        int turn = place / Story.BLOCK % MONTHS;
        int sinceTurn = day.getYear() * MONTHS + day.getMonthValue() - 1 - turn;
        int year = Math.floorDiv(sinceTurn, MONTHS);
        int number = story == Story.LEAVES ? place + places * (year - EPOCH_YEAR) : place;
        return new Host(account.about(number), number, story, Math.floorMod(sinceTurn, MONTHS), year, month);
    }

    /** Whether nobody holds the place in this month; it is the month before this host is created. */
    boolean isYetToCome() {
        return story == Story.LEAVES && months == 0;
    }

    Story.Hosting hosting() {
        return story.hosting(months);
    }

    int licence() {
        if (story == Story.STEADY) {
            return LICENCES[dice.below(LICENCES.length, 20)];
        }
        return story.isLicensed(months) ? LICENSED : BEFORE_LICENSED[dice.below(BEFORE_LICENSED.length, 20)];
    }

    /** For a successor, the first hour of its first month; for all others, years before. */
    Instant created() {
        if (story != Story.LEAVES) {
            return Instant.ofEpochSecond(FIRST_ACCOUNT + dice.below(FIVE_YEARS_OF_SECONDS, 21));
        }
        return month.minusMonths(months - 1L)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant()
                .plusSeconds(dice.below(3_600, 21));
    }

    /** Name in JSON notation, quotes included. */
    String name() {
        return story == Story.GETS_NEW_NAME ? People.plainName(dice, year) : People.name(dice, number);
    }

    String email() {
        return People.email(dice, number, story == Story.GETS_NEW_NAME ? year : 0);
    }

    String department() {
        return People.department(dice);
    }

    boolean isInDepartmentThatRarelyHosts() {
        return People.rarelyHosts(department());
    }
}
