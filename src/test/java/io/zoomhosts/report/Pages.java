package io.zoomhosts.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Pages of the report hosts, and their rows. */
final class Pages {

    private Pages() {}

    /** The only row of a page with this array of rows. */
    static Row onlyRow(String rows) throws IOException {
        return onlyRow("", rows);
    }

    /** @param before beginning of the page */
    static Row onlyRow(String before, String rows) throws IOException {
        Page page = HostReport.read(before + "{\"from\":\"2026-10-01\",\"users\":" + rows + ",\"to\":\"2026-10-31\"}");
        assertThat(page.rows()).hasSize(1);
        assertThat(page.to()).isEqualTo("2026-10-31");
        return page.rows().get(0);
    }

    /** Rows that are not rejected. */
    static List<Row> events(Page page) {
        return page.rows().stream().filter(row -> row.reject() == null).toList();
    }

    /** Rejected rows. */
    static List<Row> rejects(Page page) {
        return page.rows().stream().filter(row -> row.reject() != null).toList();
    }

    /** Totals of the report hosts by Zoom's names; null for an unknown one. */
    static Map<String, Long> totals(Long records, Long meetings, Long participants, Long meetingMinutes) {
        Map<String, Long> totals = new LinkedHashMap<>();
        totals.put("total_records", records);
        totals.put("total_meetings", meetings);
        totals.put("total_participants", participants);
        totals.put("total_meeting_minutes", meetingMinutes);
        return totals;
    }
}
