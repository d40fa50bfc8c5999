package io.zoomhosts.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A report, as declared in a YAML file in {@code routes/reports}: a bean of this type with the name of the report. Camel
 * calls a setter for each property, and puts nested properties into the maps, in alphabetical order. {@link #problems}
 * returns what is missing or wrong.
 */
public final class ReportDeclaration {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,60}");
    private static final Pattern PATH = Pattern.compile("(/[\\w.-]+)+");
    private static final Pattern MEMBER = Pattern.compile("\\w+");
    private static final Pattern MEMBERS = Pattern.compile("(?!account$)\\w+(\\s*,\\s*\\w+)*");
    private static final Pattern TOPIC = Pattern.compile("(?!\\.{1,2}$)[a-zA-Z0-9._-]{1,240}");
    private static final Pattern WORD = Pattern.compile("\\S+");

    private static final String NONE = "none";

    /** Parameters that the engine sets for each request. */
    private static final Set<String> OF_WINDOW = Set.of("from", "to", "year", "month", "next_page_token");

    private String path;
    private Map<String, String> query = new LinkedHashMap<>();
    private String calendar;
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

    /** Free text for readers of the file; ignored. Unlike a comment, it survives a visual editor. */
    public void setDescription(String description) {
        // Nothing depends on it.
    }

    /** The path below the API's address: {@code /report/users}. Required. */
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

    /** The calendar, which defines the windows: {@code months}, {@code closed-months}, {@code year-months} or {@code days}. Required. */
    public void setCalendar(String calendar) {
        this.calendar = calendar;
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

    /** The array member of a page that holds the rows: {@code users}. Required. */
    public void setRows(String rows) {
        this.rows = rows;
    }

    /**
     * The members of a row, separated by commas, whose values are unique within the window, and become the record's key. {@code
     * hash} if there are none: the hash of the whole row, and its number among equal rows. The word {@code account} before them puts
     * the account's id in front. Required.
     */
    public void setKey(String key) {
        this.key = key;
    }

    /**
     * What a page contains about its window. {@code dates}: members {@code from} and {@code to}, which must match the
     * requested days. {@code date-times}: the same, with times, whose days must match. {@code year-month}: members
     * {@code year} and {@code month}. {@code none}: nothing. Required.
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

    /**
     * What is wrong with a property.
     *
     * @param property its name; null if the problem is about the whole report
     */
    public record Problem(String property, String reason) {}

    /** The problems of the declaration; empty if it is valid. */
    public List<Problem> problems(String name) {
        List<Problem> problems = new ArrayList<>();
        if (!NAME.matcher(name).matches() || name.equals(Reports.ALL)) {
            problems.add(new Problem(
                    null,
                    "'" + name
                            + "' is not a valid report name: use lower-case letters, digits and hyphens, begin with"
                            + " a letter,"
                            + " and do not use 'all'"));
        }
        check(problems, "path", path, PATH, "a path below the API's address such as /report/users");
        check(problems, "calendar", calendar, oneOf(Calendar.values()), words(Calendar.values()));
        check(problems, "rows", rows, MEMBER, "the member of a page that holds the rows, such as users");
        check(
                problems,
                "key",
                key,
                MEMBERS,
                "members whose values are unique among the rows of a window, such as id, id,start_time or"
                        + " account,date, or hash if there are none");
        check(problems, "echo", echo, oneOf(Echo.values()), words(Echo.values()));
        if (rowTime != null) {
            check(problems, "rowTime", rowTime, MEMBER, "the member of a row with its time, such as start_time");
        }
        check(
                problems,
                "total",
                total,
                MEMBER,
                "the member of a page that counts all rows, such as total_records, or none");
        if (topic != null) {
            check(problems, "topic", topic, TOPIC, "a topic name (letters, digits, '.', '_', '-')");
        }
        check(problems, "eventType", eventType, WORD, "a CloudEvents type such as io.zoomhosts.host.reported.v1");
        check(
                problems,
                "scope",
                scope,
                WORD,
                "the scope that the Zoom app needs, such as report:read:list_users:admin");
        if (countedAs != null) {
            check(problems, "countedAs", countedAs, MEMBER, "the name of a member of run events");
        }
        sums.forEach((sum, summed) -> {
            if (!MEMBER.matcher(summed).matches()) {
                problems.add(new Problem("sums", "total " + sum + " needs the name of the row member to add up"));
            }
        });
        checkNames(problems, "query", query);
        checkNames(problems, "varied", varied);
        varied.forEach((parameter, values) -> {
            if (values(values).isEmpty()) {
                problems.add(new Problem("varied", "parameter " + parameter + " has no value"));
            } else if (!values(values).stream().allMatch(MEMBER.asMatchPredicate())) {
                problems.add(
                        new Problem("varied", "the values of " + parameter + " must be words, separated by commas"));
            } else if (query.containsKey(parameter)) {
                problems.add(new Problem("varied", "parameter " + parameter + " is also in query"));
            }
        });
        scheduled.forEach((parameter, values) -> {
            List<String> known = values(varied.getOrDefault(parameter, ""));
            if (known.isEmpty()) {
                problems.add(new Problem("scheduled", "parameter " + parameter + " is not in varied"));
            } else if (values(values).isEmpty() || !known.containsAll(values(values))) {
                problems.add(new Problem(
                        "scheduled",
                        "each value of " + parameter + " must be one of " + known + ", the values in varied"));
            }
        });
        return problems;
    }

    private static void check(List<Problem> problems, String property, String value, Pattern valid, String what) {
        if (value == null || value.isBlank()) {
            problems.add(new Problem(property, property + " is missing: it must be " + what));
        } else if (!valid.matcher(value).matches()) {
            problems.add(new Problem(property, property + " must be " + what));
        }
    }

    private static void checkNames(List<Problem> problems, String property, Map<String, String> parameters) {
        parameters.keySet().stream()
                .filter(OF_WINDOW::contains)
                .forEach(parameter -> problems.add(new Problem(
                        property,
                        "parameter " + parameter + " cannot be declared: the engine sets it for each request")));
    }

    private static Pattern oneOf(Enum<?>[] values) {
        return Pattern.compile(
                Arrays.stream(values).map(ReportDeclaration::word).collect(Collectors.joining("|")));
    }

    private static String words(Enum<?>[] values) {
        return Arrays.stream(values).map(ReportDeclaration::word).collect(Collectors.joining(" or "));
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
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
                constant(Calendar.class, calendar),
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
                countedAs);
    }

    /** The topic of the report's rows. */
    public String topic(String name) {
        return topic == null ? "zoom." + name : topic;
    }

    private static List<String> values(String list) {
        return Arrays.stream(list.split(","))
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .distinct()
                .toList();
    }
}
