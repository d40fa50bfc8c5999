package io.zoomhosts.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Set;

/**
 * A run, as read from the topic of runs. Other programs may write there too, so any member may be missing.
 *
 * @param key of the record: {@code <account_id>/<report>/<window>}
 * @param value of the record, unchanged
 * @param event the value, parsed
 * @param hasRows whether the topic of its rows still exists and was not deleted and created again
 */
public record RecordedRun(String key, String value, JsonNode event, boolean hasRows) {

    private static final String PART = "part";

    private static final Set<String> NOT_VARIED = Set.of("name", "account_id", "from", "to", PART);

    public String id() {
        return event.path("run_id").asText();
    }

    public boolean isComplete() {
        return event.path("status").asText().equals("complete");
    }

    public boolean isFailed() {
        return event.path("status").asText().equals("failed");
    }

    /** A member of {@code report}: for example {@code account_id}; empty if it is missing. */
    public String reported(String member) {
        return event.path("report").path(member).asText();
    }

    /** Report and window as readable text: {@code hosts active 2026-10-01 to 2026-10-31}. */
    public String window() {
        StringBuilder window = new StringBuilder(reported("name"));
        event.path("report").properties().forEach(member -> {
            if (!NOT_VARIED.contains(member.getKey())) {
                window.append(' ').append(member.getValue().asText());
            }
        });
        String part = reported(PART);
        return window + " " + reported("from") + " to " + reported("to") + (part.isEmpty() ? "" : ", part " + part);
    }

    /** When the run ended; null if the record does not contain it. */
    public Instant finishedAt() {
        try {
            return Instant.parse(event.path("finished_at").asText());
        } catch (DateTimeException unknown) {
            return null;
        }
    }
}
