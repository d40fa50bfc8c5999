package io.zoomhosts.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;

/**
 * A run as its record in the topic of runs tells of it. What others wrote there may lack anything.
 *
 * @param key of the record: the window
 * @param value of the record, as it is in the topic
 * @param event the same, read
 * @param hasHosts whether the topic of its hosts is still the one that they were published to, and not one created anew
 */
public record RecordedRun(String key, String value, JsonNode event, boolean hasHosts) {

    public String id() {
        return event.path("run_id").asText();
    }

    public boolean isComplete() {
        return event.path("status").asText().equals("complete");
    }

    public boolean isFailed() {
        return event.path("status").asText().equals("failed");
    }

    /** A member of {@code report}: {@code account_id}, {@code type}, {@code from}, {@code to}; empty where it is missing. */
    public String reported(String member) {
        return event.path("report").path(member).asText();
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
