package io.zoomhosts.licences;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A row of the topic of the report hosts. Users' steps may have changed it, so any member may be missing or of another type.
 *
 * @param licenceType Zoom's {@code type}: 1 Basic, 2 Licensed, and others; null if unknown
 * @param createdNo the month of {@code create_time}; null if unknown
 * @param customAttributes JSON, as Zoom sent it; null if missing
 */
record ReceivedRow(
        String runId,
        ListWindow window,
        String id,
        Integer licenceType,
        Long meetings,
        Long participants,
        Long meetingMinutes,
        Integer createdNo,
        String email,
        String userName,
        String dept,
        String lastLoginTime,
        String createTime,
        String customAttributes) {

    /** Whoever has such a number of meetings is believed to have hosted. */
    static final long UNREADABLE = -1;

    private static final Pattern MONTH = Pattern.compile("(\\d{4})-(0[1-9]|1[0-2])-.*", Pattern.DOTALL);
    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

    /** @throws IllegalArgumentException if the record is no row of the report hosts; the message contains no data */
    static ReceivedRow of(JsonNode row) {
        JsonNode report = row.path("report");
        ListWindow window = ListWindow.in(report);
        String runId = runId(report);
        JsonNode id = row.path("id");
        if (!id.isTextual() || id.textValue().isEmpty() || id.textValue().length() > 300) {
            throw new IllegalArgumentException("it has no id");
        }
        Long type = number(row, "type");
        String createTime = text(row, "create_time");
        JsonNode custom = row.path("custom_attributes");
        return new ReceivedRow(
                runId,
                window,
                storable(id.textValue()),
                type == null || type > Integer.MAX_VALUE || type == UNREADABLE ? null : type.intValue(),
                number(row, "meetings"),
                number(row, "participants"),
                number(row, "meeting_minutes"),
                month(createTime),
                text(row, "email"),
                text(row, "user_name"),
                text(row, "dept"),
                text(row, "last_login_time"),
                createTime,
                custom.isContainerNode() ? storable(custom.toString()) : null);
    }

    static String runId(JsonNode of) {
        String runId = of.path("run_id").asText();
        if (runId.isEmpty() || runId.length() > 2000) {
            throw new IllegalArgumentException("it has no run_id");
        }
        return storable(runId);
    }

    /** A number, also as text; null if it is missing; {@link #UNREADABLE} if it is anything else. */
    private static Long number(JsonNode row, String member) {
        JsonNode value = row.path(member);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        String text = value.asText();
        return NUMBER.matcher(text).matches() ? Long.valueOf(text) : UNREADABLE;
    }

    private static String text(JsonNode row, String member) {
        JsonNode value = row.path(member);
        return value.isValueNode() && !value.isNull() ? storable(value.asText()) : null;
    }

    /** PostgreSQL cannot store the character 0. */
    private static String storable(String text) {
        return text.indexOf('\0') < 0 ? text : text.replace("\0", "");
    }

    private static Integer month(String createTime) {
        Matcher date = MONTH.matcher(createTime == null ? "" : createTime);
        return date.matches() ? Integer.parseInt(date.group(1)) * 12 + Integer.parseInt(date.group(2)) - 1 : null;
    }
}
