package io.zoomhosts.licences;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.YearMonth;

/**
 * A run whose rows are all stored.
 *
 * @param monthNo the calendar month that its window is; null if it is not exactly one
 * @param listsAll whether its rows are all that Zoom has: unfiltered, and equal to Zoom's total
 * @param usable whether a month can be known from it: a whole month, settled, unfiltered, and equal to Zoom's total
 */
record WholeRun(int no, ListWindow window, Integer monthNo, boolean listsAll, boolean usable) {

    /** The columns of the view {@code checked_runs} that {@link #of} reads. */
    static final String COLUMNS = "run_no, account_id, type, from_date, to_date, month_no, lists_all, usable";

    static WholeRun of(ResultSet row) throws SQLException {
        ListWindow window = new ListWindow(
                row.getString("account_id"),
                row.getString("type"),
                row.getObject("from_date", LocalDate.class),
                row.getObject("to_date", LocalDate.class));
        return new WholeRun(
                row.getInt("run_no"),
                window,
                row.getObject("month_no", Integer.class),
                row.getBoolean("lists_all"),
                row.getBoolean("usable"));
    }

    /** The number of the month in which its window ends. */
    int lastMonthNo() {
        return Months.number(YearMonth.from(window.to()));
    }

    /** Whether a row is of a host who hosted. If a row of the list of those who did not has meetings, it is believed. */
    boolean isOfHosted(ResultSet row) throws SQLException {
        return window.isActive() || row.getLong("meetings") != 0 || row.getLong("meeting_minutes") != 0;
    }
}
