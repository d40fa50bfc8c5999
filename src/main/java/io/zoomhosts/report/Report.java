package io.zoomhosts.report;

/**
 * A report of Zoom's Reports chapter, as its route file describes it. Nothing else in the program knows about hosts.
 *
 * @param path the resource below the API's address, for example {@code /report/users}
 * @param query the query of its first page, values not encoded, for example {@code type=active&from=2026-10-01}; a
 *     parameter without a value is left out of the request
 * @param rows the array member of a page that holds the rows, for example {@code users}
 * @param key the member of a row that becomes the record's key, for example {@code id}
 * @param topic where the rows go; runs go to {@code <topic>.runs}, rows without a key to {@code <topic>.dlq}
 * @param eventType CloudEvents type of a row's record
 * @param scope what the Zoom app must be allowed, named where Zoom refuses the report
 */
public record Report(String path, String query, String rows, String key, String topic, String eventType, String scope) {

    /** The member that zoom-hosts adds to every event: which report the row is from. */
    public static final String MEMBER = "report";

    public String runsTopic() {
        return topic + ".runs";
    }

    public String dlqTopic() {
        return topic + ".dlq";
    }
}
