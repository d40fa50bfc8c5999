package io.zoomhosts.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.List;

/**
 * {@code /report/cloud_recording}: a row for each day with the storage that is held on it, as strings with a unit. What a day
 * records is kept for a week.
 */
final class CloudRecordingReport implements SandboxReport.Rows {
    private static final int KEPT_DAYS = 7;
    private static final int MEGABYTES_OF_A_MINUTE = 3;
    private static final BigDecimal GIGABYTE = BigDecimal.valueOf(1_024);

    private final Meetings meetings;

    CloudRecordingReport(Meetings meetings) {
        this.meetings = meetings;
    }

    @Override
    public List<ObjectNode> of(ReportRequest request) {
        return Json.rows(request.from().datesUntil(request.to().plusDays(1)).toList(), day -> Json.object()
                .put("date", day.toString())
                .put("free_usage", "Unlimited")
                .put("plan_usage", "3 TB")
                .put("usage", usage(day, request)));
    }

    private String usage(LocalDate day, ReportRequest request) {
        int megabytes = MEGABYTES_OF_A_MINUTE
                * meetings.ended(day.minusDays(KEPT_DAYS), day, request.now())
                        .filter(meeting -> meeting.features().contains("record_to_cloud"))
                        .mapToInt(SandboxMeeting::minutes)
                        .sum();
        return megabytes < GIGABYTE.intValue()
                ? megabytes + " MB"
                : BigDecimal.valueOf(megabytes).divide(GIGABYTE, 1, RoundingMode.HALF_UP) + " GB";
    }
}
