package io.zoomhosts.licences.oracle;

import java.util.List;

/**
 * What happens to a host, and the right verdict in an account whose eight months are all settled.
 *
 * <p>The verdicts are for 1, 2, 3 and 6 months: {@code I} idle, {@code A} active, {@code N} too new, {@code U} unknown; four
 * hyphens for a host that is not listed, because it holds no licence in the newest settled month.
 */
enum HostScenario {
    // Idle for so many months
    IDLE_FOR_1_MONTH("i|ihhhhhhh", "IAAA", "hosted until the month before the newest"),
    IDLE_FOR_2_MONTHS("i|iihhhhhh", "IIAA", "hosted three months ago"),
    IDLE_FOR_3_MONTHS("i|iiihhhhh", "IIIA", "hosted four months ago"),
    IDLE_FOR_4_MONTHS("i|iiiihhhh", "IIIA", "hosted five months ago"),
    IDLE_FOR_5_MONTHS("i|iiiiihhh", "IIIA", "hosted six months ago"),
    IDLE_FOR_6_MONTHS("i|iiiiiihh", "IIII", "hosted seven months ago"),
    IDLE_FOR_7_MONTHS("i|iiiiiiih", "IIII", "hosted eight months ago"),
    IDLE_FOR_8_MONTHS("i|iiiiiiii", "IIII", "never hosted"),

    // Hosted
    HOSTS_EVERY_MONTH("h|hhhhhhhh", "AAAA", "hosts every month"),
    HOSTED_IN_THE_NEWEST_MONTH_ONLY("i|hiiiiiii", "AAAA", "hosted in the newest month"),
    HOSTED_NOW_AND_THEN("i|iihiihii", "IIAA", "months without a meeting before and after one with a meeting"),
    HOSTED_ONCE_SIX_MONTHS_AGO("i|iiiiihii", "IIIA", "the oldest of six months has a meeting"),
    HOSTED_IN_THE_MONTH_TO_DATE_ONLY("h|iiiiiiii", "AAAA", "the month to date saves the host"),
    MOVED_WHILE_PAGING_THE_MONTH_TO_DATE("x|iiiiiiii", "AAAA", "in both lists of the month to date: hosted"),
    MOVED_WHILE_PAGING_THE_NEWEST_MONTH("i|xiiiiiii", "AAAA", "in both lists: hosted"),
    MOVED_WHILE_PAGING_AN_OLDER_MONTH("i|iixiiiii", "IIAA", "in both lists three months ago: hosted"),
    MOVED_WHILE_PAGING_EVERY_MONTH("x|xxxxxxxx", "AAAA", "in both lists always: hosted"),
    INACTIVE_ROW_WITH_MEETINGS("i|miiiiiii", "AAAA", "the list says inactive, the row says meetings: hosted"),
    INACTIVE_ROW_WITH_MEETINGS_BEFORE("i|iimiiiii", "IIAA", "such a row three months ago"),
    INACTIVE_ROW_WITH_MEETINGS_IN_THE_MONTH_TO_DATE("m|iiiiiiii", "AAAA", "the month to date saves the host"),
    HOSTED_AS_BASIC_IN_THE_MONTH_TO_DATE("B|iiiiiiii", "AAAA", "lost the licence and hosted in the month to date"),

    // Newness by create_time
    CREATED_IN_THE_NEWEST_MONTH("i|i.......", "NNNN", "created in the newest month", CreateTime.IN_MONTH, 1),
    CREATED_2_MONTHS_AGO("i|ii......", "INNN", "created in the second month", CreateTime.IN_MONTH, 2),
    CREATED_3_MONTHS_AGO("i|iii.....", "IINN", "created in the third month", CreateTime.IN_MONTH, 3),
    CREATED_6_MONTHS_AGO("i|iiiiii..", "IIIN", "created in the sixth month", CreateTime.IN_MONTH, 6),
    CREATED_7_MONTHS_AGO("i|iiiiiii.", "IIII", "created before six months", CreateTime.IN_MONTH, 7),
    CREATED_IN_THE_FIRST_SECOND_OF_A_MONTH(
            "i|iii.....", "IINN", "created at 00:00:00 of the first of three months", CreateTime.FIRST_SECOND, 3),
    CREATED_IN_THE_LAST_SECOND_OF_A_MONTH(
            "i|iiii....", "IIIN", "created a second before the first of three months", CreateTime.LAST_SECOND, 4),
    CREATED_AND_HOSTED_SINCE("i|ihh.....", "IAAA", "created and hosted: active", CreateTime.IN_MONTH, 3),
    CREATED_IN_THE_MONTH_TO_DATE("i|........", "----", "not in the newest settled month", CreateTime.IN_MONTH, 0),
    PENDING(
            "i|iiiiiiii",
            "NNNN",
            "Zoom gives the time of the call as create_time of pending users: never idle by it",
            CreateTime.AT_COLLECTION,
            0),

