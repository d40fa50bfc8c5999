package io.zoomhosts.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Set;

/**
 * A run as its record in the topic of runs tells of it. What others wrote there may lack anything.
 *
 * @param key of the record: {@code <account_id>/<report>/<window>}
 * @param value of the record, as it is in the topic
 * @param event the same, read
 * @param hasRows whether the topic of its rows is still the one that they were published to, and not one created anew
 */
public record RecordedRun(String key, String value, JsonNode event, boolean hasRows) {

    private static final Set<String> NOT_VARIED = Set.of("name", "account_id", "from", "to");

    public String id() {
        return event.path("run_id").asText();
    }

    public boolean isComplete() {
        return event.path("status").asText().equals("complete");
    }

    public boolean isFailed() {
        return event.path("status").asText().equals("failed");
    }

    /** A member of {@code report}: for example {@code account_id}; empty where it is missing. */
    public String reported(String member) {
        return event.path("report").path(member).asText();
    }

    /** Report and window for people: {@code hosts active 2026-10-01 to 2026-10-31}. */
    public String window() {
        StringBuilder window = new StringBuilder(reported("name"));
        event.path("report").properties().forEach(member -> {
            if (!NOT_VARIED.contains(member.getKey())) {
                window.append(' ').append(member.getValue().asText());
            }
        });
        return window + " " + reported("from") + " to " + reported("to");
    }

    /** Null where the record does not say. */
    public Instant finishedAt() {
        try {
            return Instant.parse(event.path("finished_at").asText());
        } catch (DateTimeException unknown) {
            return null;
        }
    }
}
