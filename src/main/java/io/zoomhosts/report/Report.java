package io.zoomhosts.report;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A report of Zoom's Reports chapter, as its {@link ReportDeclaration} says. Immutable.
 *
 * @param name in events, topics and commands, for example {@code hosts}
 * @param path the resource below the API's address, for example {@code /report/users}
 * @param query parameters of every request, values not encoded; one without a value is left out of the request
 * @param calendar which windows there are, and when their rows are final
 * @param varied parameters that differ between windows, with all values that the report has; in the order of the window's name
 * @param scheduled the same, with the values that the schedule collects
 * @param rows the array member of a page that holds the rows, for example {@code users}
 * @param key the member of a row that becomes the record's key, for example {@code id}
 * @param echo what a page says about the window that it reports on
 * @param total the member of a page that says how many rows the window has; null where the report has none
 * @param sums other totals of a page, each with the member of a row that it is the sum of
 * @param topic of the rows
 * @param eventType CloudEvents type of a row's record
 * @param scope what the Zoom app must be allowed
 * @param countedAs a second name for the number of rows in run events; null for none
 */
public record Report(
        String name,
        String path,
        Map<String, String> query,
        Calendar calendar,
        Map<String, List<String>> varied,
        Map<String, List<String>> scheduled,
        String rows,
        String key,
        Echo echo,
        String total,
        Map<String, String> sums,
        String topic,
        String eventType,
        String scope,
        String countedAs) {

    public Report {
        query = copy(query);
        varied = copy(varied);
        scheduled = copy(scheduled);
        sums = copy(sums);
    }

    private static <V> Map<String, V> copy(Map<String, V> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }

    /** The member that zoom-hosts adds to every event: which report the row is from. */
    public static final String MEMBER = "report";

    /** What a page says about the window that it reports on. */
    public enum Echo {
        /** {@code from} and {@code to}, as {@code yyyy-mm-dd}: each must be the day that was asked for. */
        DATES,
        /** Nothing. */
        NONE
    }

    /** Runs of the report. */
    public String runsTopic() {
        return topic + ".runs";
    }

    /** Rows that cannot be events. */
    public String dlqTopic() {
        return topic + ".dlq";
    }

    /**
     * The key of a row that is no longer as Zoom sent it, read as {@link PageReader} does: null where it has none.
     *
     * @param row that steps of a user's have made of one of Zoom's
     */
    public String keyOf(JsonNode row) throws IOException {
        if (!row.hasNonNull(key)) {
            return null;
        }
        try (JsonParser member = row.get(key).traverse()) {
            member.nextToken();
            return PageReader.text(member);
        }
    }

    /** Whether a topic can have that name. */
    public static boolean isTopic(String name) {
        return name.matches("[a-zA-Z0-9._-]{1,249}") && !name.matches("\\.{1,2}");
    }

    /** Whether a topic is one of the report's: of its rows, runs or rejects. */
    public boolean owns(String name) {
        return List.of(topic, runsTopic(), dlqTopic()).contains(name);
    }

    /** Names of Zoom's totals, in the order of the declaration. */
    List<String> totals() {
        List<String> names = new ArrayList<>();
        if (total != null) {
            names.add(total);
        }
        names.addAll(sums.keySet());
        return names;
    }

    /** The windows that the schedule wants to know on {@code today}, oldest first. */
    public List<Window> scheduledOn(LocalDate today) {
        return windows(calendar.firstScheduled(today), today, scheduled);
    }

    /** The range {@code from} to {@code to}, both inclusive, cut by the calendar, each piece once per combination of values. */
    public List<Window> windows(LocalDate from, LocalDate to, Map<String, List<String>> values) {
        List<Window> windows = new ArrayList<>();
        for (LocalDate start = from; !start.isAfter(to); ) {
            LocalDate end = calendar.lastDayOf(start, to);
            for (Map<String, String> combination : Combinations.of(values)) {
                windows.add(new Window(this, combination, start, end));
            }
            start = end.plusDays(1);
        }
        return windows;
    }

    /** The names of what the schedule collects of the report beside each other, as in {@link Window#variant}. */
    public List<String> scheduledVariants() {
        return Combinations.of(scheduled).stream().map(Window::joined).toList();
    }
}