    // Newness without a create_time
    NO_CREATE_TIME_SEEN_ALWAYS("i|iiiiiiii", "IIII", "in the lists before six months", CreateTime.MISSING),
    NO_CREATE_TIME_SEEN_SINCE_THE_NEWEST_MONTH("i|i.......", "NNNN", "first seen lately", CreateTime.MISSING),
    NO_CREATE_TIME_SEEN_FOR_2_MONTHS("i|ii......", "INNN", "first seen two months ago", CreateTime.MISSING),
    NULL_CREATE_TIME_SEEN_FOR_3_MONTHS("i|iii.....", "IINN", "first seen three months ago", CreateTime.NULL),
    BROKEN_CREATE_TIME_SEEN_FOR_4_MONTHS("i|iiii....", "IIIN", "first seen four months ago", CreateTime.NO_TIME),
    EMPTY_CREATE_TIME_SEEN_FOR_4_MONTHS("i|iiii....", "IIIN", "first seen four months ago", CreateTime.EMPTY),
    CREATE_TIME_OF_A_DAY_THAT_DOES_NOT_EXIST("i|iiiiiiii", "IIII", "in the lists always", CreateTime.NO_DAY),
    CREATE_TIME_IN_ANOTHER_FORM("i|iiiiiiii", "IIII", "long ago, readable or not", CreateTime.OTHER_FORM),
    CREATED_LONG_AGO_SEEN_FOR_2_MONTHS("i|ii......", "INNN", "not licensed before, as far as the lists say"),

    // The licence changes
    LICENSED_IN_THE_NEWEST_MONTH("i|ibbbbbbb", "NNNN", "first licensed in the newest month"),
    LICENSED_2_MONTHS_AGO("i|iibbbbbb", "INNN", "first licensed in the second month"),
    LICENSED_3_MONTHS_AGO("i|iiibbbbb", "IINN", "first licensed in the third month"),
    LICENSED_4_MONTHS_AGO("i|iiiibbbb", "IIIN", "first licensed in the fourth month"),
    LICENSED_6_MONTHS_AGO("i|iiiiiibb", "IIIN", "first licensed in the sixth month"),
    LICENSED_7_MONTHS_AGO("i|iiiiiiib", "IIII", "licensed before six months"),
    LICENSED_AFTER_UNASSIGNED("i|iiuuuuuu", "INNN", "Zoom's type 4 until three months ago"),
    LICENSED_AFTER_NONE("i|iinnnnnn", "INNN", "Zoom's type 99 until three months ago"),
    LICENSED_AFTER_HOSTING_AS_BASIC("i|iiBBBBBB", "INAA", "hosted as Basic three months ago"),
    LICENSED_AGAIN("i|iibiiiii", "IINN", "Basic three months ago"),
    WITHOUT_LICENCE_FIVE_MONTHS_AGO("i|iiiibiii", "IIIN", "Basic five months ago"),
    BASIC_SINCE_THE_MONTH_TO_DATE("b|iiiiiihh", "IIII", "the month to date never accuses, and lists nobody"),
    LICENCE_LOST("i|biiiiiii", "----", "Basic in the newest month"),
    UNASSIGNED("u|uiiiiiii", "----", "Zoom's type 4 in the newest month"),
    NONE("n|niiiiiii", "----", "Zoom's type 99 in the newest month"),
    BASIC("b|bbbbbbbb", "----", "never licensed"),
    BASIC_HOSTING("B|BBBBBBBB", "----", "never licensed, hosts"),

