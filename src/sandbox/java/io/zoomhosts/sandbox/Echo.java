package io.zoomhosts.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What an answer repeats of its request. */
enum Echo {
    NONE,
    /** {@code from} and {@code to}. */
    DATES,
    /** {@code from} and {@code to} with a time, which is midnight. */
    DATE_TIMES,
    /** {@code year} and {@code month} as numbers. */
    YEAR_MONTH,
    /** {@code id}, {@code uuid} and {@code start_time} of the meeting, whichever of them the path names. */
    MEETING;

    void write(ObjectNode body, ReportRequest request) {
        switch (this) {
            case NONE -> {}
            case DATES ->
                body.put("from", request.from().toString())
                        .put("to", request.to().toString());
            case DATE_TIMES ->
                body.put("from", Times.iso(Times.midnight(request.from())))
                        .put("to", Times.iso(Times.midnight(request.to())));
            case YEAR_MONTH ->
                body.put("year", request.from().getYear())
                        .put("month", request.from().getMonthValue());
            case MEETING -> {
                SandboxMeeting meeting = request.theMeeting();
                body.put("id", meeting.id()).put("uuid", meeting.uuid()).put("start_time", Times.iso(meeting.start()));
            }
        }
    }
}
