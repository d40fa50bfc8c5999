package io.zoomhosts.licences.oracle;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A host of the script.
 *
 * @param index its number among all hosts
 * @param nth its number among the account's hosts with the same scenario
 */
record ScriptedHost(LicenceScript script, long index, AccountScenario account, HostScenario scenario, long nth) {

    private static final List<String> GIVEN = List.of("Amina", "Björn", "Chloé", "Dmitri", "Eleni", "Hiroshi", "Zoë");
    private static final List<String> FAMILY = List.of("Chen", "Dvořák", "Haddad", "Kowalski", "Nguyen", "Şahin");
    private static final List<String> DEPARTMENTS = List.of("Business", "Engineering", "R&D", "Sales/EMEA", "");
    private static final List<String> FORMULAS =
            List.of("=1+1", "+1", "-1", "@SUM(A1)", "\t=1+1", "\r=1+1", "=\"a\",1");

    /** In JSON notation. */
    private static final List<String> AWKWARD = List.of(
            "\"\\u05e9\\u05e8\\u05d4 \\u05db\\u05d4\\u05df\"", // Hebrew
            "\"\\u202egnirts\\u202c reversed\"",
            "\"Zo\u00eb \ud83d\ude80 M\u00fcller\"",
            "\"<script>alert('x')</script><b>&amp;\"",
            "\"zero\\u0000byte\"", // PostgreSQL has no text with it
            "\"half \\ud83d of a pair\"",
            "\"Room 4\\tFloor 2\\r\\nBuilding C\"",
            "\"one\\u2028line\"",
            "\"\\\"O'Neill\\\"; drop table hosts; --\"",
            "\"${env:HOME} {{zoom.client-secret}} ${body} %s %n\"",
            "\" padded \"",
            "\"\"");

    String id() {
        SplittableRandom random = new SplittableRandom(script.seed() + 31 * subject());
        byte[] bytes = ByteBuffer.allocate(16)
                .putLong(random.nextLong())
                .putLong(subject())
                .array();
        return switch (scenario) {
            case ID_IN_LOWER_CASE_IDLE -> "id" + HexFormat.of().formatHex(bytes);
            case ID_IN_UPPER_CASE_HOSTING ->
                "ID" + HexFormat.of().withUpperCase().formatHex(bytes);
            case ID_WITH_SLASHES -> "+/" + Base64.getEncoder().encodeToString(bytes);
            default -> Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        };
    }

    /** Equal for hosts that share an id. */
    private long subject() {
        boolean even = account.ordinal() % 2 == 0;
        return switch (scenario) {
            case SAME_ID_IN_ANOTHER_ACCOUNT_IDLE -> -1 - 2 * nth - (even ? 0 : 1);
            case SAME_ID_IN_ANOTHER_ACCOUNT_HOSTING -> -1 - 2 * nth - (even ? 1 : 0);
            case ID_IN_UPPER_CASE_HOSTING -> index - 1; // that of ID_IN_LOWER_CASE_IDLE
            default -> index;
        };
    }

    private boolean isRenamedAt(int month) {
        return scenario == HostScenario.RENAMED && month < 4;
    }

    private String email(int month) {
        return switch (scenario) {
            case SAME_ADDRESS_IDLE, SAME_ADDRESS_HOSTING -> "shared." + nth + "@" + account.id() + ".example.com";
            default -> "host." + index + (isRenamedAt(month) ? ".married" : "") + "@example.com";
        };
    }

    private String name(int month) {
        long name = isRenamedAt(month) ? index + 1 : index;
        return GIVEN.get((int) (name % GIVEN.size())) + " " + FAMILY.get((int) (name / 7 % FAMILY.size()));
    }

    /** One host in each account has very long names; many would be most of the bytes of a large script. */
    private int lengthOfLongNames() {
        return nth == 0 ? 30_000 : 300;
    }

    /** Meetings in a month with meetings. */
    int meetings(int month) {
        return (int) (1 + (index + month) % 9);
    }

