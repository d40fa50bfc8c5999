package io.zoomhosts.sandbox;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Base64;

/**
 * The rows of the report as JSON text, with fields in the order of the published sample. Text, because a number such as
 * 1.10 must reach the client unchanged. A row is a pure function of the host and the window.
 */
final class HostRow {
    /** The first row of the published sample: an active host, the same in every window. */
    static final String SAMPLE_ACTIVE = "{\"create_time\":\"2019-09-13T16:20:30Z\",\"dept\":\"\","
            + "\"email\":\"reag12343@gmail.com\",\"id\":\"BzBAAAAAAAfprg\","
            + "\"last_client_version\":\"4.4.1242.0623(win)\",\"last_login_time\":\"2019-09-13T16:21:40Z\","
            + "\"meeting_minutes\":5,\"meetings\":1,\"participants\":5,\"type\":1,\"user_name\":\"cbcvbvcbvbc\"}";

    /** The second row of the published sample: an inactive host, the same in every window. */
    static final String SAMPLE_INACTIVE = "{\"create_time\":\"2019-07-23T00:27:34Z\",\"dept\":\"Business\","
            + "\"email\":\"mynewemailgoog@gmail.com\",\"id\":\"0CAAAAA6jxcA\","
            + "\"last_client_version\":\"4.4.1242.0623(win)\",\"last_login_time\":\"2019-07-23T00:28:00Z\","
            + "\"meeting_minutes\":0,\"meetings\":0,\"participants\":0,\"type\":1,\"user_name\":\"xgdzgdfg\"}";

    private static final String[] CLIENTS = {
        "6.2.11.50939(win)", "6.3.0.44805(mac)", "6.1.10.25260(iphone)", "5.17.11.3835(linux)", "6.2.7.28022(android)"
    };
    private static final String FILLER_END = "\"}]";

    private HostRow() {}

    /** @param width minimum width in bytes; a narrower row is padded */
    static String of(Host host, SandboxWindow window, Usage usage, int width) {
        String row = row(host, window, usage, customAttributes(host.dice(), host.number()));
        if (width == 0 || bytes(row) >= width) {
            return row;
        }
        int room = width - bytes(row(host, window, usage, ""));
        return row(host, window, usage, filler(host.dice(), room));
    }

    private static String row(Host host, SandboxWindow window, Usage usage, String customAttributes) {
        SeededRandom dice = host.dice();
        int index = host.number();
        int licence = host.licence();
        Instant created = host.created();
        Instant lastLogin = lastLogin(dice, window, usage);
        StringBuilder row = new StringBuilder(512);
        row.append("{\"create_time\":\"").append(created).append('"');
        row.append(customAttributes);
        row.append(",\"dept\":").append(SandboxAnswer.quoted(host.department()));
        row.append(",\"email\":").append(SandboxAnswer.quoted(host.email()));
        row.append(",\"id\":\"").append(id(dice, index)).append('"');
        // A new host, or one that never had a licence, may never have signed in.
        if ((usage.meetings() > 0 || licence < 4) && lastLogin.isAfter(created)) {
            row.append(",\"last_client_version\":\"")
                    .append(CLIENTS[dice.below(CLIENTS.length, 22)])
                    .append("\",\"last_login_time\":\"")
                    .append(lastLogin)
                    .append('"');
        }
        row.append(",\"meeting_minutes\":").append(usage.meetingMinutes());
        row.append(",\"meetings\":").append(usage.meetings());
        row.append(",\"participants\":").append(usage.participants());
        row.append(",\"type\":").append(licence);
        row.append(",\"user_name\":").append(host.name());
        unknownFields(row, index);
        return row.append('}').toString();
    }

    /**
     * An id like Zoom's: 16 bytes in base64url without padding; for some hosts in plain base64 with {@code +}, {@code /} and
     * {@code =}. Half of the bytes are a bijection of the index, so no two hosts share an id.
     */
    static String id(SeededRandom host, int index) {
        byte[] bytes = new byte[16];
        long unique = host.number(23);
        long filler = host.number(24);
        for (int i = 0; i < 8; i++) {
            bytes[i] = (byte) (unique >>> 8 * i);
            bytes[8 + i] = (byte) (filler >>> 8 * i);
        }
        if (index % 40 != 19) {
            return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        }
        bytes[9] = (byte) 0xFB; // these three are "+/+/"
        bytes[10] = (byte) 0xFF;
        bytes[11] = (byte) 0xBF;
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** In the window for an active host, otherwise before it. */
    private static Instant lastLogin(SeededRandom host, SandboxWindow window, Usage usage) {
        int days = (int) ChronoUnit.DAYS.between(window.from(), window.to()) + 1;
        LocalDate day = usage.meetings() > 0
                ? window.to().minusDays(host.below(days, 25))
                : window.from().minusDays(1L + host.below(300, 25));
        return day.atStartOfDay(ZoneOffset.UTC).toInstant().plusSeconds(host.below(86_400, 26));
    }

    /** An array today, an object in older contracts, missing for hosts without any. */
    private static String customAttributes(SeededRandom host, int index) {
        int costCentre = 1000 + host.below(9000, 27);
        return switch (index % 40) {
            case 20 -> ",\"custom_attributes\":{\"Cost Centre\":\"" + costCentre + "\"}";
            case 21, 22 -> ",\"custom_attributes\":[]";
            case 23, 24, 25, 26, 27 -> "";
            default ->
                ",\"custom_attributes\":[{\"key\":\"cbf_cywdkexrtqc73f97gd4w6g\",\"name\":\"Cost Centre\",\"value\":\""
                        + costCentre + "\"}]";
        };
    }

    /** An array of that many bytes with one attribute, whose value is empty if there is no room for one. */
    private static String filler(SeededRandom host, int bytes) {
        StringBuilder member = new StringBuilder(bytes)
                .append(",\"custom_attributes\":[{\"key\":\"cbf_9\",\"name\":\"Notes\",\"value\":\"");
        int value = Math.max(0, bytes - member.length() - FILLER_END.length());
        StringBuilder digits = new StringBuilder(value + 16);
        for (int nth = 0; digits.length() < value; nth++) {
            digits.append(Long.toHexString(host.number(100 + nth)));
        }
        return member.append(digits, 0, value).append(FILLER_END).toString();
    }

    private static int bytes(String row) {
        return row.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Undocumented fields, as they appear in Zoom's answers without notice. */
    private static void unknownFields(StringBuilder row, int index) {
        switch (index % 40) {
            case 30 -> row.append(",\"pronouns\":\"she/her\"");
            case 31 -> row.append(",\"manager\":null");
            case 32 -> row.append(",\"location\":{\"site\":{\"city\":\"Zürich\",\"floors\":[1,2,null]},\"desk\":{}}");
            case 33 -> row.append(",\"employee_number\":9007199254740993"); // 2^53 + 1, not a double
            case 34 -> row.append(",\"cost_rate\":1.10"); // not 1.1
            case 35 -> row.append(",\"share\":1E+2,\"precise\":0.1000000000000000055511151231257827");
            default -> {}
        }
    }
}
