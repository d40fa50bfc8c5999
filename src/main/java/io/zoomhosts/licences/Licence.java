package io.zoomhosts.licences;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * A host that holds a licence, and the verdict: a row of the view {@code idle_licences}, which docs/licences.md describes column
 * by column.
 */
public record Licence(
        @JsonProperty("account_id") String accountId,
        @JsonProperty("id") String id,
        @JsonProperty("email") String email,
        @JsonProperty("user_name") String userName,
        @JsonProperty("dept") String dept,
        @JsonProperty("licence_type") int licenceType,
        @JsonProperty("months_idle") int monthsIdle,
        @JsonProperty("last_hosted_month") String lastHostedMonth,
        @JsonProperty("last_login_time") String lastLoginTime,
        @JsonProperty("create_time") String createTime,
        @JsonProperty("known_since") String knownSince,
        @JsonProperty("verdict") String verdict,
        @JsonProperty("reasons") List<String> reasons) {

    /** The columns, in their order: the names of the members. */
    static final List<String> COLUMNS = Stream.of(Licence.class.getRecordComponents())
            .map(member ->
                    member.getAccessor().getAnnotation(JsonProperty.class).value())
            .toList();

    static Licence of(ResultSet row) throws SQLException {
        String reasons = row.getString("reasons");
        return new Licence(
                row.getString("account_id"),
                row.getString("id"),
                row.getString("email"),
                row.getString("user_name"),
                row.getString("dept"),
                row.getInt("licence_type"),
                row.getInt("months_idle"),
                row.getString("last_hosted_month"),
                row.getString("last_login_time"),
                row.getString("create_time"),
                row.getString("known_since"),
                row.getString("verdict"),
                reasons.isEmpty() ? List.of() : List.of(reasons.split(" ")));
    }

    /** The values as text, in the order of the columns; null where there is none. */
    List<String> values() {
        return Arrays.asList(
                accountId,
                id,
                email,
                userName,
                dept,
                String.valueOf(licenceType),
                String.valueOf(monthsIdle),
                lastHostedMonth,
                lastLoginTime,
                createTime,
                knownSince,
                verdict,
                String.join(" ", reasons));
    }
}
