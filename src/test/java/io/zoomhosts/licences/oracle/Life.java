package io.zoomhosts.licences.oracle;

/**
 * A host's months, newest first: the month to date, then the eight complete months before it. A letter for each month:
 *
 * <table>
 * <caption>The lists that the host is in, and its licence</caption>
 * <tr><td>{@code h}</td><td>list of active hosts, Licensed</td></tr>
 * <tr><td>{@code B}</td><td>list of active hosts, Basic</td></tr>
 * <tr><td>{@code x}</td><td>both lists, Licensed: the host moved while Zoom was paging</td></tr>
 * <tr><td>{@code i}</td><td>list of inactive hosts, Licensed</td></tr>
 * <tr><td>{@code m}</td><td>the same, but the row has meetings</td></tr>
 * <tr><td>{@code t}</td><td>the same, but the meetings are text</td></tr>
 * <tr><td>{@code T}</td><td>list of inactive hosts, the licence as text: "2"</td></tr>
 * <tr><td>{@code b u n}</td><td>list of inactive hosts; Basic, Unassigned (4), None (99)</td></tr>
 * <tr><td>{@code .}</td><td>neither list</td></tr>
 * </table>
 */
record Life(String letters) {

    static final String ACTIVE = "hBx";
    static final String INACTIVE = "ximtTbun";
    static final String HOSTED = "hBxm";
    static final String LICENSED = "hxim";
    static final String WITHOUT_LICENCE = "Bbun";
    static final char ABSENT = '.';

    /** Complete months; the month to date is month 0. */
    static final int MONTHS = 8;

    /** @param written the month to date, {@code |}, the complete months */
    static Life of(String written) {
        Life life = new Life(written.replace("|", ""));
        if (written.indexOf('|') != 1 || life.letters.length() != MONTHS + 1) {
            throw new IllegalArgumentException("not one month to date and eight months: " + written);
        }
        return life;
    }

    /** @param month 0 for the month to date, 1 for the newest complete month; beyond the script nothing is known */
    char in(int month) {
        return month < letters.length() ? letters.charAt(month) : ABSENT;
    }

    boolean is(String letters, int month) {
        return letters.indexOf(in(month)) >= 0;
    }

    /** Whether one of these months, both inclusive, has one of the letters. */
    boolean has(String letters, int newest, int oldest) {
        for (int month = newest; month <= oldest; month++) {
            if (is(letters, month)) {
                return true;
            }
        }
        return false;
    }
}
