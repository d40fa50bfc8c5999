package io.zoomhosts.licences;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What is known of one list of one calendar month of an account.
 *
 * @param month {@code yyyy-mm}
 * @param type the list, active or inactive
 * @param state {@code settled}: it counts. Otherwise the month is unknown: {@code missing} (never collected), {@code failed},
 *     {@code not-settled} (collected too soon), {@code filtered}, {@code mismatch}, {@code rows-missing} (not all rows that
 *     the run announced are in the topic)
 * @param failure the kind of failure if it failed
 * @param runId the run that decided; null if there is none
 * @param collectedAt when that run finished, RFC 3339
 * @param hosts rows of that run
 * @param rejected rows without an id, which are not among them
 */
public record MonthState(
        @JsonProperty("account_id") String accountId,
        @JsonProperty("month") String month,
        @JsonProperty("type") String type,
        @JsonProperty("state") String state,
        @JsonProperty("failure") String failure,
        @JsonProperty("run_id") String runId,
        @JsonProperty("collected_at") String collectedAt,
        @JsonProperty("hosts") Long hosts,
        @JsonProperty("rejected") Long rejected) {

    @JsonIgnore
    public boolean isSettled() {
        return state.equals("settled");
    }
}
