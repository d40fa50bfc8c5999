package io.zoomhosts.licences;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/**
 * A run event of the report hosts. Members that are missing or of another type count as the worst case: not settled, filtered.
 *
 * @param rows how many rows the run has in the topic; null if unknown
 * @param filtered rows that users' steps left out; null if unknown
 * @param failure why it failed; null if it is complete
 */
record AnnouncedRun(
        String runId,
        ListWindow window,
        boolean complete,
        Long rows,
        Long filtered,
        Long rejected,
        boolean mismatch,
        boolean settled,
        String failure,
        OffsetDateTime finishedAt) {

    /** @throws IllegalArgumentException if the record is no run of the report hosts; the message contains no data */
    static AnnouncedRun of(JsonNode event) {
        String status = event.path("status").asText();
        if (!status.equals("complete") && !status.equals("failed")) {
            throw new IllegalArgumentException("it is no run event");
        }
        String runId = ReceivedRow.runId(event);
        ListWindow window = ListWindow.in(event.path("report"));
        OffsetDateTime finishedAt;
        try {
            finishedAt =
                    OffsetDateTime.parse(event.path("finished_at").asText()).withOffsetSameInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("it does not say when the run finished", e);
        }
        String kind = event.path("error").path("kind").asText();
        return new AnnouncedRun(
                runId,
                window,
                status.equals("complete"),
                number(event, "rows"),
                number(event, "filtered"),
                number(event, "rejected"),
                !event.path("mismatch").isMissingNode()
                        && !event.path("mismatch").isNull()
                        && !isFalse(event.path("mismatch")),
                event.path("settled").isBoolean() && event.path("settled").booleanValue(),
                status.equals("complete") ? null : kind.substring(0, Math.min(100, kind.length())),
                finishedAt);
    }

    private static boolean isFalse(JsonNode value) {
        return value.isBoolean() && !value.booleanValue();
    }

    private static Long number(JsonNode event, String member) {
        JsonNode value = event.path(member);
        return value.isIntegralNumber() && value.canConvertToLong() ? value.longValue() : null;
    }
}
