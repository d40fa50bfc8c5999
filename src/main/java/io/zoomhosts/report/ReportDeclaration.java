package io.zoomhosts.report;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A report, as declared in a YAML file in {@code routes/reports}: a bean of this type with the name of the report. Camel
 * calls a setter for each property, and puts nested properties into the maps, in alphabetical order. {@link #problems}
 * returns what is missing or wrong.
 */
public final class ReportDeclaration {

    private static final String NONE = "none";

    private String path;
    private Map<String, String> query = new LinkedHashMap<>();
    private String subjects;
    private String subject;
    private String where = "";
    private String parts = "1";
    private String calendar;
    private String monthsBack = String.valueOf(Retention.DEFAULT.monthsBack());
    private String marginDays = String.valueOf(Retention.DEFAULT.marginDays());
    private String settlingDays = String.valueOf(Retention.DEFAULT.settlingDays());
    private Map<String, String> varied = new LinkedHashMap<>();
    private Map<String, String> scheduled = new LinkedHashMap<>();
    private String rows;
    private String key;
    private String echo;
    private String rowTime;
    private String total;
    private Map<String, String> sums = new LinkedHashMap<>();
    private String topic;
    private String eventType;
    private String scope;
    private String countedAs;
    private boolean dated = true;
    private boolean unchecked;
    private String hook;

    /** Free text for readers of the file; ignored. Unlike a comment, it survives a visual editor. */
    public void setDescription(String description) {
        // Nothing depends on it.
    }

    /** The path below the API's address: {@code /report/users}. In a report by subject it contains one {@code {name}}. Required. */
    public void setPath(String path) {
        this.path = path;
    }

    /** Parameters of every request, name and value. A parameter with an empty value is not sent. */
    public void setQuery(Map<String, String> query) {
        this.query = new LinkedHashMap<>(query);
    }

    public Map<String, String> getQuery() {
        return query;
    }

    /** The report whose rows are the subjects. Its calendar must be the same. */
    public void setSubjects(String subjects) {
        this.subjects = subjects;
    }

    /** The member of a row of that report that is the subject: {@code meeting_uuid}. */
    public void setSubject(String subject) {
        this.subject = subject;
    }

    /** Other members of that row's event, with the values that make it a subject: {@code type=Meeting, report.type=active}. */
    public void setWhere(String where) {
        this.where = where;
    }

    /** The number of parts into which a window is cut by its subjects, each a run of its own. Default: 1. */
    public void setParts(String parts) {
        this.parts = parts;
    }

    /**
     * The calendar, which defines the windows: {@code months}, {@code closed-months}, {@code year-months}, {@code days} or
     * {@code upcoming}. Required.
     */
    public void setCalendar(String calendar) {
        this.calendar = calendar;
    }

    /**
     * Whether a request has the days of the window. Default: true. {@code false} if the subject in the path says it all, as a
     * meeting does.
     */
    public void setDated(boolean dated) {
        this.dated = dated;
    }

    boolean isDated() {
        return dated;
    }

    /** How far back Zoom reports, in months. Default: 6. */
    public void setMonthsBack(String monthsBack) {
        this.monthsBack = monthsBack;
    }

    /** The days that the schedule keeps from that limit. Default: 2. */
    public void setMarginDays(String marginDays) {
        this.marginDays = marginDays;
    }

    /** The days after its end until a window is final. Default: 2. */
    public void setSettlingDays(String settlingDays) {
        this.settlingDays = settlingDays;
    }

    /** Parameters that differ between windows, each with all its values: {@code type: active,inactive}. */
    public void setVaried(Map<String, String> varied) {
        this.varied = new LinkedHashMap<>(varied);
    }

    public Map<String, String> getVaried() {
        return varied;
    }

    /** The values of varied parameters that the schedule collects. Default: all values. */
    public void setScheduled(Map<String, String> scheduled) {
        this.scheduled = new LinkedHashMap<>(scheduled);
    }

    public Map<String, String> getScheduled() {
        return scheduled;
    }

    /** The array member of a page that holds the rows: {@code users}; {@code .} if the page itself is the only row. Required. */
    public void setRows(String rows) {
        this.rows = rows;
    }

    /**
     * What the record's key is made from, separated by slashes: members of a row ({@code id/start_time}), what was asked ({@code
     * report.account_id}, {@code report.subject}, {@code report.type}), and the hash of members ({@code hash(time,operator)}) or
     * of the whole row ({@code hash}), which is followed by a number among the rows of the same hash. Required.
     */
    public void setKey(String key) {
        this.key = key;
    }

    /**
     * What a page contains about its window. {@code dates}: members {@code from} and {@code to}, which must match the
     * requested days. {@code date-times}: the same, with times, whose days must match. {@code year-month}: members
     * {@code year} and {@code month}. {@code uuid}: the member {@code uuid}, which must be the subject. {@code none}: nothing.
     * Required.
     */
    public void setEcho(String echo) {
        this.echo = echo;
    }

    /** The member of a row with its time. A row outside of the window fails it. */
    public void setRowTime(String rowTime) {
        this.rowTime = rowTime;
    }

    /** The member of a page with the number of rows in the window, or {@code none}. Required. */
    public void setTotal(String total) {
        this.total = total;
    }

    /** Other totals of a page, each with the member of a row that it sums. */
    public void setSums(Map<String, String> sums) {
        this.sums = new LinkedHashMap<>(sums);
    }

    public Map<String, String> getSums() {
        return sums;
    }

    /** The topic of the rows. Default: {@code zoom.<name>}. */
    public void setTopic(String topic) {
        this.topic = topic;
    }

    /** CloudEvents type of a row's record: {@code io.zoomhosts.host.reported.v1}. Required. */
    public void setEventType(String eventType) {
        this.eventType = eventType;
    }

    /** The scope that the Zoom app needs: {@code report:read:list_users:admin}. Required. */
    public void setScope(String scope) {
        this.scope = scope;
    }

    /** A second name for the number of rows in run events. */
    public void setCountedAs(String countedAs) {
        this.countedAs = countedAs;
    }

    /** {@code true}: the report is not compared with {@link ZoomApi}, because it is newer. Default: {@code false}. */
    public void setUnchecked(boolean unchecked) {
        this.unchecked = unchecked;
    }

    boolean isUnchecked() {
        return unchecked;
    }

    /** The id of a route of the user's for the rows of this report alone: {@code each-host}. Default: none. */
    public void setHook(String hook) {
        this.hook = hook;
    }

    /** The endpoint where the route of {@link #setHook} starts; null if there is none. */
    public String hookEndpoint() {
        return hook == null ? null : "direct:" + hook;
    }

    /**
     * What is wrong with a property.
     *
     * @param property its name; null if the problem is about the whole report
     */
    public record Problem(String property, String reason) {}

    /** The problems of the declaration; empty if it is valid. */
    public List<Problem> problems(String name) {
        List<Problem> problems = new DeclarationCheck(name, this).problems();
        return problems.isEmpty() && !unchecked ? ApiCheck.problems(report(name)) : problems;
    }

    private static <E extends Enum<E>> E constant(Class<E> type, String word) {
        return Enum.valueOf(type, word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** The declared report. Call this only if there are no {@link #problems}. */
    Report report(String name) {
        Map<String, List<String>> all = new LinkedHashMap<>();
        Map<String, List<String>> ofSchedule = new LinkedHashMap<>();
        varied.forEach((parameter, values) -> {
            all.put(parameter, values(values));
            ofSchedule.put(parameter, values(scheduled.getOrDefault(parameter, values)));
        });
        return new Report(
                name,
                path,
                query,
                subjects == null ? null : new Subjects(subjects, subject, conditions(), Integer.parseInt(parts)),
                constant(Calendar.class, calendar),
                dated,
                new Retention(
                        Integer.parseInt(monthsBack), Integer.parseInt(marginDays), Integer.parseInt(settlingDays)),
                all,
                ofSchedule,
                rows,
                RowKey.of(key),
                constant(Echo.class, echo),
                rowTime,
                total.equals(NONE) ? null : total,
                sums,
                topic(name),
                eventType,
                scope,
                countedAs,
                hook);
    }

    /** The properties that are single values, by name; null if not set. */
    Map<String, String> properties() {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("path", path);
        properties.put("subjects", subjects);
        properties.put("subject", subject);
        properties.put("where", where);
        properties.put("parts", parts);
        properties.put("calendar", calendar);
        properties.put("monthsBack", monthsBack);
        properties.put("marginDays", marginDays);
        properties.put("settlingDays", settlingDays);
        properties.put("rows", rows);
        properties.put("key", key);
        properties.put("echo", echo);
        properties.put("rowTime", rowTime);
        properties.put("total", total);
        properties.put("topic", topic);
        properties.put("eventType", eventType);
        properties.put("scope", scope);
        properties.put("countedAs", countedAs);
        properties.put("hook", hook);
        return properties;
    }

    /** The topic of the report's rows. */
    public String topic(String name) {
        return topic == null ? "zoom." + name : topic;
    }

    /** The conditions in {@code where}. */
    Map<String, String> conditions() {
        Map<String, String> conditions = new LinkedHashMap<>();
        for (String condition : values(where)) {
            String[] sides = condition.split("=", 2);
            conditions.put(sides[0].strip(), sides.length == 1 ? "" : sides[1].strip());
        }
        return conditions;
    }

    static List<String> values(String list) {
        return Arrays.stream(list.split(","))
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .distinct()
                .toList();
    }
}
