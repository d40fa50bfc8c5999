package io.zoomhosts.report;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A request for one page: of a window, or, in a report by subject, of one of the window's subjects. Its pages follow one another
 * by their tokens.
 *
 * @param subject the user or the meeting that is asked about, as Zoom named it; null in a report without subjects
 * @param pageToken null for the first page
 */
public record PageRequest(String accountId, Window window, String subject, String pageToken) {

    /** The request for the first page of a window. */
    public static PageRequest first(String accountId, Window window) {
        return first(accountId, window, null);
    }

    /** The request for the first page of a subject. */
    public static PageRequest first(String accountId, Window window, String subject) {
        return new PageRequest(accountId, window, subject, null);
    }

    /** The request for the page after this one. */
    public PageRequest next(String token) {
        return new PageRequest(accountId, window, subject, token);
    }

    public Report report() {
        return window.report();
    }

    public boolean isFirst() {
        return pageToken == null;
    }

    /** What Zoom is asked, by the names of the member {@code report} of each row's event. */
    public Map<String, String> asked() {
        Map<String, String> asked = new LinkedHashMap<>();
        asked.put("name", report().name());
        asked.put("account_id", accountId);
        asked.putAll(window.asked());
        if (subject != null) {
            asked.put(Subjects.MEMBER, subject);
        }
        return asked;
    }

    /** Text for messages: the window, and the subject. */
    @Override
    public String toString() {
        return window + (subject == null ? "" : ", subject " + subject);
    }
}
