package io.zoomhosts.licences;

/**
 * What is known about a host in each settled month of its account. Months are counted back from the newest settled month,
 * which is 0.
 */
final class History {

    /** The longest row of months: as many as the bits of a long, less a few. */
    static final int LONGEST = 60;

    /** The plan Basic ends meetings of more than two people after 40 minutes. */
    static final int BASIC_MINUTES = 40;

    static final int BASIC_PEOPLE = 2;

    /** Zoom's {@code type} of a host who holds a licence. */
    static final int LICENSED = 2;

    private long hosted;
    private long needed;
    private long idle;
    private long licensed;

    /** Adds a row of the list of hosts who hosted. */
    void addActive(int ago, Integer type, Long meetings, Long participants, Long minutes) {
        hosted |= bit(ago);
        addLicence(ago, type);
        if (meetings == null
                || meetings <= 0
                || participants == null
                || participants < 0
                || minutes == null
                || minutes < 0
                || minutes > BASIC_MINUTES * meetings
                || participants > BASIC_PEOPLE * meetings) {
            needed |= bit(ago);
        }
    }

    /** Adds a row of the list of hosts who did not host. */
    void addInactive(int ago, Integer type, boolean hasMeetings) {
        if (hasMeetings) {
            hosted |= bit(ago);
            needed |= bit(ago);
        } else {
            idle |= bit(ago);
        }
        addLicence(ago, type);
    }

    private void addLicence(int ago, Integer type) {
        if (type != null && type == LICENSED) {
            licensed |= bit(ago);
        }
    }

    private static long bit(int ago) {
        return 1L << ago;
    }

    /** Whether the host held a licence in the newest settled month. */
    boolean isLicensed() {
        return (licensed & 1) != 0;
    }

    /** A letter for each month, newest first, as the table {@code licences} describes them. */
    String letters(int months) {
        StringBuilder letters = new StringBuilder(months);
        for (int ago = 0; ago < months; ago++) {
            letters.append(letter(bit(ago)));
        }
        return letters.toString();
    }

    private char letter(long month) {
        boolean withLicence = (licensed & month) != 0;
        if ((hosted & month) != 0) {
            return !withLicence ? 'g' : (needed & month) != 0 ? 'h' : 's';
        } else if ((idle & month) != 0) {
            return withLicence ? 'i' : 'b';
        }
        return '?';
    }

    /** Months in a row without a meeting, from the newest one on. */
    int monthsIdle(int months) {
        return Math.min(months, Long.numberOfTrailingZeros(~(idle & ~hosted)));
    }

    /** Months in a row in which the host is in a list, from the newest one on. */
    int monthsKnown(int months) {
        return Math.min(months, Long.numberOfTrailingZeros(~(idle | hosted)));
    }
}
