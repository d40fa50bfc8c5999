package io.zoomhosts.report;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A report of Zoom's Reports API, made from its {@link ReportDeclaration}. Immutable.
 *
 * @param name in events, topics and commands, for example {@code hosts}
 * @param path the path below the API's address, for example {@code /report/users}
 * @param query parameters of every request, values not encoded; a parameter with an empty value is not sent
 * @param subjects what the report is asked about, one request each; null if its path names no subject
 * @param calendar defines the windows
 * @param dated whether a request has the days of the window
 * @param retention how far back Zoom reports, and when rows are final
 * @param varied parameters that differ between windows, with all their values, in the order used in the window's name
 * @param scheduled the same, with the values that the schedule collects
 * @param rows the array member of a page that holds the rows, for example {@code users}; {@code .} if the page itself is the only
 *     row
 * @param key how the record's key is made from a row
 * @param echo what a page contains about its window
 * @param rowTime the member of a row with its time, which must lie in the window; null if there is none
 * @param total the member of a page with the number of rows in the window; null if there is none
 * @param sums other totals of a page, each with the member of a row that it sums
 * @param topic of the rows
 * @param eventType CloudEvents type of a row's record
 * @param scope the scope that the Zoom app needs
 * @param countedAs a second name for the number of rows in run events; null for none
 * @param hook the id of the user's route for the rows of this report alone; null for none
 */
public record Report(
        String name,
        String path,
        Map<String, String> query,
        Subjects subjects,
        Calendar calendar,
        boolean dated,
        Retention retention,
        Map<String, List<String>> varied,
        Map<String, List<String>> scheduled,
        String rows,
        RowKey key,
        Echo echo,
        String rowTime,
        String total,
        Map<String, String> sums,
        String topic,
        String eventType,
        String scope,
        String countedAs,
        String hook) {

    public Report {
        query = copy(query);
        varied = copy(varied);
        scheduled = copy(scheduled);
        sums = copy(sums);
    }

    private static <V> Map<String, V> copy(Map<String, V> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }

    /** The declaration of {@code rows} if the page itself is the only row. */
    static final String PAGE = ".";

    /** The member that zoom-hosts adds to every event; it identifies the report of the row. */
    public static final String MEMBER = "report";

    /** The topic of the report's runs. */
    public String runsTopic() {
        return topic + ".runs";
    }

    /** The topic of rows that cannot become events. */
    public String dlqTopic() {
        return topic + ".dlq";
    }

    /** Whether the name is valid for a topic. */
    public static boolean isTopic(String name) {
        return name.matches("[a-zA-Z0-9._-]{1,249}") && !name.matches("\\.{1,2}");
    }

    /** Whether a topic belongs to the report: its rows, runs or rejects. */
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

    /** The windows that the schedule should have collected on {@code today}, oldest first. */
    public List<Window> scheduledOn(LocalDate today) {
        return windows(calendar.firstScheduled(today, retention), latest(today), scheduled);
    }

    /** The first day that can be collected on {@code today}. */
    public LocalDate earliest(LocalDate today) {
        return calendar.earliest(today, retention);
    }

    /** The last day that can be collected on {@code today}. */
    public LocalDate latest(LocalDate today) {
        return calendar.latest(today);
    }

    /**
     * The windows of a range of days by the calendar, with all values of each varied parameter. A calendar that asks Zoom for whole
     * months extends the range to them.
     *
     * @param today limits the extension
     */
    public List<Window> windowsOf(LocalDate from, LocalDate to, LocalDate today, Map<String, List<String>> values) {
        return windows(from, calendar.endOf(to, latest(today)), values);
    }

    public boolean isBySubject() {
        return subjects != null;
    }

    /**
     * Splits the range {@code from} to {@code to}, both inclusive, by the calendar. Each window is there once per combination of
     * values, and once per part.
     */
    public List<Window> windows(LocalDate from, LocalDate to, Map<String, List<String>> values) {
        List<Window> windows = new ArrayList<>();
        for (LocalDate start = calendar.firstDayOf(from); !start.isAfter(to); ) {
            LocalDate end = calendar.lastDayOf(start, to);
            for (Map<String, String> combination : Combinations.of(values)) {
                windows.addAll(parts(combination, start, end));
            }
            start = end.plusDays(1);
        }
        return windows;
    }

    /** The window, or its parts. */
    List<Window> parts(Map<String, String> parameters, LocalDate from, LocalDate to) {
        if (!isBySubject() || subjects.parts() == 1) {
            return List.of(new Window(this, parameters, from, to));
        }
        return IntStream.rangeClosed(1, subjects.parts())
                .mapToObj(number -> new Window(this, parameters, from, to, subjects.part(number)))
                .toList();
    }

    /** The window with this {@link Window#key}; null if the report cannot have it. */
    public Window window(String key) {
        String[] names = key.split("/");
        int from = varied.size();
        if (names.length < from + 2 || names.length > from + 3) {
            return null;
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        varied.keySet().forEach(name -> parameters.put(name, names[parameters.size()]));
        try {
            return new Window(
                    this,
                    parameters,
                    LocalDate.parse(names[from]),
                    LocalDate.parse(names[from + 1]),
                    names.length == from + 2 ? null : names[from + 2]);
        } catch (DateTimeException | IllegalArgumentException notAWindow) {
            return null;
        }
    }

    /** The variants of the report that the schedule collects, named as in {@link Window#variant}. */
    public List<String> scheduledVariants() {
        return Combinations.of(scheduled).stream().map(Window::joined).toList();
    }
}
