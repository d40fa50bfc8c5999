package io.zoomhosts.faults;

import static io.zoomhosts.faults.ZoomFault.complete;
import static io.zoomhosts.faults.ZoomFault.failed;
import static io.zoomhosts.faults.ZoomFault.laterPages;
import static io.zoomhosts.faults.ZoomFault.page;
import static io.zoomhosts.faults.ZoomFault.pages;
import static io.zoomhosts.faults.ZoomFault.script;
import static io.zoomhosts.faults.ZoomFaults.HOSTS;
import static io.zoomhosts.support.FaultyAnswers.edit;
import static io.zoomhosts.support.FaultyAnswers.without;

import io.zoomhosts.failure.Failure;
import io.zoomhosts.report.Window;
import io.zoomhosts.sandbox.SandboxAnswer;
import io.zoomhosts.sandbox.ZoomContract;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The part of {@link ZoomFaults} about well-formed pages that do not add up to the window. */
final class PageFaults {

    private static final Pattern TOTAL_RECORDS = Pattern.compile("\"total_records\":(\\d+)");

    private final Window window;
    private final List<String> rows;

    /**
     * @param window the one with the fault
     * @param rows all of its rows
     */
    PageFaults(Window window, List<String> rows) {
        this.window = window;
        this.rows = rows;
    }

    Stream<ZoomFault> all() {
        return Stream.concat(paging(), content());
    }

    private Stream<ZoomFault> paging() {
        SandboxAnswer expired = SandboxAnswer.error(300, 300, "The next page token is either invalid or has expired.");
        return Stream.of(
                complete("page token expired (300)", 5, page(2, expired)),
                complete(
                        "page token expired (400, code 300)",
                        6,
                        page(3, SandboxAnswer.error(400, 300, "Invalid token"))),
                complete("page token expired, 3 times", 9, laterPages(6, expired)),
                failed("page token expired, every time", Failure.PAGE_TOKEN_EXPIRED, 8, laterPages(8, expired)),
                failed(
                        "the same page token again",
                        Failure.PAGE_TOKEN_REPEATED,
                        2,
                        script(rows(0, 10, "A"), rows(0, 10, "A"))),
                failed(
                        "page tokens that go in a circle",
                        Failure.PAGE_TOKEN_REPEATED,
                        3,
                        script(rows(0, 10, "A"), rows(10, 20, "B"), rows(0, 10, "A"))),
                complete(
                        "an empty page between pages",
                        4,
                        script(rows(0, 10, "A"), rows(10, 10, "B"), rows(10, 20, "C"), rows(20, HOSTS, ""))),
                complete(
                        "an empty page at the end",
                        4,
                        script(rows(0, 10, "A"), rows(10, 20, "B"), rows(20, HOSTS, "C"), rows(HOSTS, HOSTS, ""))),
                complete(
                        "a smaller page than asked for",
                        4,
                        script(rows(0, 3, "A"), rows(3, 4, "B"), rows(4, 14, "C"), rows(14, HOSTS, ""))),
                complete("a larger page than requested", 1, page(1, rows(0, HOSTS, ""))),
                complete("no next_page_token", 3, page(3, edit(without("next_page_token")))),
                complete(
                        "next_page_token null",
                        3,
                        page(3, edit(body -> body.replace("\"next_page_token\":\"\"", "\"next_page_token\":null")))),
                complete("no more pages too early", 4, page(1, edit(without("next_page_token")))),
                complete("a row on two pages", 3, script(rows(0, 10, "A"), rows(9, 20, "B"), rows(20, HOSTS, "")))
                        .says("duplicates", 1),
                complete(
                                "a page twice",
                                4,
                                script(rows(0, 10, "A"), rows(0, 10, "B"), rows(10, 20, "C"), rows(20, HOSTS, "")))
                        .says("duplicates", 10),
                complete("a row missing, once", 6, script(rows(0, 10, "A"), rows(11, 20, "B"), rows(20, HOSTS, ""))),
                failed("a row missing, every time", Failure.TOTALS_DIFFER, 4, pages(1, 4, rows(1, HOSTS, ""))),
                failed(
                        "a row too many, every time",
                        Failure.TOTALS_DIFFER,
                        12,
                        laterPages(12, edit(body -> body.replace("\"users\":[", "\"users\":[{\"id\":\"A\"},")))));
    }

    private Stream<ZoomFault> content() {
        String otherDay = window.from().plusDays(1).toString();
        return Stream.of(
                failed(
                        "another first day",
                        Failure.WINDOW_CHANGED,
                        1,
                        page(1, edit(body -> body.replace("\"from\":\"" + window.from(), "\"from\":\"" + otherDay)))),
                failed(
                        "another last day, later",
                        Failure.WINDOW_CHANGED,
                        2,
                        page(2, edit(body -> body.replace("\"to\":\"" + window.to(), "\"to\":\"" + otherDay)))),
                failed("no window", Failure.WINDOW_CHANGED, 1, page(1, edit(without("from", "to")))),
                failed(
                        "a window on the first page only",
                        Failure.WINDOW_CHANGED,
                        2,
                        laterPages(3, edit(without("from", "to")))),
                complete(
                        "no totals",
                        3,
                        pages(
                                1,
                                3,
                                edit(without(
                                        "total_records",
                                        "total_meetings",
                                        "total_participants",
                                        "total_meeting_minutes")))),
                complete(
                                "totals on the first page only",
                                3,
                                laterPages(
                                        3,
                                        edit(without(
                                                "total_records",
                                                "total_meetings",
                                                "total_participants",
                                                "total_meeting_minutes"))))
                        .says("total_records", HOSTS),
                complete("total_records that is not a number", 3, pages(1, 3, edit(body -> TOTAL_RECORDS
                        .matcher(body)
                        .replaceAll("\"total_records\":\"many\"")))),
                complete(
                                "rows that cannot be events",
                                3,
                                script(
                                        more(),
                                        more("{\"email\":\"x\"}", "\"text\"", "null", "[1]", "5", "{}"),
                                        more("{\"id\":null}", "{\"id\":\"\"}", "{\"id\":{\"a\":1}}")))
                        .says("rejected", 9),
                failed("users that is an object", Failure.NO_REPORT, 1, page(1, users("{}"))),
                failed("users that is null", Failure.NO_REPORT, 2, page(2, users("null"))),
                failed("users that is text", Failure.NO_REPORT, 1, page(1, users("\"none\""))));
    }

    private static SandboxAnswer users(String value) {
        return edit(
                body -> body.replaceFirst("(?s)\"users\":\\[.*", "\"users\":" + Matcher.quoteReplacement(value) + "}"));
    }

    /** The sandbox's own page with additional rows, and with a total that is 9 higher. */
    private static SandboxAnswer more(String... rows) {
        return edit(body -> TOTAL_RECORDS
                .matcher(body)
                .replaceAll(total -> "\"total_records\":" + (Integer.parseInt(total.group(1)) + 9))
                .replace("\"users\":[", "\"users\":[" + String.join(",", rows) + (rows.length == 0 ? "" : ",")));
    }

    /** A page of the window with the fault: rows of the sandbox, split into pages differently. */
    private SandboxAnswer rows(int from, int to, String token) {
        return ZoomContract.answer(
                "/v2/report/users",
                "{\"from\":\"%s\",\"to\":\"%s\",\"next_page_token\":\"%s\",\"total_records\":%d,\"users\":[%s]}"
                        .formatted(window.from(), window.to(), token, HOSTS, String.join(",", rows.subList(from, to))));
    }
}
