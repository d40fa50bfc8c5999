package io.zoomhosts.sandbox;

/**
 * What happens to the host at a place of the account over a year. Each story has a turn once a year, in a month that depends
 * on the place, so every month has hosts at every point of every story, whatever the date is.
 */
enum Story {
    /** Hosts by habit and chance, as most people do. */
    STEADY,
    /** Holds a licence and never hosts. */
    NEVER_HOSTS,
    /** Hosts nothing for half a year from the turn on; hosts every month for the other half. */
    STOPS_HOSTING,
    /** Holds no licence until the turn, and holds one for half a year from then on. */
    GETS_LICENCE,
    /** Has another {@code user_name} and {@code email} from the turn on. */
    GETS_NEW_NAME,
    /** Is in both lists of the turn's month: moves from one to the other between their requests. */
    IS_IN_BOTH_LISTS,
    /**
     * Is gone from the turn on; a successor is created a month later. For the month between them the place is empty, and
     * {@link #IS_IN_BOTH_LISTS} at the place before it fills the count.
     */
    LEAVES;

    /** How much a host hosts in a month. */
    enum Hosting {
        SURELY,
        BY_HABIT,
        RARELY,
        NOT_AT_ALL
    }

    /** Places with the same turn. Stories repeat every so many places. */
    static final int BLOCK = 25;

    private static final int HALF_A_YEAR = 6;

    /** Of any number of first places at most a fifth are {@link Hosting#NOT_AT_ALL}, and fewer {@link Hosting#SURELY}. */
    static Story at(int place) {
        return switch (place % BLOCK) {
            case 4 -> NEVER_HOSTS;
            case 9, 24 -> STOPS_HOSTING;
            case 6, 11, 17 -> GETS_LICENCE;
            case 22 -> GETS_NEW_NAME;
            case 14, 19 -> IS_IN_BOTH_LISTS;
            case 15, 20 -> LEAVES;
            default -> STEADY;
        };
    }

    /** @param months since the turn, 0 to 11 */
    Hosting hosting(int months) {
        return switch (this) {
            case NEVER_HOSTS -> Hosting.NOT_AT_ALL;
            case STOPS_HOSTING -> months < HALF_A_YEAR ? Hosting.NOT_AT_ALL : Hosting.SURELY;
            case GETS_LICENCE -> months < 2 || months >= 10 ? Hosting.RARELY : Hosting.BY_HABIT;
            case IS_IN_BOTH_LISTS -> months == 0 ? Hosting.NOT_AT_ALL : Hosting.BY_HABIT;
            case LEAVES -> months == 0 ? Hosting.SURELY : months <= 3 ? Hosting.RARELY : Hosting.BY_HABIT;
            case STEADY, GETS_NEW_NAME -> Hosting.BY_HABIT;
        };
    }

    /** Whether the host holds a licence. Not for {@link #STEADY}, whose licence is a matter of chance. */
    boolean isLicensed(int months) {
        return this != GETS_LICENCE || months < HALF_A_YEAR;
    }
}
