package io.zoomhosts.licences;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * The answer about an account in numbers.
 *
 * @param newestSettledMonth {@code yyyy-mm}; null if no month is settled
 * @param monthsInARow settled months without a gap, back from the newest one
 * @param licences hosts who hold a licence in the newest settled month
 * @param idle those whose verdict is idle, excluded ones among them
 * @param excluded idle ones that an exclusion of the file names
 * @param free seats that are free: idle and not excluded
 * @param unknown why a month that was asked for is unknown, in sentences; empty if all of them are known
 */
public record AccountSummary(
        @JsonProperty("account_id") String accountId,
        @JsonProperty("newest_settled_month") String newestSettledMonth,
        @JsonProperty("months_in_a_row") int monthsInARow,
        @JsonProperty("licences") long licences,
        @JsonProperty("idle") long idle,
        @JsonProperty("excluded") long excluded,
        @JsonProperty("free") long free,
        @JsonProperty("unknown") List<String> unknown) {}
