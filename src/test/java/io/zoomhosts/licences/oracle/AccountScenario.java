package io.zoomhosts.licences.oracle;

import static io.zoomhosts.licences.oracle.MonthScenario.ACTIVE_FAILED;
import static io.zoomhosts.licences.oracle.MonthScenario.ACTIVE_FILTERED;
import static io.zoomhosts.licences.oracle.MonthScenario.COLLECTED;
import static io.zoomhosts.licences.oracle.MonthScenario.FAILED_AND_COMPLETE;
import static io.zoomhosts.licences.oracle.MonthScenario.FAILED_LATER;
import static io.zoomhosts.licences.oracle.MonthScenario.FILTERED;
import static io.zoomhosts.licences.oracle.MonthScenario.INACTIVE_FAILED;
import static io.zoomhosts.licences.oracle.MonthScenario.IN_PARTS;
import static io.zoomhosts.licences.oracle.MonthScenario.NEVER_COLLECTED;
import static io.zoomhosts.licences.oracle.MonthScenario.NEWER_FILTERED;
import static io.zoomhosts.licences.oracle.MonthScenario.NEWER_NOT_WHOLE;
import static io.zoomhosts.licences.oracle.MonthScenario.NOT_SETTLED;
import static io.zoomhosts.licences.oracle.MonthScenario.PAGE_MISSING;
import static io.zoomhosts.licences.oracle.MonthScenario.ROWS_MISSING;
import static io.zoomhosts.licences.oracle.MonthScenario.TWICE;
import static io.zoomhosts.licences.oracle.MonthScenario.TWICE_OLDER_LAST;
import static io.zoomhosts.licences.oracle.MonthScenario.WITH_REJECTS;

import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What happens to the months of an account. The first three accounts have most of the hosts. */
enum AccountScenario {
    WHOLE(Map.of(2, FAILED_LATER, 3, FAILED_AND_COMPLETE, 4, WITH_REJECTS)),
    INACTIVE_LIST_FAILED(Map.of(4, INACTIVE_FAILED)),
    PAGE_MISSING_AND_TWICE(Map.of(1, TWICE, 2, TWICE_OLDER_LAST, 5, PAGE_MISSING)),
    ACTIVE_LIST_FAILED(Map.of(4, ACTIVE_FAILED)),
    HOSTS_FILTERED(Map.of(3, FILTERED)),
    NEWER_RUN_FILTERED(Map.of(4, NEWER_FILTERED)),
    MONTH_NOT_SETTLED(Map.of(4, NOT_SETTLED)),
    MONTH_MISSING(Map.of(3, NEVER_COLLECTED)),
    MONTH_IN_PARTS(Map.of(3, IN_PARTS)),
    SOME_ROWS_MISSING(Map.of(4, ROWS_MISSING)),
    NEWER_RUN_NOT_WHOLE(Map.of(3, NEWER_NOT_WHOLE)),
    NEWEST_INACTIVE_LIST_FAILED(Map.of(1, INACTIVE_FAILED)),
    NEWEST_MONTH_NOT_SETTLED(Map.of(1, NOT_SETTLED)),
    /** Nobody knows who hosted in the newest month. */
    NEWEST_ACTIVE_LIST_FAILED(Map.of(1, ACTIVE_FAILED)),
    /** The same, because a step left them out. */
    NEWEST_ACTIVE_LIST_FILTERED(Map.of(1, ACTIVE_FILTERED)),
    /** The program was installed last month. */
    ONE_MONTH(IntStream.rangeClosed(2, Life.MONTHS)
            .boxed()
            .collect(Collectors.toMap(Function.identity(), month -> NEVER_COLLECTED)));

    /** The accounts that have most of the hosts. */
    static final int MAIN = 3;

    private final Map<Integer, MonthScenario> months;

    AccountScenario(Map<Integer, MonthScenario> months) {
        this.months = months;
    }

    String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    MonthScenario month(int month) {
        return months.getOrDefault(month, COLLECTED);
    }

    /** The newest settled month. */
    int newest() {
        int month = 1;
        while (!month(month).isSettled()) {
            month++;
        }
        return month;
    }

    /** The oldest of the settled months that go back from the newest one without a gap. */
    int oldest() {
        int month = newest();
        while (month < Life.MONTHS && month(month + 1).isSettled()) {
            month++;
        }
        return month;
    }

    /** Whether the second run of the month to date failed for the list of active hosts. */
    boolean failsLaterInTheMonthToDate() {
        return this == INACTIVE_LIST_FAILED;
    }

    /** Whether a complete list of active hosts can save a host of the month, which is newer than the newest settled one. */
    boolean saves(int month) {
        return month < newest() && (month == 0 || month(month).completeActive);
    }

    /** Whether there is a complete list of inactive hosts of the month, which is newer than the newest settled one. */
    boolean savesByMeetings(int month) {
        return month < newest() && (month == 0 || month(month).hasCompleteInactive());
    }

    /** Whether there is a complete month that is over, newer than the newest settled one, and without a list of active hosts. */
    boolean hasLostAMonthSince() {
        for (int month = 1; month < newest(); month++) {
            if (!saves(month)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a list of active hosts of the month counts for {@code last_hosted_month}. */
    boolean knowsHosts(int month) {
        return saves(month) || month > 0 && month(month).usableActive;
    }
}
