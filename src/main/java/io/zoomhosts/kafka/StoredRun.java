package io.zoomhosts.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import java.time.Instant;
import java.util.Optional;

/**
 * A record of the topic of runs, not parsed yet: most records of a long history are never needed. Other programs may write there
 * too.
 *
 * @param key of the record: {@code <account_id>/<report>/<window>}
 * @param type of the event, from its header; null if there is none
 * @param writtenAt the time of the record, by the clock of its process or of the brokers
 * @param hasRows whether the topic of its rows still exists and was not deleted and created again
 */
public record StoredRun(String key, String value, String type, Instant writtenAt, boolean hasRows) {

    private static final ObjectReader JSON =
            ExactJson.MAPPER.reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** Parses the run; empty if the record is not JSON. */
    public Optional<RecordedRun> parse() {
        try {
            return Optional.of(new RecordedRun(key, value, JSON.readTree(value), hasRows));
        } catch (JsonProcessingException | IllegalArgumentException notARun) {
            return Optional.empty();
        }
    }

    /** Whether the run is complete, as far as that can be told without parsing a record that has a type. */
    boolean isComplete() {
        return type == null ? parse().filter(RecordedRun::isComplete).isPresent() : type.equals(RunRecord.COMPLETED);
    }
}
