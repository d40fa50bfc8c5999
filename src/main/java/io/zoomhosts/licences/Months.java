package io.zoomhosts.licences;

import java.time.LocalDate;
import java.time.YearMonth;

/** Calendar months as numbers, year * 12 + month - 1, so that neighbours differ by one. */
final class Months {

    private Months() {}

    static int number(YearMonth month) {
        return month.getYear() * 12 + month.getMonthValue() - 1;
    }

    static YearMonth month(int number) {
        return YearMonth.of(number / 12, number % 12 + 1);
    }

    /**
     * The newest month that can be settled: a month is settled if it was collected two days after its end, and the schedule
     * does so on the third day of the next month.
     */
    static int newestThatCanBeSettled(LocalDate today) {
        return number(YearMonth.from(today.minusDays(3))) - 1;
    }
}
