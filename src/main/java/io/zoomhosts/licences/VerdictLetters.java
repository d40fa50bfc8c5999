package io.zoomhosts.licences;

/**
 * The verdict about a host who holds a licence, and its reasons, as a letter for each number of months that can be asked for. They
 * are calculated when the answer is, because a view that calculates them for each question takes seconds for a million hosts. The
 * table {@code letters} has the words for them.
 */
final class VerdictLetters {

    /** The most months that can be asked for. */
    static final int MOST_MONTHS = 36;

    private final int settledMonths;
    private final int monthsKnown;
    private final int licensedIdle;
    private final int hostedAgo;
    private final int unlicensedAgo;
    private final int hostedLittleAgo;
    private final int littleUsed;
    private final boolean knownBefore;
    private final Integer createdAgo;
    private final boolean hostedSince;
    private final boolean monthMissing;

    private VerdictLetters(String history, Integer createdAgo, boolean hostedSince, boolean monthMissing) {
        this.settledMonths = history.length();
        this.monthsKnown = before(history, "?");
        this.licensedIdle = before(history, "?hsgb");
        this.hostedAgo = place(history, "hsg");
        this.unlicensedAgo = place(history, "bg");
        this.hostedLittleAgo = place(history, "s");
        this.littleUsed = before(history, "?hgb");
        this.knownBefore = history.chars().skip(monthsKnown).anyMatch(letter -> letter != '?');
        this.createdAgo = createdAgo;
        this.hostedSince = hostedSince;
        this.monthMissing = monthMissing;
    }

    /**
     * The letters for 1 month, 2 months, and so on, up to 36. The last one counts for all further months.
     *
     * @param history a letter for each settled month, as {@link History#letters} returns them
     * @param createdAgo how many months before the newest settled month the host was created; null if it is unknown
     * @param hostedSince whether the host hosted after the newest settled month
     * @param monthMissing whether a newer month was collected, or tried, of which the list of hosts who hosted is missing
     */
    static String of(String history, Integer createdAgo, boolean hostedSince, boolean monthMissing) {
        VerdictLetters host = new VerdictLetters(history, createdAgo, hostedSince, monthMissing);
        StringBuilder letters = new StringBuilder(MOST_MONTHS);
        for (int months = 1; months <= MOST_MONTHS; months++) {
            letters.append(host.letter(months));
        }
        int last = MOST_MONTHS;
        while (last > 1 && letters.charAt(last - 2) == letters.charAt(MOST_MONTHS - 1)) {
            last--;
        }
        return letters.substring(0, last);
    }

    /** How many letters are before the first of these; all if there is none of them. */
    private static int before(String history, String letters) {
        int before = 0;
        while (before < history.length() && letters.indexOf(history.charAt(before)) < 0) {
            before++;
        }
        return before;
    }

    /** The place of the first of these letters, from 1; a place beyond all months if there is none. */
    private static int place(String history, String letters) {
        int before = before(history, letters);
        return before < history.length() ? before + 1 : Integer.MAX_VALUE;
    }

    private char letter(int months) {
        boolean hosted = hostedAgo <= months;
        if (hosted) {
            // All of these months are known, with a licence, and no meeting looks longer or larger than the plan Basic
            // allows.
            boolean little = littleUsed >= months && hostedLittleAgo <= months;
            return little ? hostedSince ? 'f' : 'e' : hostedSince ? 'b' : 'h';
        } else if (hostedSince) {
            return 's';
        }
        boolean newHost = createdAgo == null ? isSeenLately(months) : createdAgo < months;
        boolean licensedLately = unlicensedAgo <= months + 1;
        if (newHost || licensedLately) {
            return !licensedLately ? 'n' : newHost ? 'm' : 'l';
        }
        // Without create_time, a host may have been created in the first month that is known.
        if (!monthMissing && licensedIdle >= months && (createdAgo != null || monthsKnown > months)) {
            return 'i';
        }
        boolean monthsMissing = monthMissing || settledMonths <= months;
        boolean hostMissing = monthsKnown < months && monthsKnown < settledMonths;
        return monthsMissing ? hostMissing ? 'z' : 'x' : hostMissing ? 'y' : 'u';
    }

    /** Without create_time: whether the host is in no list before one of these months, although older lists are known. */
    private boolean isSeenLately(int months) {
        return monthsKnown <= months && monthsKnown < settledMonths && !knownBefore;
    }
}
