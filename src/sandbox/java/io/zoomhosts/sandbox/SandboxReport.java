package io.zoomhosts.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Predicate;

/**
 * A report of the sandbox: its path, how it is asked, and how its rows are wrapped. Immutable; each method but the accessors
 * returns a changed copy.
 *
 * @param path below {@code /v2/report/}, with {@code {userId}}, {@code {meetingId}} or {@code {webinarId}} for its subject
 * @param scope the granular scope, without {@code report:read:} and {@code :admin}
 * @param member of the answer that contains the rows; {@link #WHOLE} if the only row is the answer itself
 * @param dates how it is asked for its days
 * @param echo what an answer repeats of the request
 * @param isPaged whether it has pages, with {@code next_page_token} and {@code page_size}
 * @param hasTotals whether the answer to a request has {@code page_count} and {@code total_records}
 * @param rows its rows
 */
record SandboxReport(
        String path,
        String scope,
        String member,
        AskedDates dates,
        Echo echo,
        boolean isPaged,
        Predicate<ReportRequest> hasTotals,
        Rows rows) {

    static final String WHOLE = ".";

    /** The rows of a report. */
    @FunctionalInterface
    interface Rows {
        /**
         * All rows, in the order of the pages.
         *
         * @throws Refused if Zoom answers with an error instead
         */
        List<ObjectNode> of(ReportRequest request) throws Refused;
    }

    /** A report with pages, without totals and echo, that is asked by {@code from} and {@code to}. */
    static SandboxReport at(String path, String scope, String member, Rows rows) {
        AskedDates dates =
                path.contains("{meetingId}") || path.contains("{webinarId}") ? AskedDates.NONE : AskedDates.REQUIRED;
        return new SandboxReport(path, scope, member, dates, Echo.NONE, true, request -> false, rows);
    }

    SandboxReport asked(AskedDates other) {
        return new SandboxReport(path, scope, member, other, echo, isPaged, hasTotals, rows);
    }

    SandboxReport echoing(Echo other) {
        return new SandboxReport(path, scope, member, dates, other, isPaged, hasTotals, rows);
    }

    SandboxReport withoutPages() {
        return new SandboxReport(path, scope, member, dates, echo, false, hasTotals, rows);
    }

    SandboxReport withTotals(Predicate<ReportRequest> which) {
        return new SandboxReport(path, scope, member, dates, echo, isPaged, which, rows);
    }

    /** Scopes of which an access token needs one. */
    List<String> scopes() {
        return List.of("report:read:admin", "report:read:" + scope + ":admin");
    }

    boolean isOfMeeting() {
        return path.contains("{meetingId}");
    }

    boolean isOfWebinar() {
        return path.contains("{webinarId}");
    }
}
