package io.zoomhosts.licences;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * A host in a list of the page.
 *
 * @param name never null: the name, else the address, else the id
 * @param email null if there is none
 * @param department null if there is none
 * @param squares the newest months, oldest first
 * @param reasons in words
 * @param excluded until when and why the host keeps the licence; null if the file of exclusions does not name the host
 */
record HostRow(
        String address,
        String accountId,
        String id,
        String name,
        String email,
        String department,
        String verdict,
        String verdictWords,
        int monthsIdle,
        String lastHosted,
        List<Square> squares,
        String squareWords,
        List<String> reasons,
        String excluded) {

    /** Months of a row in the list: a year, and more if more months were asked for. */
    private static final int SHOWN = 12;

    /** The columns that {@link #of} reads. */
    static final String COLUMNS =
            "account_id, id, user_name, email, dept, verdict, months_idle, last_hosted_month, history,"
                    + " newest_no, reasons, excluded_until, excluded_because";

    /**
     * A month of a host.
     *
     * @param x place from the left in units of the drawing
     * @param asked whether the verdict is about this month
     */
    record Square(int x, String month, String symbol, String state, boolean asked) {

        static final int WIDTH = 16;
    }

    static HostRow of(ResultSet row, HostsQuery query) throws SQLException {
        String id = row.getString("id");
        String visibleId = Words.shown(id);
        String shownId = visibleId == null ? "(id without visible characters)" : visibleId;
        String userName = Words.shown(row.getString("user_name"));
        String email = Words.shown(row.getString("email"));
        String verdict = row.getString("verdict");
        LocalDate until = row.getObject("excluded_until", LocalDate.class);
        List<Square> squares = squares(row.getString("history"), row.getInt("newest_no"), query.months());
        return new HostRow(
                query.ofHost(row.getString("account_id"), id),
                row.getString("account_id"),
                shownId,
                userName != null ? userName : email != null ? email : shownId,
                email,
                Words.shown(row.getString("dept")),
                verdict,
                Words.verdict(verdict),
                row.getInt("months_idle"),
                Words.month(row.getString("last_hosted_month")),
                squares,
                words(squares),
                Words.reasons(row.getString("reasons")),
                until == null
                        ? null
                        : "until " + Words.day(until) + ": " + Words.shown(row.getString("excluded_because")));
    }

    /** The newest month of the squares. */
    public String newest() {
        return squares.get(squares.size() - 1).month();
    }

    /** The reasons in one sentence. */
    public String reasonWords() {
        String words = String.join("; ", reasons);
        return words.isEmpty() ? "" : words.substring(0, 1).toUpperCase(Locale.ENGLISH) + words.substring(1) + ".";
    }

    /** @param asked how many of the newest months the verdict is about */
    static List<Square> squares(String history, int newest, int asked) {
        List<Square> squares = new ArrayList<>();
        int shown = Math.max(SHOWN, asked);
        for (int ago = shown - 1; ago >= 0; ago--) {
            char letter = ago < history.length() ? history.charAt(ago) : '?';
            squares.add(new Square(
                    (shown - 1 - ago) * Square.WIDTH,
                    Words.shortMonth(newest - ago),
                    Words.symbol(letter),
                    Words.state(letter),
                    ago < asked));
        }
        return squares;
    }

    /** The months for those who cannot see them, newest first, neighbours with the same state together. */
    static String words(List<Square> squares) {
        List<Square> newestFirst = new ArrayList<>(squares);
        Collections.reverse(newestFirst);
        StringBuilder words = new StringBuilder();
        for (int first = 0, next; first < newestFirst.size(); first = next) {
            next = first + 1;
            while (next < newestFirst.size()
                    && newestFirst
                            .get(next)
                            .state()
                            .equals(newestFirst.get(first).state())) {
                next++;
            }
            words.append(words.isEmpty() ? "" : "; ")
                    .append(newestFirst.get(first).state());
            words.append(' ').append(newestFirst.get(first).month());
            if (next - first > 1) {
                words.append(" back to ").append(newestFirst.get(next - 1).month());
            }
        }
        return words.toString();
    }
}