    // In neither list
    GONE_IN_THE_MONTH_TO_DATE(".|iiiiiihh", "IIII", "the month to date never accuses, and removes nobody"),
    GONE_IN_THE_NEWEST_MONTH(".|.iiiiiii", "----", "not in the newest settled month"),
    GONE_LONG_AGO(".|....hhhh", "----", "not in the newest settled month"),
    IN_NEITHER_LIST_2_MONTHS_AGO("i|i.iiiiii", "IUUU", "in neither list of the second month"),
    IN_NEITHER_LIST_3_MONTHS_AGO("i|ii.iiiii", "IIUU", "in neither list of the third month"),
    IN_NEITHER_LIST_6_MONTHS_AGO("i|iiiii.ii", "IIIU", "in neither list of the sixth month"),
    IN_NEITHER_LIST_BETWEEN_MEETINGS("i|i.hhhhhh", "IUAA", "hosted before the month in which the host is missing"),

    // Identity: account and id
    RENAMED("i|iiihhhhh", "IIIA", "hosted under another name, address and department four months ago"),
    SAME_ADDRESS_IDLE("i|iiiiiihh", "IIII", "another id with the same address hosts"),
    SAME_ADDRESS_HOSTING("h|hhhhhhhh", "AAAA", "another id with the same address is idle"),
    SAME_ID_IN_ANOTHER_ACCOUNT_IDLE("i|iiiiiihh", "IIII", "the same id hosts in another account"),
    SAME_ID_IN_ANOTHER_ACCOUNT_HOSTING("h|hhhhhhhh", "AAAA", "the same id is idle in another account"),
    ID_IN_LOWER_CASE_IDLE("i|iiiiiihh", "IIII", "the id in upper case is another host, who hosts"),
    ID_IN_UPPER_CASE_HOSTING("h|hhhhhhhh", "AAAA", "the id in lower case is another host, who is idle"),
    ID_WITH_SLASHES("i|iihhhhhh", "IIAA", "an id in plain base64"),

    // Awkward rows
    AWKWARD_NAME("i|iiiiiihh", "IIII", "Unicode, HTML, NUL, line ends, half a surrogate pair"),
    FORMULA("i|iiiiiihh", "IIII", "a name and a department that a spreadsheet would run"),
    LONG_NAME("i|iiiiiihh", "IIII", "a name and a department of 300 to 30,000 characters"),
    WRONG_TYPES("i|iiiiiihh", "IIII", "names that are numbers and objects"),
    MEETINGS_NULL("i|iiiiiihh", "IIII", "no number of meetings in the list of inactive hosts: none"),
    MEETINGS_MISSING("i|iiiiiihh", "IIII", "no number of meetings in the list of inactive hosts: none"),
    MANY_MEETINGS("i|hiiiiiii", "AAAA", "more meetings than a number of 64 bits can hold"),
    MEETINGS_AS_TEXT("i|tiiiiiii", "AAAA", "meetings that nobody can read for sure: not idle"),
    LICENCE_AS_TEXT("i|iiTiiiii", "IINN", "a licence that nobody can read for sure three months ago");

    /** What the member {@code create_time} says. */
    enum CreateTime {
        LONG_AGO,
        IN_MONTH,
        FIRST_SECOND,
        LAST_SECOND,
        AT_COLLECTION,
        MISSING,
        NULL,
        EMPTY,
        NO_TIME,
        NO_DAY,
        OTHER_FORM;

        /** Whether the program may have to do without it. */
        boolean isUnusable() {
            return compareTo(MISSING) >= 0;
        }
    }

    private static final String VERDICTS = "IANU";
    private static final List<Integer> ASKED = List.of(1, 2, 3, 6);

    final Life life;
    final CreateTime createTime;

    /** Month in which the host was created; beyond the script if long ago. */
    final int created;

    /** Why the verdicts are right. */
    final String why;

    private final String verdicts;

    HostScenario(String life, String verdicts, String why) {
        this(life, verdicts, why, CreateTime.LONG_AGO);
    }

    HostScenario(String life, String verdicts, String why, CreateTime createTime) {
        this(life, verdicts, why, createTime, Integer.MAX_VALUE);
    }

    HostScenario(String life, String verdicts, String why, CreateTime createTime, int created) {
        this.life = Life.of(life);
        this.verdicts = verdicts;
        this.why = why;
        this.createTime = createTime;
        this.created = created;
    }

    /** The verdict, written by hand, for an account without a gap; null if the host is not listed. */
    Verdict verdict(int months) {
        int verdict = VERDICTS.indexOf(verdicts.charAt(ASKED.indexOf(months)));
        return verdict < 0 ? null : Verdict.values()[verdict];
    }
}