    /**
     * The host's row in a list, without the member {@code report}.
     *
     * @param month the month whose name, address and department it has
     * @param letter the host's letter in that list
     * @param collected when Zoom was asked
     */
    ObjectNode row(int month, char letter, boolean active, Instant collected) {
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        row.put("id", id());
        row.put("email", email(month));
        putName(row, month);
        putLicence(row, letter);
        putDepartment(row, month);
        putMeetings(row, month, letter, active);
        putCreateTime(row, collected);
        if (scenario == HostScenario.WRONG_TYPES) {
            row.put("last_login_time", false).put("last_client_version", 6.2);
            row.put("custom_attributes", "none");
        } else {
            row.put("last_login_time", "2026-01-07T08:00:00Z").put("last_client_version", "6.2.11.50939(win)");
        }
        if (index % 40 == 7) {
            row.put("employee_number", 9_007_199_254_740_993L).putNull("manager");
            row.putObject("location").putArray("floors").add(1).addNull();
        }
        return row;
    }

    private void putName(ObjectNode row, int month) {
        switch (scenario) {
            case AWKWARD_NAME -> row.putRawValue("user_name", new RawValue(AWKWARD.get((int) (nth % AWKWARD.size()))));
            case FORMULA -> row.put("user_name", FORMULAS.get((int) (nth % FORMULAS.size())));
            case LONG_NAME -> row.put("user_name", "Zo\u00eb".repeat(lengthOfLongNames() / 3));
            case WRONG_TYPES -> row.putObject("user_name").put("first", "Zoë");
            default -> row.put("user_name", name(month));
        }
    }

    private void putDepartment(ObjectNode row, int month) {
        switch (scenario) {
            case FORMULA -> row.put("dept", FORMULAS.get((int) ((nth + 1) % FORMULAS.size())));
            case LONG_NAME -> row.put("dept", "d".repeat(lengthOfLongNames()));
            case WRONG_TYPES -> row.put("dept", 7);
            case ID_WITH_SLASHES -> row.putNull("dept");
            default -> row.put("dept", DEPARTMENTS.get((int) ((index + (isRenamedAt(month) ? 1 : 0)) % 5)));
        }
    }

    private static void putLicence(ObjectNode row, char letter) {
        switch (letter) {
            case 'b', 'B' -> row.put("type", 1);
            case 'u' -> row.put("type", 4);
            case 'n' -> row.put("type", 99);
            case 'T' -> row.put("type", "2");
            default -> row.put("type", 2);
        }
    }

    private void putMeetings(ObjectNode row, int month, char letter, boolean active) {
        int meetings = active || letter == 'm' ? meetings(month) : 0;
        if (active && scenario == HostScenario.MANY_MEETINGS) {
            row.put("meetings", new BigInteger("123456789012345678901234567890"));
        } else if (letter == 't') {
            row.put("meetings", "3");
        } else if (!active && scenario == HostScenario.MEETINGS_NULL) {
            row.putNull("meetings").putNull("participants").putNull("meeting_minutes");
            return;
        } else if (!active && scenario == HostScenario.MEETINGS_MISSING) {
            return;
        } else {
            row.put("meetings", meetings);
        }
        row.put("participants", 3 * meetings).put("meeting_minutes", 30 * meetings);
    }

    private void putCreateTime(ObjectNode row, Instant collected) {
        String member = "create_time";
        switch (scenario.createTime) {
            case LONG_AGO -> row.put(member, "2019-09-13T16:20:30Z");
            case IN_MONTH -> row.put(member, time(script.month(scenario.created).atDay(14), LocalTime.NOON));
            case FIRST_SECOND ->
                row.put(member, time(script.month(scenario.created).atDay(1), LocalTime.MIDNIGHT));
            case LAST_SECOND -> row.put(member, lastSecond(script.month(scenario.created)));
            case AT_COLLECTION -> row.put(member, collected.toString());
            case MISSING -> row.remove(member);
            case NULL -> row.putNull(member);
            case EMPTY -> row.put(member, "");
            case NO_TIME -> row.put(member, "yesterday");
            case NO_DAY -> row.put(member, "2026-02-30T25:61:00Z");
            case OTHER_FORM ->
                row.put(
                        member,
                        List.of("2019-09-13", "2019-09-13 16:20:30", "2019-09-13T16:20:30+02:00", "1568391630")
                                .get((int) (nth % 4)));
        }
    }

    private static String lastSecond(YearMonth month) {
        return time(month.atEndOfMonth(), LocalTime.of(23, 59, 59));
    }

    private static String time(LocalDate day, LocalTime time) {
        return day.atTime(time).toInstant(ZoneOffset.UTC).toString();
    }
}
