package io.zoomhosts.licences;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;

/**
 * A window of the report hosts, as records name it in their member {@code report}.
 *
 * @param type the list: {@code active} hosts hosted a meeting in the window, {@code inactive} hosts did not
 */
record ListWindow(String accountId, String type, LocalDate from, LocalDate to) {

    static final String ACTIVE = "active";
    static final String INACTIVE = "inactive";

    /**
     * @param report the member {@code report} of a record
     * @throws IllegalArgumentException if it names no window of the report hosts; the message contains no data
     */
    static ListWindow in(JsonNode report) {
        String type = report.path("type").asText();
        String accountId = report.path("account_id").asText();
        if (!report.path("name").asText().equals("hosts")
                || !type.equals(ACTIVE) && !type.equals(INACTIVE)
                || accountId.isEmpty()
                || accountId.length() > 300) {
            throw new IllegalArgumentException("it belongs to no window of the report hosts");
        }
        try {
            return new ListWindow(
                    accountId,
                    type,
                    LocalDate.parse(report.path("from").asText()),
                    LocalDate.parse(report.path("to").asText()));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("the dates of its window are no dates", e);
        }
    }

    boolean isActive() {
        return type.equals(ACTIVE);
    }

    /** The number of the calendar month that the window is, year * 12 + month - 1; null if it is not exactly one. */
    Integer monthNo() {
        YearMonth month = YearMonth.from(from);
        return from.getDayOfMonth() == 1 && to.equals(month.atEndOfMonth()) ? Months.number(month) : null;
    }
}
